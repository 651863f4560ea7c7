package io.syncjobs.server.engine;

import io.syncjobs.client.model.Filter;
import io.syncjobs.client.model.FilterClause;
import io.syncjobs.client.model.FilterGroup;
import io.syncjobs.client.model.FilterOperand;
import java.util.List;

/** Parts of schemas for tests. */
final class Schemas {

  private Schemas() {}

  /** Creates a scoping filter with one clause. */
  static Filter scope(String attribute, String operator, String value) {
    return new Filter()
        .groups(List.of(new FilterGroup()
            .name("scope")
            .clauses(List.of(new FilterClause()
                .sourceOperandName(attribute)
                .operatorName(operator)
                .targetOperand(new FilterOperand().values(List.of(value)))))));
  }
}
