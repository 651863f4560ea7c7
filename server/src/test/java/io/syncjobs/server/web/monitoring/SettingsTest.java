package io.syncjobs.server.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.syncjobs.server.SyncJobsServer;
import io.syncjobs.server.support.Documents;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Each setting is documented with its default, and each documented setting exists. */
class SettingsTest {

  private static final Path UNIT = Path.of("src", "main", "systemd", "syncjobs.service");
  private static final String IN_DATA_FOLDER = "${syncjobs.data-dir}/";

  /** Settings of this server with their defaults; null for none. */
  private static Map<String, @Nullable String> ours() throws Exception {
    JsonNode yaml =
        new YAMLMapper().readTree(SettingsTest.class.getResourceAsStream("/application.yaml"));
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Map<String, @Nullable String> settings = new LinkedHashMap<>();
    for (BeanDefinition found :
        scanner.findCandidateComponents(SyncJobsServer.class.getPackageName())) {
      Class<?> type = Class.forName(Objects.requireNonNull(found.getBeanClassName()));
      addTo(settings, type, type.getAnnotation(ConfigurationProperties.class).value(), yaml);
    }
    return settings;
  }

  private static void addTo(
      Map<String, @Nullable String> settings, Class<?> type, String prefix, JsonNode yaml) {
    for (RecordComponent setting : type.getRecordComponents()) {
      String name = setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (setting.getType().isRecord()) {
        addTo(settings, setting.getType(), prefix + "." + name, yaml);
        continue;
      }
      DefaultValue value = Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
          .filter(parameter -> parameter.getName().equals(setting.getName()))
          .findFirst()
          .orElseThrow()
          .getAnnotation(DefaultValue.class);
      JsonNode written = yaml.at("/" + prefix.replace('.', '/') + "/" + name);
      settings.put(
          prefix + "." + name,
          value != null
              ? String.join(", ", value.value())
              : written.isMissingNode() ? null : written.asString());
    }
  }

  /** Settings in the tables of the operators' guide, with their defaults. */
  private static Map<String, String> table() throws IOException {
    return Pattern.compile("^\\| `([a-z.-]+)` \\| (.*?) \\| .{20,} \\|$", Pattern.MULTILINE)
        .matcher(Files.readString(Documents.OF_SERVER))
        .results()
        .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
  }

  @Test
  void documentsEachSettingWithItsDefault() throws Exception {
    Map<String, String> table = new TreeMap<>(table());
    table.keySet().removeIf(name -> !name.startsWith("syncjobs."));

    assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(ours().keySet());
    ours().forEach((name, value) -> {
      String said = table.get(name);
      if (value == null) {
        assertThat(said).as(name).doesNotStartWith("`");
      } else if (value.startsWith(IN_DATA_FOLDER)) {
        String file = value.substring(IN_DATA_FOLDER.length());
        assertThat(said).as(name).isEqualTo("`" + file + "` in the data folder");
      } else {
        assertThat(said).as(name).startsWith("`" + value + "`");
      }
    });
  }

  @Test
  void documentsOnlyExistingSettings() throws Exception {
    Set<String> known = new TreeSet<>(ours().keySet());
    Set<String> maps = new TreeSet<>();
    for (String file :
        List.of("spring-configuration-metadata", "additional-spring-configuration-metadata")) {
      for (URL url : Collections.list(
          getClass().getClassLoader().getResources("META-INF/" + file + ".json"))) {
        try (InputStream in = url.openStream()) {
          for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
            if (!property.has("deprecation")) {
              known.add(property.path("name").asString());
              if (property.path("type").asString("").startsWith("java.util.Map<")) {
                maps.add(property.path("name").asString() + ".");
              }
            }
          }
        }
      }
    }
    StringBuilder text = new StringBuilder(Files.readString(UNIT));
    for (Path document :
        List.of(Documents.README, Documents.TOUR, Documents.OF_SERVER, Documents.OF_CLIENT)) {
      text.append(Files.readString(document));
    }
    List<String> named = named(
        text,
        "(?:`|--|\\s)((?:syncjobs|spring|server|management|logging)(?:\\.[a-z0-9-]+)+)(?=[`=\\s])");
    List<String> variables =
        named(text, "\\b((?:SYNCJOBS|SPRING|SERVER|MANAGEMENT|LOGGING)_[A-Z0-9_]+)(?=[`=\\s)])");

