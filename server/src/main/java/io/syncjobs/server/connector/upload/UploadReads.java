package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Owner;
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

  static final String JOB =
      "tenant_id = :tenant AND application_id = :application AND job_id = :job";
  private static final String CHANGED = JOB + " AND change > :after AND change <= :upTo";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final JobStore jobs;

  UploadReads(JdbcClient jdbc, JsonMapper json, JobStore jobs) {
    this.jdbc = jdbc;
    this.json = json;
    this.jobs = jobs;
  }

  @Transactional(readOnly = true)
  public long newest(Owner owner, String jobId) {
    return jobs.newestUpload(owner, jobId);
  }

  @Transactional(readOnly = true)
  public long count(Owner owner, String jobId, long after, long upTo) {
    return ofJob("SELECT count(*) FROM uploaded_records WHERE " + CHANGED, owner, jobId)
        .param("after", after)
        .param("upTo", upTo)
        .query(Long.class)
        .single();
  }

  @Transactional(readOnly = true)
  public List<Change> changes(Owner owner, String jobId, long after, long upTo, int limit) {
    String sql =
        "SELECT * FROM uploaded_records WHERE " + CHANGED + " ORDER BY change LIMIT :limit";
    return ofJob(sql, owner, jobId)
        .param("after", after)
        .param("upTo", upTo)
        .param("limit", limit)
        .query((row, number) -> change(row))
        .list();
  }

  @Transactional(readOnly = true)
  public Optional<Change> find(Owner owner, String jobId, String type, String externalId) {
    String sql =
        "SELECT * FROM uploaded_records WHERE " + JOB + " AND type = :type AND external_id = :id";
    return ofJob(sql, owner, jobId)
        .param("type", type)
        .param("id", externalId)
        .query((row, number) -> change(row))
        .optional();
  }

  @Transactional(readOnly = true)
  public List<String> referrers(Owner owner, String jobId, String externalId) {
    String sql =
        "SELECT DISTINCT external_id FROM uploaded_references WHERE " + JOB + " AND to_id = :id";
    return ofJob(sql, owner, jobId).param("id", externalId).query(String.class).list();
  }

  /** The groups that an entry is a direct member of. */
  @Transactional(readOnly = true)
  public List<String> groups(Owner owner, String jobId, String externalId) {
    String sql = "SELECT external_id FROM uploaded_references WHERE " + JOB
        + " AND to_id = :id AND type = 'Group'";
    return ofJob(sql, owner, jobId).param("id", externalId).query(String.class).list();
  }

  private JdbcClient.StatementSpec ofJob(String sql, Owner owner, String jobId) {
    return jdbc.sql(sql)
        .param("tenant", owner.tenantId())
        .param("application", owner.applicationId())
        .param("job", jobId);
  }

  private Change change(ResultSet row) throws SQLException {
    UploadedRecord record =
        new UploadedRecord(row.getString("type"), row.getString("external_id"), (ObjectNode)
            json.readTree(row.getString("data")));
    return new Change(row.getLong("change"), new UploadedEntry(record), false);
  }
}
