package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.Source;
import io.syncjobs.server.job.JobDeleted;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.storage.ManyRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The records that were uploaded to jobs, one for each externalId, merged from all that came of it. Safe for use by many threads. */
@Repository
public class UploadedRecords {

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final JsonMapper json;
  private final JobStore jobs;
  private final UploadReads reads;
  private final ManyRows many;

  UploadedRecords(
      JdbcClient jdbc,
      JdbcTemplate batches,
      JsonMapper json,
      JobStore jobs,
      UploadReads reads,
      ManyRows many) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
    this.jobs = jobs;
    this.reads = reads;
    this.many = many;
  }

  private record Key(String type, String externalId) {}

  /**
   * Keeps records, all or none, and for good when this returns. A record whose externalId came before is merged onto what came then: its members replace
   * those of the same name, members of extensions, which stand under a URN, one by one, and null takes a member away.
   *
   * @param records in the order in which they came
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   */
  @Transactional
  public void add(JobKey job, List<UploadedRecord> records) {
    int distinct = (int) records.stream().map(UploadedRecords::key).distinct().count();
    // From here on nobody else adds to the job, so what is merged onto stays as it is read.
    long number = jobs.takeUploadNumbers(job, distinct) - distinct;
    Map<Key, UploadedRecord> merged = new LinkedHashMap<>();
    for (UploadedRecord record : records) {
      UploadedRecord before = merged.remove(key(record)); // It goes to the end.
      merged.put(
          key(record),
          Objects.requireNonNullElseGet(before, () -> stored(job, record))
              .then(record.data()));
    }
    for (UploadedRecord record : merged.values()) {
      number++;
      write(job, record, number);
    }
  }

  private static Key key(UploadedRecord record) {
    return new Key(record.type(), record.externalId());
  }

  /** What came of a record before; without members if nothing did. */
  private UploadedRecord stored(JobKey job, UploadedRecord record) {
    return reads
        .find(job, record.type(), record.externalId())
        .map(change -> ((UploadedEntry) change.entry()).record())
        .orElse(new UploadedRecord(
            record.type(), record.externalId(), JsonNodeFactory.instance.objectNode()));
  }

  private void write(JobKey job, UploadedRecord record, long number) {
    ofJob("""
            INSERT INTO uploaded_records (tenant_id, application_id, job_id, type, external_id, data, change)
            VALUES (:tenant, :application, :job, :type, :id, :data, :change)
            ON CONFLICT (tenant_id, application_id, job_id, type, external_id)
            DO UPDATE SET data = excluded.data, change = excluded.change
            """, job)
        .param("type", record.type())
        .param("id", record.externalId())
        .param("data", json.writeValueAsString(record.data()))
        .param("change", number)
        .update();
    ofJob(
            "DELETE FROM uploaded_references WHERE " + JobKey.CONDITION
                + " AND type = :type AND external_id = :id",
            job)
        .param("type", record.type())
        .param("id", record.externalId())
        .update();
    batches.batchUpdate(
        """
        INSERT INTO uploaded_references (tenant_id, application_id, job_id, type, external_id, to_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        record.references().stream()
            .map(to -> new Object[] {
              job.owner().tenantId(), job.owner().applicationId(), job.id(), record.type(), record.externalId(), to
            })
            .toList());
  }

  /** What was uploaded to a job, to read. The id of an entry is its externalId, and so are references. */
  public Source source(JobKey job) {
    return new UploadSource(job, reads);
  }

  /** Forgets records that came, or were merged onto, after a change number. */
  @Transactional
  public void discardAfter(JobKey job, long change) {
    many.change(
        "DELETE FROM uploaded_records",
        "uploaded_records",
        "change",
        JobKey.CONDITION + " AND change > :change",
        new MapSqlParameterSource(job.parameters()).addValue("change", change));
  }

  @EventListener
  void discard(JobDeleted deleted) {
    discardAfter(deleted.key(), 0);
  }

  private JdbcClient.StatementSpec ofJob(String sql, JobKey job) {
    return jdbc.sql(sql).params(job.parameters());
  }
}
