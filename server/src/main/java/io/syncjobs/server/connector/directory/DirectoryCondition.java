package io.syncjobs.server.connector.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.StringNode;

/**
 * Renders a filter as SQL with named parameters, so values never become part of the statement. The condition is a set of ids, combined from sets that
 * indexes return; conditions on each row would let the databases read the whole directory. For use by one thread.
 */
final class DirectoryCondition {

  /** Greater than any other character in the databases' order by bytes. */
  private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

  private final Map<String, String> parameters = new HashMap<>();
  private final String sql;
  private int aliases;

  DirectoryCondition(DirectoryFilter filter) {
    sql = filter.equals(DirectoryFilter.ALL) ? "" : " AND e.id IN (" + ids(filter) + ")";
  }

  /** Text to append to the conditions on {@code directory_entries e}; needs the parameters {@code tenant} and {@code type} as well. */
  String sql() {
    return sql;
  }

  JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
    return statement.params(parameters);
  }

  private String ids(DirectoryFilter filter) {
    if (filter instanceof DirectoryFilter.Test test) {
      return ids(test);
    }
    return filter instanceof DirectoryFilter.Or or
        ? join(or.operands(), " UNION ")
        : join(((DirectoryFilter.And) filter).operands(), " INTERSECT ");
  }

  private String join(List<DirectoryFilter> operands, String operator) {
    List<String> sets = new ArrayList<>();
    for (DirectoryFilter operand : operands) {
      sets.add(ids(operand));
    }
    // Older versions of PostgreSQL demand the alias.
    return "SELECT entry_id FROM (" + String.join(operator, sets) + ") AS ids" + aliases++;
  }

  private String ids(DirectoryFilter.Test test) {
    if (test.attribute().equals(DirectoryAttributes.ID)) {
      return "SELECT id AS entry_id FROM directory_entries WHERE tenant_id = :tenant AND type = :type AND "
          + comparison("id", DirectoryReader.normalize(test.text()), test.start());
    }
    String values = "SELECT entry_id FROM directory_values"
        + " WHERE tenant_id = :tenant AND type = :type AND attribute = "
        + bound(test.attribute())
        + " AND ";
    if (test.start() && test.text().isEmpty()) {
      return values + "1 = 1";
    }
    Optional<String> key =
        DirectoryAttributes.lookupValue(test.attribute(), StringNode.valueOf(test.text()));
    return values + key.map(text -> comparison("value_key", text, test.start())).orElse("1 = 0");
  }

  private String comparison(String column, String text, boolean start) {
    String from = bound(text);
    return start
        ? column + " >= " + from + " AND " + column + " < " + bound(text + LAST)
        : column + " = " + from;
  }

  private String bound(String value) {
    String name = "filter" + parameters.size();
    parameters.put(name, value);
    return ":" + name;
  }
}
