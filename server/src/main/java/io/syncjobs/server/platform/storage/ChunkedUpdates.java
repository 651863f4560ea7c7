package io.syncjobs.server.platform.storage;

import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes however many rows within one transaction, in statements each of which ends in the time that PostgreSQL is told to let one take. Safe for use by
 * many threads.
 */
@Component
public class ChunkedUpdates {

  private static final int AT_ONCE = 5000;

  private final NamedParameterJdbcTemplate jdbc;

  ChunkedUpdates(NamedParameterJdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Changes or deletes all rows of which a condition is true.
   *
   * @param change what is done, up to its {@code WHERE}; the condition is true no more of a row that it was done to
   * @param order a column in whose order an index finds the rows
   * @param condition with named parameters
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void change(
      String change,
      String table,
      String order,
      String condition,
      MapSqlParameterSource parameters) {
    String next = "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT 1 OFFSET %d"
        .formatted(order, table, condition, order, AT_ONCE);
    String some = "%s WHERE %s AND %s < :next".formatted(change, condition, order);
    List<Object> rest = jdbc.queryForList(next, parameters, Object.class);
    while (!rest.isEmpty()) {
      jdbc.update(some, parameters.addValue("next", rest.get(0)));
      rest = jdbc.queryForList(next, parameters, Object.class);
    }
    jdbc.update("%s WHERE %s".formatted(change, condition), parameters);
  }
}
