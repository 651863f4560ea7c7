package io.syncjobs.server.job;

import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.template.Setting;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.storage.UtcText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Table of jobs. Each row belongs to one tenant, and every statement is bound to a tenant except the one that counts jobs for the operator. Safe for use
 * by many threads.
 */
@Repository
public class JobStore {

  private static final String OWNED = "tenant_id = :tenant AND application_id = :application";

  private static final String OF_KEY = OWNED + " AND id = :job";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ObjectReader progress;
  private final ObjectReader settings;
  private final ApplicationEventPublisher events;
  private final Ids ids;

  public JobStore(JdbcClient jdbc, JsonMapper json, ApplicationEventPublisher events, Ids ids) {
    this.jdbc = jdbc;
    this.json = json;
    progress = json.readerFor(Progress.class);
    settings = json.readerForListOf(Setting.class);
    this.events = events;
    this.ids = ids;
  }

  /** Adds a job, unless the owner has one of that id. Returns whether it was added. */
  @Transactional
  public boolean insert(Job job) {
    boolean added = jdbc.sql("""
                INSERT INTO jobs (tenant_id, application_id, id, template_id, run_interval, expires_at,
                    schedule_state, status_code, settings, progress, version)
                VALUES (:tenant, :application, :id, :template, :interval, :expiration, :state, :code, :settings, :progress, :version)
                ON CONFLICT DO NOTHING
                """)
            .param("tenant", job.owner().tenantId())
            .param("application", job.owner().applicationId())
            .param("id", job.id())
            .param("template", job.templateId())
            .params(columns(job))
            .update()
        == 1;
    if (added) {
      events.publishEvent(new JobChanged(job));
    }
    return added;
  }

  /**
   * Changes a job, whatever its version is.
   *
   * @param change may not change owner, id or template
   * @return the job as it is then
   * @throws JobNotFoundException if the owner has no such job
   */
  @Transactional
  public Job change(JobKey key, UnaryOperator<Job> change) {
    return change(key, version -> true, change);
  }

  /**
   * Changes a job. Nobody else changes it between reading and writing. A changed job gets a new version; an unchanged one keeps its own.
   *
   * @param version tests whether the caller expects the version that the job has
   * @param change may not change owner, id or template
   * @return the job as it is then
   * @throws JobNotFoundException if the owner has no such job
   * @throws Refusal if the job has another version than expected; nothing is changed then
   */
  @Transactional
  public Job change(JobKey key, Predicate<String> version, UnaryOperator<Job> change) {
    Job before = lock(key, version);
    Job after = change.apply(before);
    if (after.equals(before)) {
      return before;
    }
    Job changed = after.as(ids.next(key.owner().tenantId(), Ids.Kind.VERSION));
    ofJob("""
            UPDATE jobs SET run_interval = :interval, expires_at = :expiration, schedule_state = :state,
                status_code = :code, settings = :settings, progress = :progress, version = :version
            WHERE %s
            """.formatted(OF_KEY), key).params(columns(changed)).update();
    events.publishEvent(new JobChanged(changed));
    return changed;
  }

  private Job lock(JobKey key, Predicate<String> version) {
    Job job = findLocked(key).orElseThrow(() -> new JobNotFoundException(key.id()));
    if (!version.test(job.version())) {
      throw Refusal.versionChanged();
    }
    return job;
  }

  /** Reads a job and keeps others from changing or deleting it until the transaction ends; empty if the owner has no such job. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<Job> findLocked(JobKey key) {
    // An update that changes nothing locks the row in both databases.
    return ofJob("UPDATE jobs SET version = version WHERE " + OF_KEY + " RETURNING *", key)
        .query((row, number) -> read(key.owner(), row))
        .optional();
  }

  /**
   * Reads a job.
   *
   * @throws JobNotFoundException if the owner has no such job
   */
  public Job get(JobKey key) {
    return ofJob("SELECT * FROM jobs WHERE " + OF_KEY, key)
        .query((row, number) -> read(key.owner(), row))
        .optional()
        .orElseThrow(() -> new JobNotFoundException(key.id()));
  }

  /** Reads a page of jobs. */
  public List<Job> list(JobQuery query) {
    String key = query.order().byTemplate() ? "template_id" : "id";
    boolean descending = query.order().descending();
    JobCondition condition = new JobCondition(query.filter());
    String sql = "SELECT * FROM jobs WHERE " + OWNED + " AND " + condition.sql();
    if (query.after() != null) {
      sql += " AND " + key + (descending ? " < " : " > ") + ":after";
    }
    sql += " ORDER BY " + key + (descending ? " DESC" : " ASC") + " LIMIT :limit";
    JdbcClient.StatementSpec statement = condition.bind(owned(sql, query.owner()));
    if (query.after() != null) {
      statement = statement.param("after", query.after());
    }
    return statement
        .param("limit", query.limit())
        .query((row, number) -> read(query.owner(), row))
        .list();
  }

