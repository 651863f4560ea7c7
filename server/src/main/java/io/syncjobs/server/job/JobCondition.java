package io.syncjobs.server.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Filter as SQL with numbered parameters; values never become part of the text. */
final class JobCondition {
  private final String sql;
  private final List<String> values = new ArrayList<>();

  JobCondition(JobFilter filter) {
    sql = render(filter);
  }

  /** Condition on a row. */
  String sql() {
    return sql;
  }

  JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
    for (int i = 0; i < values.size(); i++) {
      statement = statement.param("filter" + i, values.get(i));
    }
    return statement;
  }

  private String render(JobFilter filter) {
    if (filter instanceof JobFilter.Equal equal) {
      values.add(equal.value());
      return column(equal.field()) + " = :filter" + (values.size() - 1);
    }
    if (filter instanceof JobFilter.Or or) {
      return join(or.operands(), " OR ");
    }
    JobFilter.And and = (JobFilter.And) filter;
    return and.operands().isEmpty() ? "1 = 1" : join(and.operands(), " AND ");
  }

  private String join(List<JobFilter> operands, String operator) {
    return operands.stream().map(this::render).collect(Collectors.joining(operator, "(", ")"));
  }

  private static String column(JobFilter.Field field) {
    return switch (field) {
      case TEMPLATE_ID -> "template_id";
      case STATUS_CODE -> "status_code";
      case SCHEDULE_STATE -> "schedule_state";
    };
  }
}
