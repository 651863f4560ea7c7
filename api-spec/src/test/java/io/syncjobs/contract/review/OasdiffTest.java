package io.syncjobs.contract.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.contract.rules.ContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The review judges the kinds of differences that oasdiff knows as {@code oasdiff.yaml} says. */
class OasdiffTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern CHOICE = Pattern.compile("\\{([^}]*)}");
  private static final JsonNode TABLE = table();

  private static JsonNode table() {
    try {
      return YAML.readTree(Files.readString(Path.of("oasdiff.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A check of oasdiff with the row that it is in. */
  record Check(String name, JsonNode row) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Check> rows(String part) {
    return TABLE.path(part).valueStream().flatMap(row -> {
      JsonNode checks = row.path("checks");
      Stream<String> names = checks.isString()
          ? Stream.of(checks.stringValue())
          : checks.valueStream().map(JsonNode::stringValue);
      return names.flatMap(OasdiffTest::expand).map(name -> new Check(name, row));
    });
  }

  /** Writes out the choices in a name, such as {@code {request,response}-body}. */
  private static Stream<String> expand(String name) {
    Matcher choice = CHOICE.matcher(name);
    if (!choice.find()) {
      return Stream.of(name);
    }
    return Stream.of(choice.group(1).split(",", -1))
        .flatMap(each ->
            expand(name.substring(0, choice.start()) + each + name.substring(choice.end())));
  }

  static List<Check> schemas() {
    return rows("schemas").toList();
  }

  static List<Check> changes() {
    return rows("changes").toList();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void theReviewJudgesEachDifferenceOfSchemas(Check check) {
    String place = check.row().path("at").asString(check.name());

    List<Difference> differences = ContractComparison.compare(
        contract(place, check.row().path("was")), contract(place, check.row().path("is")));

    assertThat(differences).isNotEmpty();
    assertThat(differences.get(0).impact())
        .as(differences.toString())
        .hasToString(check.row().path("impact").asString());
    assertThat(differences)
        .extracting(Difference::what)
        .noneMatch(what -> what.startsWith("texts"));
  }

  /** {@link ReviewTest} compares the verdict on each change with the review's. */
  @ParameterizedTest
  @MethodSource("changes")
  void eachOtherDifferenceIsSeeded(Check check) {
    assertThat(ReviewTest.changes())
        .filteredOn(
            change -> change.toString().equals(check.row().path("change").asString()))
        .singleElement()
        .satisfies(
            change -> assertThat(change.json().path("impact").asString()).isNotEqualTo("none"));
  }

  @Test
  void eachCheckIsInTheTableOnce() {
    List<String> all = Stream.of("schemas", "changes", "objections", "never")
        .flatMap(OasdiffTest::rows)
        .map(Check::name)
        .toList();

    assertThat(all).doesNotHaveDuplicates().hasSize(TABLE.path("count").intValue());
  }

  @Test
  void whatNeverOccursIsRefusedByARule() {
    TreeSet<String> rules = new TreeSet<>();
    rows("never").forEach(check -> rules.add(check.row().path("rule").asString("")));
    rules.remove("");

    assertThat(ContractTest.rulesWithViolations()).containsAll(rules);
    assertThat(rows("never"))
        .allSatisfy(check -> assertThat(check.row().path("why").asString()).endsWith("."));
  }

  /** A contract with a schema at a place that the name of a check begins with. */
  private static Document contract(String place, JsonNode schema) {
    ObjectNode root = (ObjectNode) YAML.readTree("""
        paths:
          /things:
            post:
              operationId: createThing
              parameters: []
              responses: { '200': { description: The thing. } }
        """);
    ObjectNode operation = (ObjectNode) root.at("/paths/~1things/post");
    JsonNode placed = schema;
    if (place.contains("property")) {
      ObjectNode object = YAML.createObjectNode().put("type", "object");
      object.putObject("properties").set("a", schema);
      if (place.contains("required-property")) {
        object.putArray("required").add("a");
      }
      placed = object;
    }
    if (place.startsWith("request-parameter") || place.startsWith("request-header")) {
      ((ArrayNode) operation.path("parameters"))
          .addObject()
          .put("name", "a")
          .put("in", place.startsWith("request-header") ? "header" : "query")
          .set("schema", placed);
    } else if (place.startsWith("request-")) {
      body(operation.putObject("requestBody")).set("schema", placed);
    } else if (place.startsWith("response-header")) {
      answer(operation).putObject("headers").putObject("A").set("schema", placed);
    } else {
      body(answer(operation)).set("schema", placed);
    }
    return new Document(root);
  }

  private static ObjectNode answer(ObjectNode operation) {
    return (ObjectNode) operation.at("/responses/200");
  }

  private static ObjectNode body(ObjectNode parent) {
    return parent.putObject("content").putObject("application/json");
  }
}
