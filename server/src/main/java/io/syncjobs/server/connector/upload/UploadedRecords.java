package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.Source;
import io.syncjobs.server.job.JobDeleted;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.platform.storage.ChunkedUpdates;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Records that callers uploaded to jobs: one per externalId, merged from all uploads of it. They are deleted with their job. Safe for use by many
 * threads.
 */
@Repository
public class UploadedRecords {

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final TransactionTemplate readOnly;
  private final JsonMapper json;
  private final JobStore jobs;
  private final ChunkedUpdates chunked;

  UploadedRecords(
      JdbcClient jdbc,
      JdbcTemplate batches,
      PlatformTransactionManager transactions,
      JsonMapper json,
      JobStore jobs,
      ChunkedUpdates chunked) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
    this.jobs = jobs;
    this.chunked = chunked;
    readOnly = new TransactionTemplate(transactions);
    readOnly.setReadOnly(true);
  }

  /** The records of a job as a source. The id of an entry is its externalId; references are externalIds too. */
  public Source source(JobKey job) {
    return new UploadSource(job, jdbc, readOnly, json, jobs);
  }

  /**
   * Stores records, all or none. A record whose externalId is stored already is merged into the stored one: its members replace those of the same name,
   * members of extensions, which are named by a URN, one by one, and null removes a member.
   *
   * @param records in the order of the upload
   * @return number of the last change
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   */
  @Transactional
  public long add(JobKey job, List<UploadedRecord> records) {
    int distinct = (int) records.stream().map(UploadedRecords::key).distinct().count();
    // Locks the job, so no other upload changes the stored records before this one is committed.
    long change = jobs.takeUploadNumbers(job, distinct) - distinct;
    Map<RecordKey, UploadedRecord> merged = new LinkedHashMap<>();
    for (UploadedRecord record : records) {
      // Removed and inserted again, so that the order is that of the last occurrence.
      UploadedRecord before = merged.remove(key(record));
      merged.put(
          key(record),
          Objects.requireNonNullElseGet(before, () -> stored(job, record)).then(record.data()));
    }
    for (UploadedRecord record : merged.values()) {
      change++;
      write(job, record, change);
    }
    return change;
  }

  private static RecordKey key(UploadedRecord record) {
    return new RecordKey(record.type(), record.externalId());
  }

  /** Numbers of the last change of records; a record that isn't stored is left out. */
  public Map<RecordKey, Long> changes(JobKey job, Collection<RecordKey> keys) {
    Map<RecordKey, Long> changes = new HashMap<>();
    jdbc.sql("SELECT type, external_id, change FROM uploaded_records WHERE " + JobKey.CONDITION
            + " AND type IN ('User', 'Group') AND external_id IN (:ids)")
        .params(job.parameters())
        .param("ids", keys.stream().map(RecordKey::externalId).distinct().toList())
        .query(row -> {
          changes.put(
              new RecordKey(row.getString("type"), row.getString("external_id")),
              row.getLong("change"));
        });
    return changes;
  }

  /** The stored version of a record; one without members if there is none. */
  private UploadedRecord stored(JobKey job, UploadedRecord record) {
    return source(job)
        .find(record.type(), record.externalId())
        .map(change -> ((UploadedEntry) change.entry()).record())
        .orElseGet(() -> new UploadedRecord(
            record.type(), record.externalId(), JsonNodeFactory.instance.objectNode()));
  }

  private void write(JobKey job, UploadedRecord record, long change) {
    statement("""
            INSERT INTO uploaded_records (tenant_id, application_id, job_id, type, external_id, data, change)
            VALUES (:tenant, :application, :job, :type, :id, :data, :change)
            ON CONFLICT (tenant_id, application_id, job_id, type, external_id)
            DO UPDATE SET data = excluded.data, change = excluded.change
            """, job, record)
        .param("data", json.writeValueAsString(record.data()))
        .param("change", change)
        .update();
    statement(
            "DELETE FROM uploaded_references WHERE " + JobKey.CONDITION
                + " AND type = :type AND external_id = :id",
            job,
            record)
        .update();
    batches.batchUpdate(
        """
        INSERT INTO uploaded_references (tenant_id, application_id, job_id, type, external_id, to_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        record.references().stream()
            .map(to -> new Object[] {
              job.owner().tenantId(),
              job.owner().applicationId(),
              job.id(),
              record.type(),
              record.externalId(),
              to
            })
            .toList());
  }

  private JdbcClient.StatementSpec statement(String sql, JobKey job, UploadedRecord record) {
    return jdbc.sql(sql)
        .params(job.parameters())
        .param("type", record.type())
        .param("id", record.externalId());
  }

  /** Deletes records with a greater change number, including the merged ones among them. */
  @Transactional
  public void discardAfter(JobKey job, long change) {
    chunked.change(
        "DELETE FROM uploaded_records",
        "uploaded_records",
        "change",
        JobKey.CONDITION + " AND change > :change",
        new MapSqlParameterSource(job.parameters()).addValue("change", change));
  }

  @EventListener
  void discard(JobDeleted job) {
    discardAfter(job.key(), 0);
  }
}
