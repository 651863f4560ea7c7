package io.syncjobs.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The rules that the contract keeps. */
class ContractTest {

  private static final JsonNode DOCUMENT = read();
  private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
      Dialects.getOpenApi30(),
      builder -> builder
          .schemas(Map.of("urn:contract", DOCUMENT.toString()))
          .schemaRegistryConfig(
              SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private static JsonNode read() {
    try (InputStream in =
        ContractTest.class.getResourceAsStream("/META-INF/syncjobs/openapi.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Operation(String method, String path, JsonNode node, JsonNode item) {
    @Override
    public String toString() {
      return node.path("operationId").asString(method + " " + path);
    }
  }

  static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    DOCUMENT
        .path("paths")
        .properties()
        .forEach(path -> path.getValue().properties().forEach(entry -> {
          if (!entry.getKey().equals("parameters")) {
            operations.add(
                new Operation(entry.getKey(), path.getKey(), entry.getValue(), path.getValue()));
          }
        }));
    return operations;
  }

  private static JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isString() ? resolve(DOCUMENT.at(reference.stringValue().substring(1))) : node;
  }

  /** Calls for each object of the document, with its place. */
  private static void walk(JsonNode node, String place, BiConsumer<String, JsonNode> visitor) {
    if (node.isObject()) {
      visitor.accept(place, node);
    }
    if (node.isObject()) {
      node.properties()
          .forEach(entry ->
              walk(entry.getValue(), place + "/" + entry.getKey().replace("/", "~1"), visitor));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      walk(node.path(i), place + "/" + i, visitor);
    }
  }

  @Test
  void itIsOpenApi303WithBothVersionsAndNothingUnused() {
    assertThat(DOCUMENT.path("openapi").stringValue()).isEqualTo("3.0.3");
    assertThat(DOCUMENT.path("servers").valueStream().map(s -> s.path("url").stringValue()))
        .containsExactly("/v1.0", "/beta");
    Set<String> used = new TreeSet<>();
    walk(DOCUMENT, "#", (place, node) -> {
      if (node.path("$ref").isString()) {
        used.add(node.path("$ref").stringValue());
        assertThat(resolve(node).isMissingNode()).as(place).isFalse();
      }
    });
    DOCUMENT.path("components").properties().forEach(kind -> {
      if (!kind.getKey().equals("securitySchemes")) {
        for (String name : kind.getValue().propertyNames()) {
          assertThat(used).contains("#/components/" + kind.getKey() + "/" + name);
        }
      }
    });
  }

  @Test
  void operationIdsAreUnique() {
    assertThat(operations().stream().map(Operation::toString)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operationsSayWhatTheyAreAndNeed(Operation operation) {
    JsonNode node = operation.node();
    List<String> tags = DOCUMENT
        .path("tags")
        .valueStream()
        .map(tag -> tag.path("name").stringValue())
        .toList();
    JsonNode scopes =
        DOCUMENT.at("/components/securitySchemes/permissions/flows/clientCredentials/scopes");

    assertThat(node.path("operationId").asString("")).matches("[a-z][A-Za-z]+");
    assertThat(node.path("tags")).hasSize(1);
    assertThat(tags).contains(node.at("/tags/0").stringValue());
    assertThat(node.path("summary").asString("")).isNotBlank();
    assertThat(node.path("description").asString("")).isNotBlank();
    assertThat(node.path("security")).isNotEmpty();
    for (JsonNode requirement : node.path("security")) {
      assertThat(requirement.path("permissions")).hasSize(1);
      assertThat(scopes.has(requirement.at("/permissions/0").stringValue())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void answersAreDeclaredOneByOne(Operation operation) {
    JsonNode responses = operation.node().path("responses");
    Set<String> statuses = new TreeSet<>(responses.propertyNames());

    assertThat(statuses).contains("400", "401", "403", "406", "4XX", "5XX");
    assertThat(statuses.stream().filter(status -> status.startsWith("2"))).hasSize(1);
    if (operation.path().endsWith("Id}")) {
      assertThat(statuses).contains("404");
    }
    if (operation.node().has("requestBody")) {
      assertThat(statuses).contains("413", "415");
    }
    for (Map.Entry<String, JsonNode> entry : responses.properties()) {
      JsonNode response = resolve(entry.getValue());
      assertThat(response.path("description").asString("")).isNotBlank();
      assertThat(response.path("headers").propertyNames())
          .contains("request-id", "client-request-id", "OData-Version");
      if (entry.getKey().matches("[45].*")) {
        assertThat(response.at("/content/application~1json/schema/$ref").asString(""))
            .as(entry.getKey())
            .isEqualTo("#/components/schemas/odataError");
      }
    }
    assertThat(resolve(responses.path("401")).path("headers").has("WWW-Authenticate"))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void parametersOfThePathAreDeclared(Operation operation) {
    Set<String> declared = new TreeSet<>();
    for (JsonNode holder : List.of(operation.item(), operation.node())) {
      for (JsonNode reference : holder.path("parameters")) {
        JsonNode parameter = resolve(reference);
        assertThat(parameter.path("description").asString("")).isNotBlank();
        if (parameter.path("in").stringValue().equals("path")) {
          declared.add(parameter.path("name").stringValue());
        }
      }
    }
    Set<String> written = new TreeSet<>();
    Matcher braces = Pattern.compile("\\{([^}]+)}").matcher(operation.path());
    while (braces.find()) {
      written.add(braces.group(1));
    }
    assertThat(declared).isEqualTo(written);
  }

  @Test
  void bothRootsHaveTheSameOperations() {
    List<Operation> first =
        operations().stream().filter(o -> o.path().startsWith("/applications/")).toList();
    List<Operation> second = operations().stream()
        .filter(o -> o.path().startsWith("/servicePrincipals/"))
        .toList();

    assertThat(first.size() + second.size()).isEqualTo(operations().size());
    assertThat(second).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).path().replace("servicePrincipals/{servicePrincipalId}", ""))
          .isEqualTo(first.get(i).path().replace("applications/{applicationsId}", ""));
      assertThat(second.get(i).method()).isEqualTo(first.get(i).method());
      for (String part : List.of("security", "parameters", "requestBody", "responses")) {
        assertThat(second.get(i).node().path(part))
            .as(first.get(i) + " " + part)
            .isEqualTo(first.get(i).node().path(part));
      }
      assertThat(second
              .get(i)
              .item()
              .path("parameters")
              .toString()
              .replace("servicePrincipalId", "applicationsId"))
          .isEqualTo(first.get(i).item().path("parameters").toString());
    }
  }

  @Test
  void membersAreDescribedAndTextsLimited() {
    DOCUMENT
        .at("/components/schemas")
        .properties()
        .forEach(schema -> walk(schema.getValue(), schema.getKey(), (place, node) -> {
          assertThat(node.has("oneOf") || node.has("allOf") || node.has("anyOf"))
              .as(place)
              .isFalse();
          node.path("properties").properties().forEach(member -> checkMember(place, member));
        }));
  }

  private static void checkMember(String place, Map.Entry<String, JsonNode> member) {
    JsonNode schema = resolve(member.getValue());
    String at = place + "/" + member.getKey();
    assertThat(schema.path("description").asString("")).as(at).isNotBlank();
    boolean bounded = schema.has("maxLength")
        || schema.has("enum")
        || schema.path("format").asString("").equals("date-time");
    assertThat(!schema.path("type").asString("").equals("string") || bounded)
        .as(at)
        .isTrue();
  }

  @Test
  void enumerationsExplainEachValue() {
    DOCUMENT.at("/components/schemas").properties().forEach(schema -> {
      JsonNode values = schema.getValue().path("enum");
      if (values.isArray()) {
        assertThat(schema.getValue().path("x-enum-descriptions"))
            .as(schema.getKey())
            .hasSameSizeAs(values);
      }
    });
    assertThat(DOCUMENT.at("/components/schemas/errorCode/x-enum-statuses"))
        .hasSameSizeAs(DOCUMENT.at("/components/schemas/errorCode/enum"));
  }

  @Test
  void examplesAreAsTheirSchemasSay() {
    List<String> faults = new ArrayList<>();
    walk(DOCUMENT, "#", (place, node) -> {
      if (!node.has("schema") || !(node.has("examples") || node.has("example"))) {
        return;
      }
      node.path("examples")
          .properties()
          .forEach(example -> faults.addAll(faults(
              place + "/schema",
              resolve(example.getValue()).path("value"),
              place + "/" + example.getKey())));
      if (node.has("example")) {
        faults.addAll(faults(place + "/schema", node.path("example"), place));
      }
    });
    assertThat(faults).isEmpty();
  }

  private static List<String> faults(String schema, JsonNode value, String place) {
    return SCHEMAS.getSchema(SchemaLocation.of("urn:contract" + schema)).validate(value).stream()
        .map(Error::toString)
        .map(fault -> place + ": " + fault)
        .toList();
  }

  @Test
  void examplesOfErrorsHaveTheStatusOfTheirCode() {
    JsonNode codes = DOCUMENT.at("/components/schemas/errorCode");
    List<String> names =
        codes.path("enum").valueStream().map(JsonNode::stringValue).toList();
    for (Operation operation : operations()) {
      operation
          .node()
          .path("responses")
          .properties()
          .forEach(response -> resolve(response.getValue())
              .at("/content/application~1json/examples")
              .forEach(example -> {
                String code = example.at("/value/error/code").asString("");
                if (!code.isEmpty()) {
                  String status =
                      codes.at("/x-enum-statuses/" + names.indexOf(code)).toString();
                  assertThat(response.getKey()).as(code).isIn(status, status.charAt(0) + "XX");
                }
              }));
    }
  }
}
