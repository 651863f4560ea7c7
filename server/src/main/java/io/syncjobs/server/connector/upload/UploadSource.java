package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the records that were uploaded to one job. Each query has a transaction of its own or joins that of an upload.
 *
 * @param readOnly runs queries in read-only transactions, which SQLite executes beside the writer
 */
record UploadSource(
    JobKey job, JdbcClient jdbc, TransactionOperations readOnly, JsonMapper json, JobStore jobs)
    implements Source {

  private static final String CHANGED =
      JobKey.CONDITION + " AND change > :after AND change <= :upTo";

  @Override
  public long newest() {
    return jobs.newestUpload(job);
  }

  @Override
  public long count(long after, long upTo) {
    return query(
        "SELECT count(*) FROM uploaded_records WHERE " + CHANGED,
        statement -> statement
            .param("after", after)
            .param("upTo", upTo)
            .query(Long.class)
            .single());
  }

  @Override
  public List<Change> changes(long after, long upTo, int limit) {
    return query(
        "SELECT * FROM uploaded_records WHERE " + CHANGED + " ORDER BY change LIMIT :limit",
        statement -> statement
            .param("after", after)
            .param("upTo", upTo)
            .param("limit", limit)
            .query((row, number) -> change(row))
            .list());
  }

  @Override
  public Optional<Change> find(String type, String id) {
    return query(
        "SELECT * FROM uploaded_records WHERE " + JobKey.CONDITION
            + " AND type = :type AND external_id = :id",
        statement -> statement
            .param("type", type)
            .param("id", id)
            .query((row, number) -> change(row))
            .optional());
  }

  @Override
  public List<String> referrers(String id) {
    return query(
        "SELECT DISTINCT external_id FROM uploaded_references WHERE " + JobKey.CONDITION
            + " AND to_id = :id",
        statement -> statement.param("id", id).query(String.class).list());
  }

  @Override
  public boolean isIn(String id, Collection<String> groups) {
    return groups.contains(id)
        || (!groups.isEmpty() && groupsOf(id).stream().anyMatch(groups::contains));
  }

  private List<String> groupsOf(String id) {
    return query(
        "SELECT external_id FROM uploaded_references WHERE " + JobKey.CONDITION
            + " AND to_id = :id AND type = 'Group'",
        statement -> statement.param("id", id).query(String.class).list());
  }

  private <T> T query(String sql, Function<JdbcClient.StatementSpec, T> query) {
    return Objects.requireNonNull(
        readOnly.execute(transaction -> query.apply(jdbc.sql(sql).params(job.parameters()))));
  }

  private Change change(ResultSet row) throws SQLException {
    ObjectNode data = (ObjectNode) json.readTree(row.getString("data"));
    UploadedRecord record =
        new UploadedRecord(row.getString("type"), row.getString("external_id"), data);
    return new Change(row.getLong("change"), new UploadedEntry(record), false);
  }
}