  /** Reads all jobs of a tenant, ordered by owner and id. */
  public List<Job> ofTenant(String tenantId) {
    return jdbc.sql("SELECT * FROM jobs WHERE tenant_id = :tenant ORDER BY application_id, id")
        .param("tenant", tenantId)
        .query((row, number) -> read(new Owner(tenantId, row.getString("application_id")), row))
        .list();
  }

  /**
   * Reads a page of the jobs of a tenant that pass a filter, ordered by owner and id.
   *
   * @param after key of the last job of the page before; null for the first page
   */
  public List<Job> listOfTenant(
      String tenantId, JobFilter filter, @Nullable JobKey after, int limit) {
    JobCondition condition = new JobCondition(filter);
    return condition
        .bind(jdbc.sql(
            "SELECT * FROM jobs WHERE tenant_id = :tenant AND (application_id, id) > (:application, :job) AND "
                + condition.sql() + " ORDER BY application_id, id LIMIT :limit"))
        .param("tenant", tenantId)
        .param("application", after == null ? "" : after.owner().applicationId())
        .param("job", after == null ? "" : after.id())
        .param("limit", limit)
        .query((row, number) -> read(new Owner(tenantId, row.getString("application_id")), row))
        .list();
  }

  /** Counts the jobs of a tenant that pass a filter. */
  public long countOfTenant(String tenantId, JobFilter filter) {
    JobCondition condition = new JobCondition(filter);
    return condition
        .bind(
            jdbc.sql("SELECT count(*) FROM jobs WHERE tenant_id = :tenant AND " + condition.sql()))
        .param("tenant", tenantId)
        .query(Long.class)
        .single();
  }

  /** Counts the owner's jobs that pass a filter. */
  public long count(Owner owner, JobFilter filter) {
    JobCondition condition = new JobCondition(filter);
    String sql = "SELECT count(*) FROM jobs WHERE " + OWNED + " AND " + condition.sql();
    return condition.bind(owned(sql, owner)).query(Long.class).single();
  }

  /** Combination that jobs are counted by. */
  public record State(StatusCode code, Schedule.State schedule) {}

  /** Counts the jobs of all tenants by state; a state without jobs is left out. */
  public Map<State, Long> countByState() {
    return jdbc
        .sql(
            "SELECT status_code, schedule_state, count(*) AS jobs FROM jobs GROUP BY status_code, schedule_state")
        .query((row, number) -> Map.entry(
            new State(
                StatusCode.valueOf(row.getString("status_code")),
                Schedule.State.valueOf(row.getString("schedule_state"))),
            row.getLong("jobs")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Deletes a job.
   *
   * @param version tests whether the caller expects the version that the job has
   * @throws JobNotFoundException if the owner has no such job
   * @throws Refusal if the job has another version than expected; nothing is deleted then
   */
  @Transactional
  public void delete(JobKey key, Predicate<String> version) {
    lock(key, version);
    events.publishEvent(new JobDeleted(key));
    ofJob("DELETE FROM jobs WHERE " + OF_KEY, key).update();
  }

  /**
   * Takes the next numbers for records that are uploaded to a job. Nobody else can take one, change or delete the job until the transaction ends, so
   * numbers become visible in order.
   *
   * @return the last of the numbers
   * @throws JobNotFoundException if the owner has no such job
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public long takeUploadNumbers(JobKey key, int count) {
    return ofJob("""
            UPDATE jobs SET newest_upload = newest_upload + :count WHERE %s RETURNING newest_upload
            """.formatted(OF_KEY), key)
        .param("count", count)
        .query(Long.class)
        .optional()
        .orElseThrow(() -> new JobNotFoundException(key.id()));
  }

  /** Number of the record that was last uploaded to a job; 0 if none was, or the owner has no such job. */
  public long newestUpload(JobKey key) {
    return ofJob("SELECT newest_upload FROM jobs WHERE " + OF_KEY, key)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  private JdbcClient.StatementSpec ofJob(String sql, JobKey key) {
    return jdbc.sql(sql).params(key.parameters());
  }

  private JdbcClient.StatementSpec owned(String sql, Owner owner) {
    return jdbc.sql(sql)
        .param("tenant", owner.tenantId())
        .param("application", owner.applicationId());
  }

  /** Mutable columns. */
  private Map<String, @Nullable Object> columns(Job job) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("interval", job.schedule().interval());
    columns.put("expiration", UtcText.of(job.schedule().expiration()));
    columns.put("state", job.schedule().state().name());
    columns.put("code", job.statusCode().name());
    columns.put("settings", json.writeValueAsString(job.settings()));
    columns.put("progress", json.writeValueAsString(job.progress()));
    columns.put("version", job.version());
    return columns;
  }

  private Job read(Owner owner, ResultSet row) throws SQLException {
    return new Job(
        owner,
        row.getString("id"),
        row.getString("template_id"),
        new Schedule(
            row.getString("run_interval"),
            UtcText.parse(row.getString("expires_at")),
            Schedule.State.valueOf(row.getString("schedule_state"))),
        progress.readValue(row.getString("progress")),
        settings.readValue(row.getString("settings")),
        row.getString("version"));
  }
}
