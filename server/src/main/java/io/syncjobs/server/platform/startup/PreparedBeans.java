package io.syncjobs.server.platform.startup;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Lets a start use the definitions of beans that the build prepared, since finding them takes about a quarter of a start. They fit a server in
 * development mode on SQLite; with a setting that may demand other beans, the start finds its beans itself.
 *
 * @see <a href="https://docs.spring.io/spring-framework/reference/core/aot.html">Ahead-of-time optimizations</a>
 */
public final class PreparedBeans
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  /** Name, given by Spring, of the class with the definitions of an application. */
  private static final String SUFFIX = "__ApplicationContextInitializer";

  /** First parts of the names of settings that may change which beans there are. Other names aren't settings of this server. */
  private static final List<ConfigurationPropertyName> SETTINGS = names(
      "db-scheduler",
      "debug",
      "logging",
      "management",
      "openapi",
      "server",
      "spring",
      "syncjobs",
      "trace");

  /** Settings that beans read, and that no condition depends on. */
  private static final List<ConfigurationPropertyName> READ = names(
      "db-scheduler.polling-interval",
      "logging",
      "server.address",
      "server.port",
      "spring.application",
      "spring.datasource.hikari",
      "syncjobs");

  /** Exceptions from those, as the beans of the engine depend on them. */
  private static final List<ConfigurationPropertyName> DECIDE = names("syncjobs.engine.enabled");

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    Class<?> application = event.getSpringApplication().getMainApplicationClass();
    if (application != null
        && ClassUtils.isPresent(application.getName() + SUFFIX, application.getClassLoader())
        && fit(event.getEnvironment())) {
      SpringProperties.setFlag("spring.aot.enabled");
    }
  }

  /** Tells whether a start with these settings has the prepared beans. */
  static boolean fit(ConfigurableEnvironment environment) {
    return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
        .filter(source -> !isPackaged(source))
        .filter(IterableConfigurationPropertySource.class::isInstance)
        .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
        .filter(name -> isOneOf(SETTINGS, name))
        .allMatch(name -> isOneOf(READ, name) && !isOneOf(DECIDE, name));
  }

  /** Tells whether the settings come with the server, so that the build saw them, too. */
  private static boolean isPackaged(ConfigurationPropertySource source) {
    return source.getUnderlyingSource() instanceof PropertySource<?> file
        && file.getName().contains("class path resource [application.yaml]");
  }

  private static boolean isOneOf(
      List<ConfigurationPropertyName> names, ConfigurationPropertyName name) {
    return names.stream().anyMatch(known -> known.equals(name) || known.isAncestorOf(name));
  }

  private static List<ConfigurationPropertyName> names(String... names) {
    return Stream.of(names).map(ConfigurationPropertyName::of).toList();
  }
}
