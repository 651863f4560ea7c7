package io.syncjobs.contract.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code graph.yaml} says of each operation, member and value of Graph what became of it, and says nothing that isn't so. */
class GraphParityTest {

  private static final String ROOT = "/applications/{applicationsId}";

  private final YAMLMapper yaml = new YAMLMapper();
  private final JsonNode graph;
  private final JsonNode contract;
  private final Set<String> tests;

  GraphParityTest() throws IOException {
    graph = yaml.readTree(Path.of("graph.yaml"));
    try (InputStream packaged =
        GraphParityTest.class.getResourceAsStream("/META-INF/syncjobs/openapi.yaml")) {
      contract = yaml.readTree(Objects.requireNonNull(packaged));
    }
    try (Stream<Path> files = Files.walk(Path.of("../server/src/test/java"))) {
      tests = files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  /** Operations of the contract by method and path, as {@code graph.yaml} writes them, without those of the tenant's jobs, which Graph has no root for. */
  private Map<String, String> operations() {
    Map<String, String> operations = new TreeMap<>();
    contract
        .path("paths")
        .properties()
        .forEach(path -> path.getValue().properties().forEach(operation -> {
          String id = operation.getValue().path("operationId").asString("");
          if (!id.isEmpty()
              && !path.getKey().startsWith("/servicePrincipals")
              && !path.getKey().startsWith("/synchronization")) {
            operations.put(
                operation.getKey().toUpperCase(Locale.ROOT)
                    + " "
                    // Lists of a whole tenant, which Graph doesn't have, end like those of an
                    // application.
                    + path.getKey()
                        .replaceFirst("^/synchronization", "/tenant/synchronization")
                        .replace(ROOT, ""),
                id);
          }
        }));
    return operations;
  }

  @Test
  void implementedOperationsAreInTheContractAndHaveATest() {
    Map<String, String> operations = operations();

    assertThat(graph.path("implemented").properties()).isNotEmpty().allSatisfy(entry -> {
      assertThat(operations)
          .containsEntry(entry.getKey(), entry.getValue().path("operation").asString());
      assertThat(tests).contains(entry.getValue().path("test").asString());
    });
  }

  @Test
  void refusedOperationsAreNotInTheContractAndHaveAReason() {
    assertThat(graph.path("refused").properties()).isNotEmpty().allSatisfy(entry -> {
      assertThat(operations()).doesNotContainKey(entry.getKey());
      assertThat(entry.getValue().asString()).matches("40[45][.,] .{20,}[.]|404, as for a job[.]");
    });
  }

  @Test
  void everyOperationOfTheSurfaceIsListed() {
    Map<String, String> unlisted = operations();
    unlisted.keySet().removeIf(name -> !name.matches("[A-Z]+ /(synchronization|auditLogs|[$]).*"));
    unlisted.keySet().removeAll(graph.path("implemented").propertyNames());
    Map<String, String> extensions = new TreeMap<>();
    graph
        .path("extensions")
        .properties()
        .forEach(entry -> extensions.put(entry.getKey(), entry.getValue().asString()));

    assertThat(unlisted).isEqualTo(extensions);
  }

  @Test
  void everyMemberAndValueIsInTheContractOrDifferentForAReason() {
    List<String> missing = new ArrayList<>();
    graph
        .path("members")
        .properties()
        .forEach(type ->
            collect(type, missing, (schema, name) -> schema.path("properties").has(name)));
    graph
        .path("values")
        .properties()
        .forEach(type -> collect(
            type,
            missing,
            (schema, name) -> schema
                    .path("enum")
                    .valueStream()
                    .anyMatch(value -> value.asString("").equals(name))
                || (schema.has("pattern") && name.matches(schema.path("pattern").asString()))));

    assertThat(missing).hasSameElementsAs(graph.path("different").propertyNames());
    assertThat(graph.path("different").properties())
        .allSatisfy(entry -> assertThat(entry.getValue().asString()).matches(".{20,}[.]"));
  }

  private interface Presence {
    boolean test(JsonNode schema, String name);
  }

  /** Collects what a type of the contract lacks: the type itself, or some of its names. */
  private void collect(Map.Entry<String, JsonNode> type, List<String> missing, Presence present) {
    JsonNode schema = contract.at("/components/schemas/" + type.getKey());
    if (schema.isMissingNode()) {
      missing.add(type.getKey());
      return;
    }
    for (JsonNode name : type.getValue()) {
      if (!present.test(schema, name.asString())) {
        missing.add(type.getKey() + "/" + name.asString());
      }
    }
  }
}
