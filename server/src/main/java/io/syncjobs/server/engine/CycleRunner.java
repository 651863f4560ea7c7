package io.syncjobs.server.engine;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.PhaseRunner.Pages;
import io.syncjobs.server.engine.entry.Claims;
import io.syncjobs.server.engine.entry.Connection;
import io.syncjobs.server.engine.entry.DeletionGuard;
import io.syncjobs.server.engine.entry.Fingerprints;
import io.syncjobs.server.engine.entry.IdChanges;
import io.syncjobs.server.engine.entry.Initiator;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.engine.entry.SyncRun;
import io.syncjobs.server.engine.entry.TargetFailures;
import io.syncjobs.server.engine.entry.WrittenReferences;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobNotFoundException;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.job.progress.Execution.Failure;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs cycles page by page: reads entries, synchronizes their counterparts and stores the outcomes. At most two pages are in memory. Safe for use by many
 * threads, one for each job.
 */
@Component
public class CycleRunner {

  private static final Logger log = LoggerFactory.getLogger(CycleRunner.class);

  private final CycleStore store;
  private final CycleCompletion completion;
  private final ConnectionFactory connections;
  private final KnownEntries entries;
  private final WrittenReferences written;
  private final Fingerprints fingerprints;
  private final EngineProperties properties;
  private final EngineThreads threads;
  private final TenantClocks clocks;
  private final TargetPace pace;
  private final Ids ids;

  CycleRunner(
      CycleStore store,
      CycleCompletion completion,
      ConnectionFactory connections,
      KnownEntries entries,
      WrittenReferences written,
      Fingerprints fingerprints,
      EngineProperties properties,
      EngineThreads threads,
      TenantClocks clocks,
      TargetPace pace,
      Ids ids) {
    this.store = store;
    this.completion = completion;
    this.connections = connections;
    this.entries = entries;
    this.written = written;
    this.fingerprints = fingerprints;
    this.properties = properties;
    this.threads = threads;
    this.clocks = clocks;
    this.pace = pace;
    this.ids = ids;
  }

  /**
   * End of a run.
   *
   * @param unfinished whether the cycle continues at once, on any node
   * @param rest pause that the target asks for; null for none, or for one that the run has waited for in vain
   */
  public record Ended(boolean unfinished, @Nullable Duration rest) {}

  /**
   * Begins a cycle of a job, or continues the one that is under way, until it ends.
   *
   * @param stopping true once this node shuts down; the cycle then stays as it is
   */
  public Ended run(JobKey key, BooleanSupplier stopping) {
    String runner = UUID.randomUUID().toString();
    try {
      Job job = store.claim(key, runner);
      Cycle cycle = job.progress().cycle();
      if (cycle == null || !cycle.runner().equals(runner)) {
        return new Ended(false, null);
      }
      return run(job, cycle, stopping);
    } catch (JobNotFoundException | CycleStore.LostException e) {
      log.info("Cycle of {} ends: {}", key, e.getMessage());
      return new Ended(false, null);
    }
  }

  private Ended run(Job job, Cycle begun, BooleanSupplier stopping) {
    JobKey key = job.key();
    try {
      return new Ended(!work(job, begun, stopping), null);
    } catch (TargetException e) {
      log.info("Target of {} can't be used: {}", key, e.getMessage());
      completion.failed(
          key, begun.runner(), CycleCompletion.failure(e), e.problem().mayPass(isProven(job)));
      Duration waited = patience(key);
      return new Ended(
          false, e.retryAfter().filter(rest -> rest.compareTo(waited) > 0).orElse(null));
    } catch (ExpressionException e) {
      Failure failure = new Failure("SchemaInvalid", String.valueOf(e.getMessage()), true);
      completion.failed(key, begun.runner(), failure, false);
      return new Ended(false, null);
    }
  }

  /** True if a cycle of the job has done all its work before, so that the target was as it should be. */
  private static boolean isProven(Job job) {
    return job.progress().history().steadySince() != null;
  }

  /**
   * Runs a cycle to its end.
   *
   * @param begun cycle of this runner
   * @param stopping true once no further page is to start
   * @return false if the cycle was stopped
   * @throws TargetException if the target can't be used
   * @throws ExpressionException if the job's schema has an invalid expression
   * @throws CycleStore.LostException if another runner has the cycle
   */
  boolean work(Job job, Cycle begun, BooleanSupplier stopping) {
    JobKey key = job.key();
    String tenant = key.owner().tenantId();
    Clock clock = clocks.of(tenant);
    // Everything has to happen in one order.
    boolean stands = clocks.stands(tenant);
    TargetBackoff backoff = new TargetBackoff(
        patience(key),
        clock,
        threads,
        stands ? Instant.EPOCH : pace.restsUntil(key),
        until -> pace.rest(key, until));
    try (Connection connection = connections.open(job);
        PageWorkers workers =
            new PageWorkers(threads, stands ? 1 : properties.concurrency(), backoff)) {
      SyncRun run = new SyncRun(
          connection,
          entries,
          written,
          new Initiator(begun.id(), ProvisioningEvent.SYSTEM, false),
          new Claims(4 * properties.pageSize()),
          new IdChanges(begun.hasAllToRead()),
          new TargetFailures(job.progress().history().isLinked()),
          new DeletionGuard(
              connection.options().deleteThreshold(),
              begun.counters().deletes(),
              job.progress().deletesForced()),
          fingerprints,
          properties.escrowGaps(),
          clock,
          ids);
      Optional<Cycle> cycle = Optional.of(begun);
      while (cycle.isPresent()) {
        Pages pages = new CyclePages(
                run, workers, cycle.get(), entries, store, clocks.server(), properties.pageSize())
            .ofPhase(job.progress().deletesForced());
        Cycle worked = new PhaseRunner(run, store, pages, stopping).from(cycle.get());
        if (stopping.getAsBoolean()) {
          return false;
        }
        cycle = next(worked);
      }
      completion.finished(key, begun.runner(), run.failures().servesSomeOnly());
      return true;
    }
  }

  /** Longest pause that a run waits for. Nobody can wait for a clock that stands still. */
  private Duration patience(JobKey key) {
    return clocks.stands(key.owner().tenantId()) ? Duration.ZERO : properties.patience();
  }

  /** Next phase of the cycle; empty after the last. It is stored with the first page of the phase, since a node that takes over finds no page left before it. */
  private static Optional<Cycle> next(Cycle cycle) {
    return switch (cycle.phase()) {
      case RETRIES -> Optional.of(cycle.in(Cycle.Phase.ENTRIES));
      case ENTRIES -> Optional.of(cycle.in(Cycle.Phase.REFERENCES));
      case REFERENCES -> Optional.empty();
    };
  }
}
