package io.syncjobs.server.mapping.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Scoping filters: each operator, and how clauses and groups go together. */
class ScopingFilterTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static String clause(String operator, String attribute, String values) {
    return "{\"operatorName\":\"%s\",\"sourceOperandName\":\"%s\",\"targetOperand\":%s}"
        .formatted(operator, attribute, values.isEmpty() ? "null" : "{\"values\":" + values + "}");
  }

  private static ScopingFilter filter(String member, String... clauses) {
    return of(
        "{\"" + member + "\":[{\"name\":\"g\",\"clauses\":[" + String.join(",", clauses) + "]}]}");
  }

  /** Reads a filter of attributes whose names begin with their types. */
  private static ScopingFilter of(String filter) {
    return ScopingFilter.of(
        JSON.readTree(filter),
        name -> Stream.of("Integer", "Boolean", "DateTime")
            .filter(name::startsWith)
            .findFirst()
            .orElse("String"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "absent",
      value = {
        "EQUALS | 'sales' | ['sales'] | true",
        "EQUALS | 'Sales' | ['sales'] | false",
        "EQUALS | 'b' | ['a','b'] | true",
        "EQUALS | 5 | ['5'] | true",
        "EQUALS | true | ['true'] | true",
        "EQUALS | ['a','a'] | ['a'] | true",
        "EQUALS | ['a','b'] | ['a'] | false",
        "EQUALS | absent | ['a'] | false",
        "EQUALS | '' | [''] | false",
        "NOT EQUALS | 'Sales' | ['sales'] | true",
        "NOT EQUALS | 'sales' | ['sales'] | false",
        "NOT EQUALS | 'b' | ['a','b'] | false",
        "NOT EQUALS | ['a','b'] | ['a'] | false",
        "NOT EQUALS | ['c','b'] | ['a'] | true",
        "NOT EQUALS | absent | ['a'] | false",
        "IS TRUE | true | `` | true",
        "IS TRUE | 'True' | `` | true",
        "IS TRUE | false | `` | false",
        "IS TRUE | absent | `` | false",
        "IS FALSE | false | `` | true",
        "IS FALSE | 'false' | `` | true",
        "IS FALSE | true | `` | false",
        "IS FALSE | absent | `` | false",
        "IS NULL | absent | `` | true",
        "IS NULL | '' | `` | true",
        "IS NULL | [] | `` | true",
        "IS NULL | null | `` | true",
        "IS NULL | 'a' | `` | false",
        "IS NOT NULL | 'a' | `` | true",
        "IS NOT NULL | false | `` | true",
        "IS NOT NULL | {'a':1} | `` | true",
        "IS NOT NULL | '' | `` | false",
        "IS NOT NULL | absent | `` | false",
        "REGEX MATCH | 'jo@domain.com' | ['.*\\\\\\\\@domain.com'] | true",
        "REGEX MATCH | 'jo@domain.com.evil' | ['.*\\\\\\\\@domain.com'] | false",
        "REGEX MATCH | '1500000' | ['(1[0-9][0-9][0-9][0-9][0-9][0-9])'] | true",
        "REGEX MATCH | '15000000' | ['(1[0-9][0-9][0-9][0-9][0-9][0-9])'] | false",
        "REGEX MATCH | 10 | ['([1-9][0-9])'] | true",
        "REGEX MATCH | absent | ['.*'] | false",
        "NOT REGEX MATCH | 'jo@domain.com' | ['.*\\\\\\\\@domain.com'] | false",
        "NOT REGEX MATCH | 'jo@other.com' | ['.*\\\\\\\\@domain.com'] | true",
        "NOT REGEX MATCH | absent | ['.*\\\\\\\\@domain.com'] | false",
        "Greater_Than | '10' | ['9'] | true",
        "Greater_Than | 9 | ['9'] | false",
        "Greater_Than | '2021-02-01' | ['2021-01-31T23:00:00Z'] | true",
        "Greater_Than | 'b' | ['1'] | false",
        "Greater_Than | absent | ['-1'] | false",
        "Greater_Than_OR_EQUALS | 9 | ['9'] | true",
        "Greater_Than_OR_EQUALS | 8 | ['9'] | false",
        "Greater_Than_OR_EQUALS | absent | ['-1'] | false",
        "Includes | 'The Sales' | ['Sale'] | true",
        "Includes | 'The sales' | ['Sale'] | false",
        "Includes | absent | [''] | false",
        "ENDS_WITH | 'a.b' | ['.b'] | true",
        "ENDS_WITH | 'a.bc' | ['.b'] | false",
        "ENDS_WITH | absent | [''] | false",
        "& | 6 | ['2'] | true",
        "& | 4 | ['2'] | false",
        "& | 'b' | ['abc'] | true",
        "& | absent | ['a'] | false",
        "!& | 4 | ['2'] | true",
        "!& | 6 | ['2'] | false",
        "!& | 'd' | ['abc'] | true",
        "!& | absent | ['a'] | false",
      })
  void operators(String operator, String value, String operands, boolean holds) {
    ScopingFilter filter = filter(
        "groups", clause(operator, "x", operands.replace('\'', '"').replace("\\\\\\\\", "\\\\")));
    JsonNode object =
        JSON.readTree(value == null ? "{}" : "{\"x\":" + value.replace('\'', '"') + "}");

    assertThat(filter.matches(object::path)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "EQUALS, Integer, 10, 10.0, true",
    "EQUALS, Integer, 010, 10, true",
    "EQUALS, Integer, ten, 10, false",
    "NOT EQUALS, Integer, +10, 10, false",
    "NOT EQUALS, Integer, ten, '', true",
    "EQUALS, Boolean, TRUE, true, true",
    "NOT EQUALS, Boolean, false, False, false",
    "EQUALS, DateTime, 2024-01-01T00:00:00Z, 2024-01-01, true",
    "NOT EQUALS, DateTime, 2024-01-01T01:00:00+01:00, 2024-01-01, false",
    "EQUALS, DateTime, soon, 2024-01-01, false",
    "EQUALS, name, 10, 10.0, false",
    "IS TRUE, name, TRUE, '', true",
  })
  void valuesOfATypeAreEqualHoweverTheyAreWritten(
      String operator, String attribute, String value, String operand, boolean holds) {
    String operands = operator.startsWith("IS") ? "" : "[\"" + operand + "\"]";

    assertThat(filter("groups", clause(operator, attribute, operands))
            .matches(name -> StringNode.valueOf(value)))
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @EnumSource
  void everyOperatorIsTried(FilterOperator operator) throws NoSuchMethodException {
    CsvSource table = ScopingFilterTest.class
        .getDeclaredMethod("operators", String.class, String.class, String.class, boolean.class)
        .getAnnotation(CsvSource.class);
    for (String result : new String[] {"true", "false"}) {
      assertThat(Arrays.stream(table.value()).map(row -> row.split(" \\| ")))
          .anyMatch(row -> row[0].equals(operator.wireName()) && row[3].equals(result));
    }
  }

  @Test
  void clausesHoldTogetherAndGroupsEach() {
    String sales = clause("EQUALS", "d", "[\"sales\"]");
    String old = clause("Greater_Than", "n", "[\"5\"]");
    ScopingFilter filter = of("{\"groups\":[{\"clauses\":[" + sales + "," + old
        + "]},{\"clauses\":[" + clause("IS TRUE", "vip", "") + "]}]}");

    assertThat(filter.matches(JSON.readTree("{\"d\":\"sales\",\"n\":6}")::path)).isTrue();
    assertThat(filter.matches(JSON.readTree("{\"d\":\"sales\",\"n\":5}")::path)).isFalse();
    assertThat(filter.matches(JSON.readTree("{\"d\":\"it\",\"n\":1,\"vip\":true}")::path))
        .isTrue();
    assertThat(filter.admits(JSON.readTree("{}")::path)).isTrue();
    assertThat(filter.applies(JSON.readTree("{}")::path)).isTrue();
  }

  @Test
  void noGroupsLetEverythingPass() {
    JsonNode object = JSON.readTree("{}");
    for (String none : new String[] {"null", "{}", "{\"groups\":null}", "{\"groups\":[]}"}) {
      assertThat(of(none).matches(object::path)).isTrue();
    }
    assertThat(ScopingFilter.of(null, name -> "String").matches(object::path)).isTrue();
    assertThat(filter("groups").matches(object::path)).isTrue();
  }

  @Test
  void eachKindOfGroupsIsForItself() {
    String clause = clause("EQUALS", "d", "[\"sales\"]");
    JsonNode object = JSON.readTree("{\"d\":\"it\"}");

    assertThat(filter("inputFilterGroups", clause).matches(object::path)).isTrue();
    assertThat(filter("inputFilterGroups", clause).admits(object::path)).isFalse();
    assertThat(filter("categoryFilterGroups", clause).applies(object::path)).isFalse();
    assertThat(filter("groups", clause).matches(object::path)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "equals | a | [\"b\"] | operatorName",
        "`` | a | [\"b\"] | operatorName",
        "EQUALS | `` | [\"b\"] | sourceOperandName",
        "EQUALS | a | `` | targetOperand",
        "EQUALS | a | [] | targetOperand",
        "REGEX MATCH | a | [\"(\"] | targetOperand/values",
        "Greater_Than | a | [\"1\",\"x\"] | targetOperand/values",
        "Greater_Than_OR_EQUALS | DateTime | [\"2024-02-30\"] | targetOperand/values",
        "Greater_Than | Integer | [\"2024-02-28\"] | targetOperand/values",
        "& | Integer | [\"two\"] | targetOperand/values",
        "EQUALS | Integer | [\"ten\"] | targetOperand/values",
        "EQUALS | Boolean | [\"yes\"] | targetOperand/values",
        "NOT EQUALS | DateTime | [\"today\"] | targetOperand/values",
        "IS TRUE | Integer | `` | operatorName",
        "Greater_Than | Boolean | [\"1\"] | operatorName",
        "IS FALSE | DateTime | `` | operatorName",
      })
  void badClausesSayWhere(String operator, String attribute, String values, String member) {
    assertThatThrownBy(
            () -> filter("groups", clause("IS NULL", "a", ""), clause(operator, attribute, values)))
        .isInstanceOfSatisfying(
            ExpressionException.class,
            e -> assertThat(e.place()).isEqualTo("groups/0/clauses/1/" + member));
  }

  @Test
  void evilPatternsAreGivenUp() {
    ScopingFilter filter = filter("groups", clause("REGEX MATCH", "a", "[\"(a+)+\\\\1b\"]"));
    JsonNode object = JSON.createObjectNode().put("a", "a".repeat(1000));

    assertThatThrownBy(() -> filter.matches(object::path))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.code()).isEqualTo("limitExceeded"));
  }
}
