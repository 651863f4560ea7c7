package io.syncjobs.server.platform.startup;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Carries out requests on virtual threads, which cost less processor time, from Java 24 on. Before, a virtual thread that waits in synchronized code,
 * as in a database driver, keeps others from running.
 *
 * @see <a href="https://openjdk.org/jeps/491">JEP 491</a>
 */
final class VirtualThreads implements EnvironmentPostProcessor {

  private static final int FIRST_JAVA = 24;

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment
        .getPropertySources()
        .addLast(new MapPropertySource(
            "virtual threads",
            Map.of("spring.threads.virtual.enabled", Runtime.version().feature() >= FIRST_JAVA)));
  }
}
