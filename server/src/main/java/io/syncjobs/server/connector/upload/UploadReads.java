package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.JobKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What can be asked of uploads. Each question has a transaction of its own, or is part of a write. Safe for use by many threads. */
@Repository
class UploadReads {

  private static final String CHANGED = JobKey.CONDITION + " AND change > :after AND change <= :upTo";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final JobStore jobs;

  UploadReads(JdbcClient jdbc, JsonMapper json, JobStore jobs) {
    this.jdbc = jdbc;
    this.json = json;
    this.jobs = jobs;
  }

  @Transactional(readOnly = true)
  public long newest(JobKey job) {
    return jobs.newestUpload(job);
  }

  @Transactional(readOnly = true)
  public long count(JobKey job, long after, long upTo) {
    return ofJob("SELECT count(*) FROM uploaded_records WHERE " + CHANGED, job)
        .param("after", after)
        .param("upTo", upTo)
        .query(Long.class)
        .single();
  }

  @Transactional(readOnly = true)
  public List<Change> changes(JobKey job, long after, long upTo, int limit) {
    String sql =
        "SELECT * FROM uploaded_records WHERE " + CHANGED + " ORDER BY change LIMIT :limit";
    return ofJob(sql, job)
        .param("after", after)
        .param("upTo", upTo)
        .param("limit", limit)
        .query((row, number) -> change(row))
        .list();
  }

  @Transactional(readOnly = true)
  public Optional<Change> find(JobKey job, String type, String externalId) {
    String sql =
        "SELECT * FROM uploaded_records WHERE " + JobKey.CONDITION + " AND type = :type AND external_id = :id";
    return ofJob(sql, job)
        .param("type", type)
        .param("id", externalId)
        .query((row, number) -> change(row))
        .optional();
  }

  @Transactional(readOnly = true)
  public List<String> referrers(JobKey job, String externalId) {
    String sql =
        "SELECT DISTINCT external_id FROM uploaded_references WHERE " + JobKey.CONDITION + " AND to_id = :id";
    return ofJob(sql, job).param("id", externalId).query(String.class).list();
  }

  /** The groups that an entry is a direct member of. */
  @Transactional(readOnly = true)
  public List<String> groups(JobKey job, String externalId) {
    String sql = "SELECT external_id FROM uploaded_references WHERE " + JobKey.CONDITION
        + " AND to_id = :id AND type = 'Group'";
    return ofJob(sql, job).param("id", externalId).query(String.class).list();
  }

  private JdbcClient.StatementSpec ofJob(String sql, JobKey job) {
    return jdbc.sql(sql).params(job.parameters());
  }

  private Change change(ResultSet row) throws SQLException {
    UploadedRecord record =
        new UploadedRecord(row.getString("type"), row.getString("external_id"), (ObjectNode)
            json.readTree(row.getString("data")));
    return new Change(row.getLong("change"), new UploadedEntry(record), false);
  }
}
