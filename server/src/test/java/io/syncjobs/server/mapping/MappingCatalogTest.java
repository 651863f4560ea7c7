package io.syncjobs.server.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.mapping.expression.FilterOperator;
import io.syncjobs.server.mapping.expression.function.Function;
import io.syncjobs.server.mapping.expression.function.Functions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Holds the listed functions, parameters and operators against the code. */
class MappingCatalogTest {

  private final MappingCatalog catalog = new MappingCatalog(Contract.load());

  @Test
  void functions() {
    List<String> listed = catalog.functions().stream()
        .map(function -> function.path("name").stringValue()
            + function
                .path("parameters")
                .valueStream()
                .map(MappingCatalogTest::described)
                .toList())
        .toList();
    List<String> implemented = Functions.all().stream()
        .map(function -> function.name() + described(function))
        .toList();

    assertThat(listed).hasSizeGreaterThan(40).containsExactlyInAnyOrderElementsOf(implemented);
  }

  private static String described(JsonNode parameter) {
    return parameter.path("name").stringValue()
        + (parameter.path("required").booleanValue() ? " required" : "")
        + (parameter.path("allowMultipleOccurrences").booleanValue() ? " repeats" : "");
  }

  private static List<String> described(Function function) {
    return function.parameters().stream()
        .map(parameter -> parameter.name()
            + (parameter.required() ? " required" : "")
            + (parameter.repeats() ? " repeats" : ""))
        .toList();
  }

  @Test
  void operators() {
    assertThat(catalog.filterOperators())
        .extracting(operator -> operator.path("name").stringValue()
            + operator.path("arity").stringValue().equals("Unary")
            + operator.path("multivaluedComparisonType").stringValue())
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(FilterOperator.values())
            .map(operator -> operator.wireName() + operator.isUnary() + "All")
            .toList());
  }
}