    assertThat(named)
        .hasSizeGreaterThan(20)
        .allMatch(name -> known.contains(name) || maps.stream().anyMatch(name::startsWith));
    assertThat(variables)
        .hasSizeGreaterThan(3)
        .allMatch(name -> known.stream().anyMatch(setting -> isVariableOf(name, setting)));
  }

  private static List<String> named(CharSequence text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(name -> !name.matches("syncjobs[.](service|dump|db.*)"))
        .toList();
  }

  /** Compares like Boot, where an environment variable has underscores for dots, and for dashes none or underscores. */
  private static boolean isVariableOf(String name, String setting) {
    String dots = setting.replace('.', '_').toUpperCase(Locale.ROOT);
    return name.equals(dots.replace("-", "")) || name.equals(dots.replace('-', '_'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syncjobs.templates-dir=",
        "syncjobs.secret-key=",
        "syncjobs.private-targets=perhaps",
        "syncjobs.target-timeout=PT0S",
        "syncjobs.audit.retention=",
        "syncjobs.audit.retention=P0D",
        "syncjobs.audit.retention=P40000D",
        "syncjobs.overload.active=0",
        "syncjobs.overload.waiting=-1",
        "syncjobs.overload.max-wait=soon",
        "syncjobs.overload.max-wait=-1s",
        "syncjobs.overload.patience=0s",
        "syncjobs.overload.bytes-per-second=0",
        "syncjobs.overload.tenant-requests-per-second=many",
        "syncjobs.overload.tenant-requests-per-second=-1",
        "syncjobs.overload.tenant-burst=0",
        "syncjobs.upload.requests-per-five-seconds=-1",
        "syncjobs.upload.requests-per-day=-1",
        "syncjobs.directory.keep-deleted=-P1D",
        "syncjobs.engine.page-size=0",
        "syncjobs.engine.escrow-gap=-PT5M",
        "syncjobs.engine.escrow-gap-limit=PT0S",
        "syncjobs.engine.patience=-PT1S",
        "syncjobs.engine.delete-threshold=-1",
        "syncjobs.engine.quarantine.min-failures=-1",
        "syncjobs.engine.quarantine.max-percent=101",
        "syncjobs.engine.quarantine.failures-in-a-row=0",
        "syncjobs.engine.quarantine.retries=PT6H,PT0S",
        "syncjobs.engine.quarantine.retry-every=PT0S",
        "syncjobs.engine.quarantine.limit=-P1D",
        "syncjobs.engine.keep-cycles=0",
        "syncjobs.upload-log.retention=P0D"
      })
  void namesTheSettingWithAnInvalidValue(String setting) {
    new ApplicationContextRunner()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withUserConfiguration(AllSettings.class)
        .withPropertyValues(setting)
        .run(context ->
            assertRefused(setting.substring(0, setting.indexOf('=')), context.getStartupFailure()));
  }

  @Test
  void keepsTheServerFromStartingWithAnInvalidValue() {
    assertRefused(
        "syncjobs.overload.active",
        catchThrowable(() -> TestServer.start("--syncjobs.overload.active=0").close()));
  }

  @Test
  void refusesAnEmptyDataFolder() {
    assertRefused(
        "syncjobs.data-dir",
        catchThrowable(() -> TestServer.startIn(Path.of("")).close()));
  }

  private static void assertRefused(String name, @Nullable Throwable failure) {
    assertThat(failure).isNotNull();
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.append(cause.getMessage()).append('\n');
    }
    assertThat(messages.toString()).contains(name);
  }

  /** The server's settings without the server. */
  @ConfigurationPropertiesScan(basePackageClasses = SyncJobsServer.class)
  static class AllSettings {}
}
