package io.syncjobs.server.web.overload;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.autoconfigure.TomcatVirtualThreadsWebServerFactoryCustomizer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Carries out requests on virtual threads, which cost less processor time, from Java 24 on. Before, a virtual thread that waits in synchronized code,
 * as in a database driver, keeps others from running. Spring Boot itself heeds the setting that says otherwise.
 *
 * @see <a href="https://openjdk.org/jeps/491">JEP 491</a>
 */
@Component
class VirtualThreads implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final String SETTING = "spring.threads.virtual.enabled";
  private static final int FIRST_JAVA = 24;

  private final boolean on;

  VirtualThreads(Environment settings) {
    on = !settings.containsProperty(SETTING) && Runtime.version().feature() >= FIRST_JAVA;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    if (on) {
      new TomcatVirtualThreadsWebServerFactoryCustomizer().customize(factory);
    }
  }
}
