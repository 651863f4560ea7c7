package io.syncjobs.server.job.template;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Violation;
import io.syncjobs.server.platform.startup.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * All templates: those of the server and those of the operator, which replace the server's template of the same id. They are read once at the start.
 * Immutable and safe for use by many threads.
 */
public final class TemplateCatalog {

  /** Prefix of the factory tags of API-driven templates, whose jobs read uploaded records. */
  public static final String API_DRIVEN = "API2";

  private static final String SETTINGS = "synchronizationJobSettings";

  private static @Nullable List<Template> packaged;

  private final SortedMap<String, Template> templates;

  private TemplateCatalog(SortedMap<String, Template> templates) {
    this.templates = Collections.unmodifiableSortedMap(templates);
  }

  /**
   * Reads the catalogue.
   *
   * @param folder folder of the operator's {@code *.yaml} files; need not exist
   * @param contract defines the form of templates
   * @throws SetupException if a file isn't a valid template; the message names the file and the fault
   */
  public static TemplateCatalog read(Path folder, Contract contract) {
    SortedMap<String, Template> templates = new TreeMap<>();
    for (Template template : packaged()) {
      templates.put(template.id(), template);
    }
    for (Template template : readAll(files(folder), contract)) {
      templates.put(template.id(), template);
    }
    return new TemplateCatalog(templates);
  }

  /** Reads the contract and the server's own templates, once. No setting changes them, so a start can read them early. */
  public static synchronized List<Template> packaged() {
    if (packaged == null) {
      try {
        packaged = readAll(
            List.of(new PathMatchingResourcePatternResolver()
                .getResources("classpath:/templates/*.yaml")),
            Contract.load());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return packaged;
  }

  /** All templates, ordered by id. */
  public Collection<Template> all() {
    return templates.values();
  }

  /** Finds a template by its id, which is case-sensitive. */
  public Optional<Template> find(String id) {
    return Optional.ofNullable(templates.get(id));
  }

  private static List<? extends Resource> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> own = Files.list(folder)) {
      return own.filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(FileSystemResource::new)
          .toList();
    } catch (IOException e) {
      throw new SetupException(
          "The folder of templates " + folder + " can't be read: " + SetupException.reason(e),
          "Set syncjobs.templates-dir to a folder that the server may read.",
          e);
    }
  }

  private static List<Template> readAll(List<? extends Resource> files, Contract contract) {
    YAMLMapper yaml = YAMLMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
    return files.stream().map(file -> readOne(file, yaml, contract)).toList();
  }

  private static Template readOne(Resource file, YAMLMapper yaml, Contract contract) {
    try (var in = file.getInputStream()) {
      JsonNode document = yaml.readTree(in);
      List<Violation> violations = new ArrayList<>();
      if (document instanceof ObjectNode members) {
        ObjectNode template = members.deepCopy();
        violations.addAll(settingViolations(template.remove(SETTINGS), contract));
        violations.addAll(contract.violations("synchronizationTemplate", template));
      } else {
        violations.add(new Violation(Violation.Kind.INVALID, "", "must be an object.", ""));
      }
      document
          .path(SETTINGS)
          .valueStream()
          .map(each ->
              new Setting(each.path("name").asString(""), each.path("value").asString(null)))
          .filter(setting -> !setting.isValid())
          .forEach(setting -> violations.add(new Violation(
              Violation.Kind.INVALID,
              SETTINGS + "/" + setting.name(),
              "must be a whole number from 0 to " + Setting.NUMBERS.get(setting.name()) + ".",
              "")));
      if (!violations.isEmpty()) {
        Violation first = violations.get(0);
        throw unusable(file, (first.path() + " " + first.message()).strip(), null);
      }
      return yaml.readerFor(Template.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(document);
    } catch (IOException e) {
      throw unusable(file, SetupException.reason(e), e);
    } catch (JacksonException e) {
      throw unusable(file, firstLine(e), e);
    }
  }

  /** What the parser says, without the lines in which it shows the place. */
  private static String firstLine(JacksonException e) {
    String message =
        e.getOriginalMessage().lines().findFirst().orElse("it is no YAML").strip();
    TokenStreamLocation place = e.getLocation();
    return place == null || place.getLineNr() < 1
        ? message
        : message + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
  }

  private static SetupException unusable(Resource file, String why, @Nullable Exception cause) {
    return new SetupException(
        "The template in "
            + (file instanceof FileSystemResource own ? own.getPath() : file.getDescription())
            + " can't be used: " + why,
        "Correct the file or remove it from the folder. The server's own templates show the form.",
        cause);
  }

  private static List<Violation> settingViolations(@Nullable JsonNode settings, Contract contract) {
    if (!(settings instanceof ArrayNode list)) {
      return List.of(new Violation(Violation.Kind.MISSING, SETTINGS, "must be a list.", ""));
    }
    return list.valueStream()
        .flatMap(setting -> contract.violations("keyValuePair", setting).stream())
        .toList();
  }
}
