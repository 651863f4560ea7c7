package io.syncjobs.server.engine;

import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.entry.Connection;
import io.syncjobs.server.engine.entry.CounterpartMoves;
import io.syncjobs.server.engine.entry.EntryCounts;
import io.syncjobs.server.engine.entry.EntryLocks;
import io.syncjobs.server.engine.entry.Fingerprints;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.engine.entry.WrittenReferences;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.mapping.JobSchemas;
import io.syncjobs.server.mapping.Schema;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.platform.storage.ChunkedUpdates;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.JdkIdGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs cycles that write nothing. The engine itself runs, over a copy of what the server has stored about the job and with a target that keeps writes to
 * itself. Requests to the target count towards the job's limit and observe the pause that it has asked for, as those of a cycle do. Safe for use by many
 * threads.
 */
@Service
public class DryRuns {

  /** Longest pause of a busy target that a caller waits for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JobStore jobs;
  private final JobSchemas schemas;
  private final Connections connections;
  private final Fingerprints fingerprints;
  private final EngineProperties properties;
  private final EngineThreads threads;
  private final TenantClocks clocks;
  private final TargetPace pace;
  private final JdbcTemplate stored;
  private final TransactionTemplate readOnly;
  private final JsonMapper json;
  private @Nullable List<String> tables;
  private volatile boolean stopping;

  DryRuns(
      JobStore jobs,
      JobSchemas schemas,
      Connections connections,
      Fingerprints fingerprints,
      EngineProperties properties,
      EngineThreads threads,
      TenantClocks clocks,
      TargetPace pace,
      JdbcTemplate stored,
      PlatformTransactionManager transactions,
      JsonMapper json) {
    this.jobs = jobs;
    this.schemas = schemas;
    this.connections = connections;
    this.fingerprints = fingerprints;
    this.properties = properties.withPatience(PATIENCE);
    this.threads = threads;
    this.clocks = clocks;
    this.pace = pace;
    this.stored = stored;
    this.json = json;
    readOnly = new TransactionTemplate(transactions);
    readOnly.setReadOnly(true);
  }

  @EventListener
  void stop(ContextClosedEvent closed) {
    stopping = true;
  }

  private synchronized List<String> tables() {
    if (tables == null) {
      tables = Stream.of(DryRunDatabase.tables(), DryRunTarget.TABLES, List.of(DryRun.TABLE))
          .flatMap(List::stream)
          .toList();
    }
    return tables;
  }

  /**
   * Runs the next cycle of a job, or the rest of the one that is under way, without writing anything.
   *
   * @param draft schema to use instead of the job's own, with which the cycle is an initial one; null for the job's own
   * @throws io.syncjobs.server.job.JobNotFoundException if the owner has no such job
   * @throws Refusal if no job can run with the draft
   * @throws TargetException if the target can't be used
   */
  public DryRun run(JobKey key, @Nullable JsonNode draft) {
    jobs.get(key);
    Schema schema = draft == null ? schemas.get(key) : checked(key, draft);
    DryRunDatabase database = new DryRunDatabase(tables());
    try {
      return run(key, schema, draft != null, database);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private Schema checked(JobKey key, JsonNode draft) {
    try {
      return schemas.checked(key, draft);
    } catch (Refusal e) {
      throw new Refusal(
          e.code(),
          e.target() == null ? "schema" : "schema/" + e.target(),
          String.valueOf(e.getMessage()),
          e.details());
    }
  }

  private DryRun run(JobKey key, Schema schema, boolean draft, DryRunDatabase database) {
    readOnly.executeWithoutResult(transaction -> {
      database.copy(stored, "jobs", "id", key);
      database.copy(stored, "known_entries", "job_id", key);
      database.copy(stored, "written_references", "job_id", key);
    });
    JdbcTemplate jdbc = database.jdbc();
    // Requests that write to the real target meanwhile block nothing here.
    var unused = jdbc.update("UPDATE known_entries SET locked_by = NULL");
    JdbcClient client = JdbcClient.create(jdbc);
    NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(jdbc);
    ChunkedUpdates many = new ChunkedUpdates(named);
    Ids ids = new Ids(new JdkIdGenerator());
    JobStore copies = new JobStore(client, json, event -> {}, ids);
    KnownEntries entries = new KnownEntries(named, json, many);
    WrittenReferences written = new WrittenReferences(named, many);
    EndedCycles ended = new EndedCycles(client, json, properties);
    CycleStore store = new CycleStore(
        copies,
        entries,
        new EntryLocks(named),
        written,
        new CounterpartMoves(named, entries, written),
        new AuditLog(client, jdbc, json),
        connections,
        properties,
        clocks,
        ids);
    CycleRunner runner = new CycleRunner(
        store,
        new CycleCompletion(
            copies, entries, new EntryCounts(named), ended, properties, clocks, event -> {}),
        job -> dry(connections.open(job, schema), jdbc),
        entries,
        written,
        fingerprints,
        properties,
        threads,
        clocks,
        pace,
        ids);
    copies.change(key, job -> runnable(job, draft));
    String id = UUID.randomUUID().toString();
    Job job = store.claim(key, id);
    Cycle cycle = Objects.requireNonNull(job.progress().cycle());
    if (!runner.work(job, cycle, () -> stopping)) {
      throw new Refusal(
          ErrorCode.SERVICE_NOT_AVAILABLE,
          null,
          "The server is shutting down. Send the request again in a few seconds.");
    }
    return new DryRun(
        database, json, cycle.initial(), copies.get(key).progress().quarantine());
  }

  /** Job that runs at once, whether or not the real one does. */
  private static Job runnable(Job job, boolean draft) {
    Progress progress = job.progress();
    return job.with(
            new Schedule(job.schedule().interval(), null, Schedule.State.ACTIVE), job.settings())
        .with(draft ? progress.withoutWatermark().withoutCycle() : progress);
  }

  private Connection dry(Connection open, JdbcTemplate jdbc) {
    return new Connection(
        open.job(),
        open.mapping(),
        open.options(),
        open.source(),
        new DryRunTarget(open.target(), jdbc, json),
        open.defaultDomain());
  }
}
