package io.syncjobs.server.audit;

import io.syncjobs.server.audit.AuditFilter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Renders a filter as SQL with numbered parameters, so values never become part of the statement. The condition is true or false but never NULL, so
 * that it can be negated. For use by one thread.
 */
final class AuditCondition {

  private final List<String> values = new ArrayList<>();
  private final String sql;

  AuditCondition(AuditFilter filter) {
    sql = render(filter);
  }

  String sql() {
    return sql;
  }

  JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
    for (int i = 0; i < values.size(); i++) {
      statement = statement.param("filter" + i, values.get(i));
    }
    return statement;
  }

  private String render(AuditFilter filter) {
    if (filter instanceof AuditFilter.Test test) {
      return test(test);
    }
    if (filter instanceof AuditFilter.Not not) {
      return "NOT (" + render(not.operand()) + ")";
    }
    if (filter instanceof AuditFilter.Or or) {
      return join(or.operands(), " OR ", "1 = 0");
    }
    return join(((AuditFilter.And) filter).operands(), " AND ", "1 = 1");
  }

  private String join(List<AuditFilter> operands, String operator, String none) {
    return operands.isEmpty()
        ? none
        : operands.stream().map(this::render).collect(Collectors.joining(operator, "(", ")"));
  }

  private String test(AuditFilter.Test test) {
    String column = test.folded() ? test.field().foldedColumn() : test.field().column();
    String value = test.value();
    if (value == null) {
      return column + (test.operator() == Operator.EQ ? " IS NULL" : " IS NOT NULL");
    }
    if (test.operator() == Operator.NE) {
      return "(" + column + " <> " + bound(value) + " OR " + column + " IS NULL)";
    }
    return "(" + comparison(column, test.operator(), value) + " AND " + column + " IS NOT NULL)";
  }

  private String comparison(String column, Operator operator, String value) {
    if (value.isEmpty() && (operator == Operator.CONTAINS || operator == Operator.STARTS_WITH)) {
      return "1 = 1";
    }
    return switch (operator) {
      case EQ -> column + " = " + bound(value);
      case NE -> column + " <> " + bound(value);
      case GT -> column + " > " + bound(value);
      case GE -> column + " >= " + bound(value);
      case LT -> column + " < " + bound(value);
      case LE -> column + " <= " + bound(value);
      // LIKE differs between the databases in case sensitivity.
      case CONTAINS -> "replace(" + column + ", " + bound(value) + ", '') <> " + column;
      case STARTS_WITH -> {
        String start = bound(value);
        yield "substr(" + column + ", 1, length(" + start + ")) = " + start;
      }
    };
  }

  private String bound(String value) {
    values.add(value);
    return ":filter" + (values.size() - 1);
  }
}
