package io.syncjobs.server.platform.storage;

import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Updates or deletes any number of rows in one transaction, in statements that are small enough for PostgreSQL's statement timeout. Safe for use by
 * many threads.
 */
@Component
public class ChunkedUpdates {

  private static final int CHUNK = 5000;

  private final NamedParameterJdbcTemplate jdbc;

  public ChunkedUpdates(NamedParameterJdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Updates or deletes all rows that meet a condition.
   *
   * @param change the statement up to {@code WHERE}; must make the condition false for each changed row
   * @param order column of an index that finds the rows, by which chunks are formed
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
        .formatted(order, table, condition, order, CHUNK);
    String some = "%s WHERE %s AND %s < :next".formatted(change, condition, order);
    List<Object> rest = jdbc.queryForList(next, parameters, Object.class);
    while (!rest.isEmpty()) {
      jdbc.update(some, parameters.addValue("next", rest.get(0)));
      rest = jdbc.queryForList(next, parameters, Object.class);
    }
    jdbc.update("%s WHERE %s".formatted(change, condition), parameters);
  }
}
