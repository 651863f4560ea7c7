package io.syncjobs.server.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.mapping.expression.function.Evaluation;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Values that each flow type writes, and values that count as equal. */
class AttributeMappingTest {

  private static JsonNode json(@Nullable String text) {
    return text == null
        ? JsonMapper.shared().createObjectNode().path("nothing")
        : JsonMapper.shared().readTree(text.replace('`', '"').replace('\'', '"'));
  }

  private static AttributeMapping mapping(String mapping, String target) {
    return AttributeMapping.of(json(mapping), TargetAttribute.of(json(target)), name -> true);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
          Always           | String  | false | false | `a`       | `b`           | `a`
          Always           | String  | false | false | `a`       | `A`           | -
          Always           | String  | true  | false | `a`       | `A`           | `a`
          Always           | String  | false | false | `a`       | -             | `a`
          Always           | Boolean | false | false | true      | `True`        | -
          Always           | Boolean | false | false | true      | false         | true
          Always           | Integer | false | false | 7         | `7`           | -
          Always           | Integer | false | false | 7         | 8.0           | 7
          Always           | String  | false | true  | [`a`,`b`] | [`b`,`a`]     | -
          Always           | String  | false | true  | [`a`]     | [`b`,`a`]     | [`a`]
          Always           | String  | false | false | null      | `b`           | null
          Always           | String  | false | false | null      | -             | -
          ObjectAddOnly    | String  | false | false | `a`       | `b`           | -
          AttributeAddOnly | String  | false | false | `a`       | `b`           | -
          AttributeAddOnly | String  | false | false | `a`       | -             | `a`
          ValueAddOnly     | String  | false | true  | [`a`,`c`] | [`b`,`a`]     | [`b`,`a`,`c`]
          ValueAddOnly     | String  | false | true  | [`a`]     | [`b`,`a`]     | -
          ValueAddOnly     | String  | false | false | `a`       | `b`           | -
          ValueAddOnly     | String  | false | false | `a`       | -             | `a`
          ValueAddOnly     | String  | false | true  | null      | [`b`]         | -
          MultiValueAddOnly| String  | false | true  | [`c`]     | [`b`,`a`]     | [`b`,`a`,`c`]
          """)
  void updates(
      String flowType,
      String type,
      boolean caseExact,
      boolean multivalued,
      String wanted,
      @Nullable String current,
      @Nullable String written) {
    AttributeMapping mapping = mapping(
        "{'flowType':'%s','source':{'expression':'[x]','name':'x'}}".formatted(flowType.strip()),
        "{'name':'t','type':'%s','caseExact':%s,'multivalued':%s}"
            .formatted(type, caseExact, multivalued));

    assertThat(mapping.change(json(wanted), json(current)))
        .isEqualTo(written == null ? null : json(written));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
          String  | false | false | -    | `x`        | `x`       | `x`
          String  | false | false | -    | -          | -         | -
          String  | true  | false | -    | -          | -         | null
          String  | true  | false | none | -          | `none`    | null
          String  | true  | true  | -    | -          | -         | -
          String  | false | false | none | -          | `none`    | -
          String  | false | false | none | ``         | `none`    | -
          String  | false | false | none | `x`        | `x`       | `x`
          String  | false | true  | none | -          | [`none`]  | -
          Boolean | false | false | True | -          | true      | -
          Boolean | false | false | -    | `False`    | false     | false
          Boolean | false | false | -    | `0`        | false     | false
          Boolean | false | false | -    | `1`        | true      | true
          Boolean | false | false | -    | 1          | true      | true
          Boolean | false | false | -    | ` TRUE `   | true      | true
          Integer | false | false | -    | `12`       | 12        | 12
          Integer | false | false | -    | ` -12 `    | -12       | -12
          Integer | false | false | -    | `12.0`     | 12        | 12
          Integer | false | false | -    | 12.0       | 12        | 12
          String  | false | false | -    | 12         | `12`      | `12`
          String  | false | false | -    | true       | `true`    | `true`
          String  | false | true  | -    | `x`        | [`x`]     | [`x`]
          String  | false | false | -    | [`x`]      | `x`       | `x`
          """)
  void values(
      String type,
      boolean flowsNull,
      boolean multivalued,
      @Nullable String defaultValue,
      @Nullable String source,
      @Nullable String forNew,
      @Nullable String forExisting) {
    AttributeMapping mapping = mapping(
        "{'source':{'expression':'[x]','name':'x'},'defaultValue':%s}"
            .formatted(defaultValue == null ? "null" : "'" + defaultValue + "'"),
        "{'name':'t','type':'%s','flowNullValues':%s,'multivalued':%s}"
            .formatted(type, flowsNull, multivalued));

    JsonNode evaluated = mapping.evaluate(new Evaluation() {
      @Override
      public JsonNode value(String attribute) {
        return json(source);
      }

      @Override
      public boolean isTaken(String text) {
        return false;
      }

      @Override
      public String defaultDomain() {
        return "";
      }
    });

    assertThat(text(mapping.forNew(evaluated))).isEqualTo(text(forNew));
    assertThat(text(mapping.forExisting(evaluated))).isEqualTo(text(forExisting));
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "1.5", "True", "12345678901234567890"})
  void textsAreNoIntegers(String text) {
    TargetAttribute attribute = TargetAttribute.of(json("{'name':'t','type':'Integer'}"));

    assertThatThrownBy(() -> attribute.convert(StringNode.valueOf(text)))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("'t' is no whole number")
        .hasMessageNotContaining(text);
  }

  private static String text(@Nullable String json) {
    return text(json == null ? null : json(json));
  }

  /** As texts, since 12 may be an int or a long. */
  private static String text(@Nullable JsonNode value) {
    return value == null ? "nothing" : value.toString();
  }
}
