package io.syncjobs.server.mapping.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.mapping.expression.function.Evaluation;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Expressions: Microsoft's documented examples, what those leave open, and what is refused. */
class ExpressionTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Attributes on which expressions are evaluated. */
  private record Given(JsonNode attributes, Set<String> taken) implements Evaluation {
    @Override
    public JsonNode value(String attribute) {
      return attributes.path(attribute);
    }

    @Override
    public boolean isTaken(String value) {
      return taken.contains(value);
    }

    @Override
    public String defaultDomain() {
      return "contoso.com";
    }

    @Override
    public Clock clock() {
      return Clock.fixed(Instant.parse("2021-08-25T17:41:18Z"), ZoneOffset.UTC);
    }
  }

  private static Stream<JsonNode> read(String file) {
    try (InputStream in = ExpressionTest.class.getResourceAsStream("/expression/" + file)) {
      return new YAMLMapper().readTree(Objects.requireNonNull(in)).valueStream().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonNode> examples() {
    return Stream.concat(read("documented.yaml"), read("further.yaml"));
  }

  static Stream<JsonNode> refused() {
    return read("refused.yaml");
  }

  private static @Nullable JsonNode evaluate(String expression, String attributes) {
    return Expression.parse(expression).evaluate(new Given(JSON.readTree(attributes), Set.of()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesGiveWhatTheyShould(JsonNode example) {
    Expression expression = Expression.parse(example.path("on").stringValue());
    Given given = new Given(example.path("with"), Set.of());

    JsonNode result = expression.evaluate(given);

    assertThat(shown(result)).isEqualTo(shown(example.path("is")));
    // The tree means the same, with the texts of its parts or without.
    assertThat(expression.toString())
        .isEqualTo(expression.toSource().path("expression").stringValue());
    assertThat(shown(Expression.of(expression.toSource()).evaluate(given)))
        .isEqualTo(shown(result));
    Expression tree = Expression.of(withoutTexts(expression.toSource()));
    assertThat(tree.toSource()).isEqualTo(Expression.parse(tree.toString()).toSource());
    assertThat(tree.attributes()).isEqualTo(expression.attributes());
    if (!example
        .path("on")
        .stringValue()
        .matches(".*(IsString\\(\\d|-1.50|true\\)).*|.*(?s)\\[n].*")) {
      assertThat(shown(tree.evaluate(given))).isEqualTo(shown(result));
    }
  }

  /** "-" for what isn't to be written, null for no value, else JSON. */
  private static String shown(@Nullable JsonNode value) {
    if (value == null || value.toString().equals("\"-\"")) {
      return "-";
    }
    return value.isNumber()
        ? new BigDecimal(value.asString()).toPlainString()
        : value.isMissingNode() ? "null" : value.toString();
  }

  private static ObjectNode withoutTexts(ObjectNode source) {
    ObjectNode bare = source.deepCopy();
    bare.findParents("expression").forEach(parent -> ((ObjectNode) parent).remove("expression"));
    return bare;
  }

  @ParameterizedTest
  @MethodSource("refused")
  void badExpressionsSayWhatToDo(JsonNode example) {
    assertThatThrownBy(() -> evaluate(example.path("on").stringValue(), "{}"))
        .isInstanceOfSatisfying(ExpressionException.class, e -> {
          assertThat(e).hasMessageContaining(example.path("says").stringValue());
          assertThat(e.code()).isEqualTo(example.path("code").stringValue());
        });
  }

  @Test
  void theTreeOfGraphsSample() {
    Expression expression = Expression.parse("Replace([preferredLanguage], \"-\", , , \"_\", ,  )");

    assertThat(expression.toSource()).isEqualTo(JSON.readTree("""
        {"expression":"Replace([preferredLanguage], \\"-\\", , , \\"_\\", , )","name":"Replace","type":"Function","parameters":[
          {"key":"source","value":{"expression":"[preferredLanguage]","name":"preferredLanguage","parameters":[],"type":"Attribute"}},
          {"key":"Find","value":{"expression":"\\"-\\"","name":"-","parameters":[],"type":"Constant"}},
          {"key":"Replacement","value":{"expression":"\\"_\\"","name":"_","parameters":[],"type":"Constant"}}]}
        """));
    assertThat(Expression.parse("Mid([userPrincipalName], 1, 8)").toSource().at("/parameters/1"))
        .isEqualTo(
            JSON.readTree(
                "{\"key\":\"start\",\"value\":{\"expression\":\"\\\"1\\\"\",\"name\":\"1\",\"parameters\":[],\"type\":\"Constant\"}}"));
  }

  @Test
  void treesAreReadByTheNamesOfParameters() {
    Expression replace = Expression.of(JSON.readTree("""
        {"type":"Function","name":"Replace","parameters":[
          {"key":"replacementValue","value":{"type":"Constant","name":"_"}},
          {"key":"OldValue","value":{"type":"Constant","name":"-"}},
          {"key":"source","value":{"name":"a","type":"Attribute"}}]}
        """));
    assertThat(replace).hasToString("Replace([a], \"-\", , , \"_\")");
    Expression coalesce = Expression.of(JSON.readTree("""
        {"type":"Function","name":"Coalesce","expression":"","parameters":[
          {"key":"source","value":{"name":"a"}},{"key":"defaultValue","value":{"type":"Constant","name":"\\"x\\\\"}}]}
        """));
    assertThat(coalesce).hasToString("Coalesce([a], \"\\\"x\\\\\")");
    assertThat(Expression.of(JSON.readTree("{\"expression\":\"[b]\",\"name\":\"a\"}"))
            .attributes())
        .containsExactly("b");
    for (String nothing : List.of("null", "{}", "{\"name\":null,\"expression\":null}")) {
      Expression none = Expression.of(JSON.readTree(nothing));
      assertThat(none.attributes()).isEmpty();
      assertThat(shown(none.evaluate(new Given(JSON.readTree("{}"), Set.of())))).isEqualTo("null");
    }
  }

  @Test
  void badTreesSayWhere() {
    assertThatThrownBy(() -> Expression.of(JSON.readTree("""
            {"type":"Function","name":"Append","parameters":[{"key":"source","value":{"name":"a"}},
              {"key":"suffix","value":{"type":"Function","name":"Foo"}}]}
            """)))
        .isInstanceOfSatisfying(ExpressionException.class, e -> {
          assertThat(e.place()).isEqualTo("parameters/1/value/name");
          assertThat(e.problem()).isEqualTo(Problem.UNKNOWN_FUNCTION);
        });
    assertThatThrownBy(
            () -> Expression.of(
                JSON.readTree(
                    "{\"type\":\"Function\",\"name\":\"Guid\",\"parameters\":[{\"key\":\"x\",\"value\":null}]}")))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.place()).isEqualTo("parameters/0/key"));
    assertThatThrownBy(() -> Expression.of(
            JSON.readTree("{\"type\":\"Function\",\"name\":\"Append\",\"parameters\":[]}")))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.place()).isEqualTo("parameters"));
    assertThatThrownBy(() -> Expression.of(JSON.readTree("{\"expression\":\"x\"}")))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.place()).isEqualTo("expression"));
  }

  @Test
  void uniqueValuesAreTriedInOrder() {
    Expression expression = Expression.parse("""
        SelectUniqueValue(
          Join("@", NormalizeDiacritics(StripSpaces(Join(".",  [PreferredFirstName], [PreferredLastName]))), "contoso.com"),
          Join("@", NormalizeDiacritics(StripSpaces(Join(".",  Mid([PreferredFirstName], 1, 1), [PreferredLastName]))), "contoso.com"),
          Join("@", NormalizeDiacritics(StripSpaces(Join(".",  Mid([PreferredFirstName], 1, 2), [PreferredLastName]))), "contoso.com")
        )
        """);
    JsonNode john =
        JSON.readTree("{\"PreferredFirstName\":\"John\",\"PreferredLastName\":\"Smith\"}");

    assertThat(shown(expression.evaluate(new Given(john, Set.of()))))
        .isEqualTo("\"John.Smith@contoso.com\"");
    assertThat(shown(expression.evaluate(new Given(john, Set.of("John.Smith@contoso.com")))))
        .isEqualTo("\"J.Smith@contoso.com\"");
    assertThat(shown(expression.evaluate(
            new Given(john, Set.of("John.Smith@contoso.com", "J.Smith@contoso.com")))))
        .isEqualTo("\"Jo.Smith@contoso.com\"");
    assertThatThrownBy(() -> expression.evaluate(new Given(
            john, Set.of("John.Smith@contoso.com", "J.Smith@contoso.com", "Jo.Smith@contoso.com"))))
        .isInstanceOfSatisfying(
            ExpressionException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.NO_UNIQUE_VALUE));
    assertThat(expression.attributes())
        .containsExactlyInAnyOrder("PreferredFirstName", "PreferredLastName");
  }

  @Test
  void randomTextsAreAsWanted() {
    String guid = shown(evaluate("Guid()", "{}"));
    assertThat(guid).matches("\"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\"");
    assertThat(shown(evaluate("Guid()", "{}"))).isNotEqualTo(guid);
    for (int i = 0; i < 50; i++) {
      String digitsAndLetters = text("RandomString(6,3,0,0,3)");
      assertThat(digitsAndLetters).hasSize(6).matches("[0-9a-z]*");
      assertThat(digitsAndLetters.replaceAll("\\D", "")).hasSize(3);
      String all = text("RandomString(10,2,2,2,1,\"?,\")");
      assertThat(all).hasSize(10).doesNotContain("?", ",").containsPattern("[a-z]");
      assertThat(all.replaceAll("\\D", "")).hasSizeGreaterThanOrEqualTo(2);
      assertThat(all.replaceAll("[^A-Z]", "")).hasSizeGreaterThanOrEqualTo(2);
      assertThat(all.replaceAll("[A-Za-z0-9]", "")).hasSizeGreaterThanOrEqualTo(2);
      assertThat(text("RandomString(8,0,0,0,0)")).matches("[0-9A-Za-z]{8}");
    }
  }

  private static String text(String expression) {
    return Objects.requireNonNull(evaluate(expression, "{}")).stringValue();
  }

  @Test
  void redactionIsKnown() {
    assertThat(Expression.parse("Append(Redact([a]), \"b\")").isRedacted()).isTrue();
    assertThat(Expression.parse("Redact(RandomString(6,3,0,0,3))").isRedacted()).isTrue();
    assertThat(Expression.parse("Append([a], \"b\")").isRedacted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Replace([a], , \"(a+)+$\", , \"\", , )",
        "Replace([a], , \"(?<g>(a|aa)+)$\", \"g\", \"\", , )",
        "Replace([a], , \"^(([a-z])+.)+[A-Z]([a-z])+$\", , \"\", , )",
        "Replace([a], , \"(.*)*(.*)*(.*)*#\", , \"\", , )",
        "Replace([a], , \"(?:(?:){100}){100}\", , \"\", , )",
        "Replace([no], , \"(?<g>(a+)+)$\", \"g\", , [a], )",
        "Replace([a], \"a\", , , [a], , )",
        "Replace([a], \"a\", , , , , [a])",
        "Replace([a], , \"a\", , [a], , )",
        "Replace([a], , \"(?<g>a)\", \"g\", [a], , )",
        "Join([a], [a], [a], [a], [a], [a], [a], [a], [a], [a], [a], [a], [a], [a], [a])",
      })
  void givesUpEndlessExpressions(String expression) {
    String attributes = "{\"a\":\"" + "a".repeat(50_000) + "!\"}";

    assertThatThrownBy(() -> evaluate(expression, attributes))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.code()).isEqualTo("limitExceeded"));
  }

  @Test
  void sizesAreBounded() {
    String deep = "Append(".repeat(100) + "[a]" + ", \"b\")".repeat(100);
    assertThat(shown(evaluate(deep, "{\"a\":\"x\"}"))).hasSize(103);
    assertThatThrownBy(() -> Expression.parse("Append(" + deep + ", \"b\")"))
        .hasMessageContaining("deeper than 100");
    assertThat(Expression.parse("\"" + "a".repeat(9_998) + "\"").toString()).hasSize(10_000);
    assertThatThrownBy(() -> Expression.parse("\"" + "a".repeat(9_999) + "\""))
        .hasMessageContaining("10000");
    ObjectNode tree = JSON.createObjectNode().put("name", "a");
    for (int i = 0; i < 101; i++) {
      ObjectNode outer = JSON.createObjectNode().put("type", "Function").put("name", "Not");
      outer.putArray("parameters").addObject().put("key", "source").set("value", tree);
      tree = outer;
    }
    ObjectNode tooDeep = tree;
    assertThatThrownBy(() -> Expression.of(tooDeep)).hasMessageContaining("deeper than 100");
    String nested = "(".repeat(4_900) + ")".repeat(4_900);
    assertThatThrownBy(
            () -> evaluate("Replace(\"a\", , [p], , \"b\", , )", "{\"p\":\"" + nested + "\"}"))
        .isInstanceOf(ExpressionException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Mid([a], 0, 1) | 'start' of the function 'Mid' is \"0\", which isn't a whole number of at least 1",
        "Mid([a], 1, -1) | 'length'",
        "Left([a], 1.5) | 'numChars'",
        "Word([a], \"x\", \" \") | 'wordNumber'",
        "Item([a], 0) | Count from 1",
        "InStr([a], \"b\", 0) | 'start'",
        "InStr([a], \"b\", 1, \"exact\") | vbTextCompare",
        "Split([a], \"\") | delimiter",
        "BitAnd([a], \"b\") | 'value2'",
        "CBool(\"maybe\") | neither true nor false",
        "IIF(\"maybe\", [a], [b]) | 'condition'",
        "CDate(\"yesterday\") | isn't a date",
        "DateAdd(\"d\", \"x\", [a]) | 'value'",
        "DateDiff(\"d\", [a], \"2021-02-30\") | 'date2'",
        "DateFromNum(\"9223372036854775807\") | Active Directory",
        "NumFromDate(\"1500-01-01\") | 1601",
        "FormatDateTime([a], \"Nonsense\", \"yyyy\", \"yyyy\") | DateTimeStyles",
        "FormatDateTime([a], , \"ffffffff\", \"yyyy\") | 'inputFormat'",
        "FormatDateTime([a], \"yyyy\", \"'open\") | 'outputFormat'",
        "FormatDateTime(\"a\", \"yyyy\", \"yyyy\") | isn't a date in the inputFormat",
        "RandomString(5,3,3,0,0) | minimums",
        "RandomString([a],-1,0,0,0) | 'minimumNumbers'",
        "ToLower([a], \"_\") | culture",
        "Join(\"\", [a], Append(\"b\", Mid([c], 0, 1))) | Count from 1",
        "Append([a], DefaultDomain()) | syncjobs.mapping.default-domain",
        "Replace([a], , \"(a)\", \"g\", \"b\", , ) | no group of the given name",
        "Replace([a], , \"(?<g>a)\", \"h\", , [b], ) | no group of the given name",
      })
  void constantsThatFailForEveryEntryAreKnownBefore(String expression, String says) {
    Expression read = Expression.parse(expression);

    assertThatThrownBy(() -> read.checkConstants(""))
        .isInstanceOfSatisfying(ExpressionException.class, e -> {
          assertThat(e.problem()).isEqualTo(Problem.INVALID_VALUE);
          assertThat(e).hasMessageContaining(says);
        });
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesHaveConstantsThatWork(JsonNode example) {
    assertThatCode(
            () -> Expression.parse(example.path("on").stringValue()).checkConstants("contoso.com"))
        .doesNotThrowAnyException();
  }

  @Test
  void messagesKeepValuesToThemselves() {
    assertThatThrownBy(() -> evaluate("DateAdd(\"d\", [a], Now())", "{\"a\":\"topsecret\"}"))
        .message()
        .doesNotContain("topsecret");
  }
}
