package io.syncjobs.server.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** JarIT shows that the prepared beans are those that a start finds. */
class PreparedBeansTest {

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}

  /** The settings that a start with these arguments has. */
  private static ConfigurableEnvironment settings(String... arguments) {
    SpringApplication application = new SpringApplication(Nothing.class);
    // --debug would change the log of all tests.
    application.setListeners(application.getListeners().stream()
        .filter(each -> !(each instanceof LoggingApplicationListener))
        .toList());
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext started = application.run(arguments)) {
      return started.getEnvironment();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--server.port=0",
        "--server.address=::1",
        "--SERVER_PORT=0",
        "--syncjobs.data-dir=elsewhere",
        "--syncjobs.development.https=true",
        "--syncjobs.overload.patience=1s",
        "--db-scheduler.polling-interval=500ms",
        "--logging.level.root=warn",
        "--spring.datasource.hikari.connection-timeout=20000",
        "--someone.else=1",
        "file.txt"
      })
  void fitIfOnlyBeansReadTheSetting(String argument) {
    assertThat(PreparedBeans.fit(settings(argument))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--syncjobs.engine.enabled=false",
        "--syncjobs.engine.enabled=true",
        "--spring.datasource.url=jdbc:postgresql://localhost/sync",
        "--spring.security.oauth2.resourceserver.jwt.issuer-uri=https://login.example.com",
        "--spring.threads.virtual.enabled=true",
        "--spring.profiles.active=test",
        "--server.forward-headers-strategy=framework",
        "--management.server.port=0",
        "--management.endpoints.web.exposure.include=health",
        "--db-scheduler.enabled=false",
        "--debug"
      })
  void doNotFitIfTheSettingMayDemandOthers(String argument) {
    assertThat(PreparedBeans.fit(settings(argument))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"SYNCJOBS_DATADIR, true", "MANAGEMENT_SERVER_PORT, false", "PATH, true"})
  void heedVariablesOfTheEnvironment(String variable, boolean fit) {
    ConfigurableEnvironment settings = settings();
    String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    settings
        .getPropertySources()
        .replace(name, new SystemEnvironmentPropertySource(name, Map.of(variable, "0")));

    assertThat(PreparedBeans.fit(settings)).isEqualTo(fit);
  }

  @Test
  void heedFilesBesideTheJar() {
    ConfigurableEnvironment settings = settings();
    settings
        .getPropertySources()
        .addFirst(new OriginTrackedMapPropertySource(
            "Config resource 'file [application.yaml]' via location 'optional:file:./'",
            Map.of("spring.threads.virtual.enabled", "false")));

    assertThat(PreparedBeans.fit(settings)).isFalse();
  }
}
