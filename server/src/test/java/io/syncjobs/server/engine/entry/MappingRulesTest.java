package io.syncjobs.server.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.expression.function.Evaluation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Each case of the table of mapping rules, as entries are written by it. */
class MappingRulesTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Map<String, List<String>> DIMENSIONS = new LinkedHashMap<>();

  static {
    DIMENSIONS.put("mapping", List.of("Direct", "Constant", "Expression", "None"));
    DIMENSIONS.put(
        "flowType",
        List.of(
            "Always", "ObjectAddOnly", "MultiValueAddOnly", "ValueAddOnly", "AttributeAddOnly"));
    DIMENSIONS.put("occasion", List.of("create", "match", "restart", "change", "other"));
    DIMENSIONS.put("flowBehavior", List.of("FlowWhenChanged", "FlowAlways"));
    DIMENSIONS.put("source", List.of("absent", "empty", "set"));
    DIMENSIONS.put("target", List.of("empty", "set"));
    DIMENSIONS.put("values", List.of("single", "multi"));
    DIMENSIONS.put("default", List.of("yes", "no"));
    DIMENSIONS.put("clear", List.of("yes", "no"));
  }

  private static final List<JsonNode> TABLE = table();
  private static final Set<JsonNode> USED = new LinkedHashSet<>();

  private static List<JsonNode> table() {
    try (InputStream in = MappingRulesTest.class.getResourceAsStream("/mapping/rules.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(in)).valueStream().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Map<String, String>> groups() {
    return cases(List.of("mapping", "flowType", "occasion"), Map.of());
  }

  private static Stream<Map<String, String>> cases(List<String> names, Map<String, String> base) {
    Stream<Map<String, String>> cases = Stream.of(base);
    for (String name : names) {
      cases = cases.flatMap(one -> Objects.requireNonNull(DIMENSIONS.get(name)).stream()
          .map(value -> {
            Map<String, String> more = new LinkedHashMap<>(one);
            more.put(name, value);
            return more;
          }));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("groups")
  void eachCaseIsWrittenByTheTable(Map<String, String> group) {
    List<String> rest = new ArrayList<>(DIMENSIONS.keySet());
    rest.removeAll(group.keySet());
    List<Map<String, String>> cases = cases(rest, group)
        .filter(one -> !(isIt(one, "occasion", "create") && isIt(one, "target", "set")))
        .toList();

    assertThat(cases)
        .hasSizeGreaterThanOrEqualTo(48)
        .allSatisfy(one -> assertThat(written(one)).isEqualTo(expected(one)));
  }

  @AfterAll
  static void noRowIsUseless() {
    assertThat(TABLE).allSatisfy(row -> assertThat(USED).contains(row));
  }

  private static boolean isIt(Map<String, String> one, String dimension, String value) {
    return value.equals(one.get(dimension));
  }

  private static String expected(Map<String, String> one) {
    JsonNode row = TABLE.stream().filter(each -> fits(each, one)).findFirst().orElseThrow();
    USED.add(row);
    return row.path("result").stringValue();
  }

  private static boolean fits(JsonNode row, Map<String, String> one) {
    return row.properties().stream()
        .filter(cell -> !cell.getKey().equals("result"))
        .allMatch(cell -> {
          String actual = String.valueOf(one.get(cell.getKey()));
          return cell.getValue().isArray()
              ? cell.getValue().valueStream().anyMatch(each -> text(each).equals(actual))
              : text(cell.getValue()).equals(actual);
        });
  }

  /** YAML takes yes and no for booleans. */
  private static String text(JsonNode value) {
    return value.isBoolean() ? value.booleanValue() ? "yes" : "no" : value.stringValue();
  }

  /** Writes an entry with the real code, and names the result as the table does. */
  private static String written(Map<String, String> one) {
    ObjectMapping mapping = JobMapping.of(schema(one)).objects().get(0);
    JsonNode source = value(one, "source", "source");
    TargetValues values =
        TargetValues.of(mapping, attribute -> evaluation(source), JsonNode::toString);
    if (isIt(one, "occasion", "create")) {
      return result(values.forNew().values().stream().toList());
    }
    KnownEntry linked = KnownEntry.unknown("User", "1").linked("User", "2", Map.of());
    boolean everything = isIt(one, "occasion", "match") || isIt(one, "occasion", "restart");
    KnownEntry known = switch (String.valueOf(one.get("occasion"))) {
      case "match" -> linked;
      case "change" -> linked.linked("User", "2", Map.of("t", "before"));
      default -> linked.linked("User", "2", values.flowed(linked));
    };
    if (!everything && !values.concerns(known)) {
      return "nothing";
    }
    Entry current = current(value(one, "target", "target"));
    return result(
        values.changes(current, known, everything, isIt(one, "occasion", "match")).values().stream()
            .toList());
  }

  private static JsonNode schema(Map<String, String> one) {
    ObjectNode mapping = JSON.createObjectNode()
        .put("targetAttributeName", "t")
        .put("flowType", one.get("flowType"))
        .put("flowBehavior", one.get("flowBehavior"));
    mapping.set(
        "source",
        JSON.readTree(
            switch (String.valueOf(one.get("mapping"))) {
              case "Direct" -> "{\"type\":\"Attribute\",\"name\":\"x\",\"expression\":\"[x]\"}";
              case "Constant" -> "{\"type\":\"Constant\",\"name\":\"source\"}";
              case "Expression" -> "{\"expression\":\"RemoveDuplicates([x])\"}";
              default -> "null";
            }));
    if (isIt(one, "default", "yes")) {
      mapping.put("defaultValue", "default");
    }
    return JSON.readTree(
        """
        {"synchronizationRules":[{"sourceDirectoryName":"s","targetDirectoryName":"t","objectMappings":[
           {"sourceObjectName":"User","targetObjectName":"User","attributeMappings":[%s]}]}],
         "directories":[
           {"name":"s","objects":[{"name":"User","attributes":[{"name":"x","flowNullValues":%s}]}]},
           {"name":"t","objects":[{"name":"User","attributes":[{"name":"t","flowNullValues":%2$s,"multivalued":%s}]}]}]}
        """.formatted(mapping, isIt(one, "clear", "yes"), isIt(one, "values", "multi")));
  }

  private static JsonNode value(Map<String, String> one, String dimension, String text) {
    boolean multi = isIt(one, "values", "multi");
    ArrayNode array = JSON.createArrayNode();
    return switch (String.valueOf(one.get(dimension))) {
      case "absent" -> MissingNode.getInstance();
      case "empty" -> multi ? array : StringNode.valueOf("");
      default -> multi ? array.add(text) : StringNode.valueOf(text);
    };
  }

  private static String result(List<JsonNode> values) {
    if (values.isEmpty()) {
      return "nothing";
    }
    JsonNode value = values.get(0);
    return value.isNull()
        ? "cleared"
        : value.size() > 1 ? "both" : value.isArray() ? value.get(0).asString() : value.asString();
  }

  private static Entry current(JsonNode value) {
    return new Entry() {
      @Override
      public String type() {
        return "User";
      }

      @Override
      public String id() {
        return "2";
      }

      @Override
      public JsonNode value(String attribute) {
        return value;
      }
    };
  }

  private static Evaluation evaluation(JsonNode value) {
    return new Evaluation() {
      @Override
      public JsonNode value(String attribute) {
        return value;
      }

      @Override
      public boolean isTaken(String text) {
        return false;
      }

      @Override
      public String defaultDomain() {
        return "";
      }
    };
  }
}
