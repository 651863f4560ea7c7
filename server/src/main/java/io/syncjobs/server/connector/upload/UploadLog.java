package io.syncjobs.server.connector.upload;

import io.syncjobs.server.job.JobDeleted;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.platform.storage.ChunkedUpdates;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Table of uploads, by which callers read the results of their records. They are deleted with their job. Safe for use by many threads. */
@Repository
@EnableConfigurationProperties(UploadLogProperties.class)
public class UploadLog {

  /** Small, so that other writers don't wait long. */
  private static final int BATCH = 500;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ChunkedUpdates chunked;
  private final UploadLogProperties properties;
  private final Ids ids;
  private final TenantClocks clocks;
  private final TransactionOperations transactions;

  UploadLog(
      JdbcClient jdbc,
      JsonMapper json,
      ChunkedUpdates chunked,
      UploadLogProperties properties,
      Ids ids,
      TenantClocks clocks,
      TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.json = json;
    this.chunked = chunked;
    this.properties = properties;
    this.ids = ids;
    this.clocks = clocks;
    this.transactions = transactions;
  }

  /**
   * Adds an upload within the transaction that stores its records.
   *
   * @param change number of the last change that the upload made to the job's records
   * @return id of the upload
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public String add(JobKey job, long change, List<UploadedOperation> operations) {
    String id = ids.next(job.owner().tenantId(), Ids.Kind.UPLOAD);
    List<LoggedUpload.Operation> logged = operations.stream()
        .map(operation -> new LoggedUpload.Operation(
            operation.bulkId(), operation.record().type(), operation.record().externalId()))
        .toList();
    jdbc.sql("""
            INSERT INTO uploads (tenant_id, application_id, job_id, id, change, created_at, operations)
            VALUES (:tenant, :application, :job, :id, :change, :created, :operations)
            """)
        .params(job.parameters())
        .param("id", id)
        .param("change", change)
        .param("created", UtcText.of(clocks.of(job.owner().tenantId()).instant()))
        .param("operations", json.writeValueAsString(logged))
        .update();
    return id;
  }

  /** Finds an upload to a job. */
  public Optional<LoggedUpload> find(JobKey job, String id) {
    return jdbc.sql("SELECT * FROM uploads WHERE " + JobKey.CONDITION + " AND id = :id")
        .params(job.parameters())
        .param("id", id)
        .query((row, number) -> new LoggedUpload(
            row.getString("id"),
            Objects.requireNonNull(UtcText.parse(row.getString("created_at"))),
            row.getLong("change"),
            json.readValue(row.getString("operations"), new TypeReference<>() {})))
        .optional();
  }

  /** Deletes uploads whose retention time has ended. Several nodes may run this at once. */
  @Scheduled(initialDelay = 3, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void deleteExpired() {
    jdbc.sql("SELECT DISTINCT tenant_id FROM uploads")
        .query(String.class)
        .list()
        .forEach(this::deleteExpired);
  }

  /** Deletes uploads of a tenant whose retention time has ended, in small transactions. */
  public void deleteExpired(String tenantId) {
    Instant before = clocks.of(tenantId).instant().minus(properties.retention());
    boolean more = true;
    while (more) {
      more = Boolean.TRUE.equals(transactions.execute(transaction -> deleteSome(tenantId, before)));
    }
  }

  /** Returns whether there may be more. */
  private boolean deleteSome(String tenantId, Instant before) {
    return jdbc.sql("""
            DELETE FROM uploads WHERE tenant_id = :tenant AND id IN (
                SELECT id FROM uploads WHERE tenant_id = :tenant AND created_at < :before ORDER BY created_at LIMIT :limit)
            """)
            .param("tenant", tenantId)
            .param("before", UtcText.of(before))
            .param("limit", BATCH)
            .update()
        == BATCH;
  }

  @EventListener
  void discard(JobDeleted job) {
    chunked.change(
        "DELETE FROM uploads",
        "uploads",
        "change",
        JobKey.CONDITION,
        new MapSqlParameterSource(job.key().parameters()));
  }
}
