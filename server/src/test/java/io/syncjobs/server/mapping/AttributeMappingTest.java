package io.syncjobs.server.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.mapping.expression.function.Evaluation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each kind of flow writes, and which values are the same. */
class AttributeMappingTest {

  private static JsonNode json(@Nullable String text) {
    return text == null
        ? JsonMapper.shared().createObjectNode().path("nothing")
        : JsonMapper.shared().readTree(text.replace('`', '"').replace('\'', '"'));
  }

  private static AttributeMapping mapping(String mapping, String target) {
    return AttributeMapping.of(json(mapping), TargetAttribute.of(json(target)));
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

    assertThat(mapping.update(json(wanted), json(current)))
        .isEqualTo(written == null ? null : json(written));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
          String  | false | false | -    | `x`        | `x`
          String  | false | false | -    | -          | -
          String  | true  | false | -    | -          | null
          String  | false | false | none | -          | `none`
          String  | false | false | none | ``         | `none`
          Boolean | false | false | -    | `False`    | false
          Boolean | false | false | -    | `perhaps`  | `perhaps`
          Integer | false | false | -    | `12`       | 12
          String  | false | false | -    | 12         | `12`
          String  | false | false | -    | true       | `true`
          String  | false | true  | -    | `x`        | [`x`]
          String  | false | false | -    | [`x`]      | `x`
          """)
  void values(
      String type,
      boolean flowsNull,
      boolean multivalued,
      @Nullable String defaultValue,
      @Nullable String source,
      @Nullable String value) {
    AttributeMapping mapping = mapping(
        "{'source':{'expression':'[x]','name':'x'},'defaultValue':%s}"
            .formatted(defaultValue == null ? "null" : "'" + defaultValue + "'"),
        "{'name':'t','type':'%s','flowNullValues':%s,'multivalued':%s}"
            .formatted(type, flowsNull, multivalued));

    JsonNode result = mapping.value(new Evaluation() {
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

    // As texts, since 12 may be an int or a long.
    assertThat(result == null ? null : result.toString())
        .isEqualTo(value == null ? null : json(value).toString());
  }
}
