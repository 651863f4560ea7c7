package io.syncjobs.server.engine;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import io.syncjobs.server.audit.AuditRetention;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.connector.upload.UploadLog;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Execution;
import io.syncjobs.server.job.secret.SecretStore;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Moves the clocks of tenants and runs what becomes due, for sandboxes; no other server has a bean of it. db-scheduler runs the cycles as always: a clock
 * that moves shifts the tenant's executions by the same time. Safe for use by many threads; the calls for one tenant must follow each other.
 */
public class TenantTime {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** Number of polls after which db-scheduler is woken again, in case it looked too early. */
  private static final int POLLS_PER_WAKE = 10;

  /** Number of cycles that take a minute or two. */
  private static final int MOST_CYCLES = 3000;

  private final Scheduler scheduler;
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final JobStore jobs;
  private final TenantClocks clocks;
  private final TenantTasks tasks;
  private final SecretStore secrets;
  private final AuditRetention audit;
  private final Directory directory;
  private final UploadLog uploads;
  private final Set<String> abandoned = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  public TenantTime(
      Scheduler scheduler,
      JdbcClient jdbc,
      TransactionOperations transactions,
      JobStore jobs,
      TenantClocks clocks,
      TenantTasks tasks,
      SecretStore secrets,
      AuditRetention audit,
      Directory directory,
      UploadLog uploads) {
    this.scheduler = scheduler;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.jobs = jobs;
    this.clocks = clocks;
    this.tasks = tasks;
    this.secrets = secrets;
    this.audit = audit;
    this.directory = directory;
    this.uploads = uploads;
    restore();
  }

  /** Restores the clocks that were moved before a restart. */
  private void restore() {
    jdbc.sql("SELECT tenant_id, ahead, stands FROM tenant_clocks").query(row -> {
      clocks.set(
          row.getString("tenant_id"),
          Duration.parse(row.getString("ahead")),
          row.getInt("stands") == 1);
    });
  }

  /**
   * A cycle that has ended, or a failed attempt at one.
   *
   * @param job job of the cycle
   * @param execution result of the cycle
   */
  public record Ended(JobKey job, Execution execution) {}

  @EventListener
  void stop(ContextClosedEvent closed) {
    stopping = true;
  }

  /**
   * Moves a tenant's clock ahead step by step, from one due cycle to the next. Returns the cycles that have ended, in order.
   *
   * @throws Refusal if too many cycles would run on the way, and nothing is changed then, or if the advance is abandoned
   * @throws io.syncjobs.server.job.secret.WrongSecretKeyException if cycles can't begin because this node lacks the key of their secrets
   */
  public List<Ended> advance(String tenantId, Duration time) {
    requireFewCycles(tenantId, time);
    Clock clock = clocks.of(tenantId);
    Instant goal = clock.instant().plus(time);
    List<Ended> ended = new ArrayList<>();
    Map<JobKey, Execution> before = lastExecutions(tenantId);
    for (Instant next = clock.instant();
        ;
        next = due(tenantId).filter(goal::isAfter).orElse(goal)) {
      moveTo(tenantId, next);
      await(tenantId, tenantId + "/");
      // They would fail at each step, and the caller would wonder why no cycle ends.
      tasks.failedCycles(tenantId + "/").forEach(job -> secrets.find(job.owner()));
      Map<JobKey, Execution> now = lastExecutions(tenantId);
      now.forEach((job, execution) -> {
        if (!execution.equals(before.put(job, execution))) {
          ended.add(new Ended(job, execution));
        }
      });
      if (!next.isBefore(goal)) {
        return ended;
      }
      if (abandoned.contains(tenantId)) {
        throw new Refusal(
            ErrorCode.ADVANCE_ABANDONED,
            null,
            "Another request resets or restores the tenant, so its clock stays at %s. Advance it again afterwards."
                .formatted(next));
      }
    }
  }

  /** Ends an advance of a tenant's clock, also one that hasn't begun, after the cycles of its next step. */
  public void abandon(String tenantId) {
    abandoned.add(tenantId);
  }

  /** Allows advances again. */
  public void resume(String tenantId) {
    abandoned.remove(tenantId);
  }

  private void requireFewCycles(String tenantId, Duration time) {
    double perSecond = jobs.ofTenant(tenantId).stream()
        .filter(job -> job.schedule().state() == Schedule.State.ACTIVE)
        .filter(job -> job.progress().quarantine() == null)
        .mapToDouble(job -> 1.0 / Duration.parse(job.schedule().interval()).toSeconds())
        .sum();
    if (perSecond * time.toSeconds() > MOST_CYCLES) {
      throw new Refusal(
          ErrorCode.INVALID_MEMBER,
          "by",
          "The jobs of the tenant would run %d cycles on the way, more than %d. Advance by PT%dS at most, pause jobs, or give them a longer interval."
              .formatted(Math.round(perSecond * time.toSeconds()), MOST_CYCLES, (long)
                  (MOST_CYCLES / perSecond)));
    }
  }

  /**
   * Runs a cycle of a job at once and waits for its end. A cycle that was under way, after a failed attempt for instance, has the source as it was at its
   * beginning; it is followed by another one, so that the target has what the source has now.
   *
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   * @throws io.syncjobs.server.job.secret.WrongSecretKeyException if this node lacks the key of the job's secrets; nothing has changed then
   * @throws Refusal if the cycle doesn't end
   */
  public Ended run(JobKey key) {
    boolean underWay = isUnderWay(key);
    var unused = secrets.find(key.owner());
    runOnce(key);
    if (underWay && !isUnderWay(key)) {
      runOnce(key);
    }
    return new Ended(
        key, Objects.requireNonNull(jobs.get(key).progress().history().last()));
  }

  private boolean isUnderWay(JobKey key) {
    return jobs.get(key).progress().cycle() != null;
  }

  private void runOnce(JobKey key) {
    jobs.change(key, job -> job.inState(Schedule.State.ACTIVE, job.progress().started()));
    await(key.owner().tenantId(), key.toString());
    if (tasks.failedCycles(key.toString()).contains(key)) {
      throw new Refusal(
          ErrorCode.SERVICE_NOT_AVAILABLE,
          null,
          "The cycle broke off, for a reason that the log of the server gives along with the id of the job. It is tried again by itself; run it again once the reason is gone.");
    }
  }

  /** Waits until no cycle of a tenant is running, nor due unless its clock stands still. */
  public void awaitQuiet(String tenantId) {
    awaitIdle(tenantId + "/");
  }

  /** Stores the clock of a tenant for the next start of the server. */
  public void store(String tenantId, Duration ahead, boolean stands) {
    transactions.executeWithoutResult(transaction -> jdbc.sql("""
            INSERT INTO tenant_clocks (tenant_id, ahead, stands) VALUES (:tenant, :ahead, :stands)
            ON CONFLICT (tenant_id) DO UPDATE SET ahead = excluded.ahead, stands = excluded.stands
            """)
        .param("tenant", tenantId)
        .param("ahead", ahead.toString())
        .param("stands", stands ? 1 : 0)
        .update());
  }

  private Map<JobKey, Execution> lastExecutions(String tenantId) {
    Map<JobKey, Execution> last = new HashMap<>();
    for (Job job : jobs.ofTenant(tenantId)) {
      Execution execution = job.progress().history().last();
      if (execution != null) {
        last.put(job.key(), execution);
      }
    }
    return last;
  }

  /** Moves a clock, shifts the executions that wait, and removes what has been kept long enough. */
  private void moveTo(String tenantId, Instant time) {
    Duration step = Duration.between(clocks.of(tenantId).instant(), time);
    if (step.isNegative() || step.isZero()) {
      return;
    }
    List<ScheduledExecution<Object>> waiting = tasks.cycles(tenantId + "/");
    Duration ahead = clocks.ahead(tenantId).plus(step);
    boolean stands = clocks.stands(tenantId);
    clocks.set(tenantId, ahead, stands);
    store(tenantId, ahead, stands);
    audit.deleteExpired(tenantId);
    directory.removeExpired(tenantId);
    uploads.deleteExpired(tenantId);
    for (ScheduledExecution<Object> execution : waiting) {
      shift(execution, step);
    }
  }

  /** Shifts an execution, unless it was picked meanwhile: a node that completes it reads the new time. */
  private void shift(ScheduledExecution<Object> execution, Duration step) {
    try {
      boolean same = scheduler
          .getScheduledExecution(execution.getTaskInstance())
          .filter(
              now -> !now.isPicked() && now.getExecutionTime().equals(execution.getExecutionTime()))
          .isPresent();
      if (same) {
        scheduler.reschedule(
            execution.getTaskInstance(), execution.getExecutionTime().minus(step));
      }
    } catch (TaskInstanceCurrentlyExecutingException e) {
      // Picked meanwhile, as above.
    }
  }

  /** Time of the tenant's clock at which the next execution is due. */
  private Optional<Instant> due(String tenantId) {
    return tasks.cycles(tenantId + "/").stream()
        .map(ScheduledExecution::getExecutionTime)
        .min(Comparator.naturalOrder())
        .map(time -> time.plus(clocks.ahead(tenantId)));
  }

  /**
   * Waits until no execution of a tenant whose key begins with a text is due or running. While the clock stands still, none runs by itself: those that are due
   * run one after the other, in one order.
   */
  private void await(String tenantId, String prefix) {
    while (clocks.stands(tenantId)) {
      Instant now = clocks.base(tenantId);
      Optional<ScheduledExecution<Object>> due = tasks.cycles(prefix).stream()
          .filter(execution -> !execution.getExecutionTime().isAfter(now))
          .min(Comparator.<ScheduledExecution<Object>, Instant>comparing(
                  ScheduledExecution::getExecutionTime)
              .thenComparing(execution -> execution.getTaskInstance().getId()));
      if (due.isEmpty()) {
        break;
      }
      release(due.get());
      awaitIdle(prefix);
    }
    awaitIdle(prefix);
  }

  private void release(ScheduledExecution<Object> execution) {
    try {
      scheduler.reschedule(execution.getTaskInstance(), clocks.server().instant());
    } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException e) {
      // It runs already, or its job was deleted.
    }
  }

  /** Waits until no execution whose key begins with a text runs, or is due by the server's clock. */
  private void awaitIdle(String prefix) {
    for (int poll = 0;
        tasks.isCyclePicked(prefix) || tasks.cycles(prefix).stream().anyMatch(this::isBusy);
        poll++) {
      if (poll % POLLS_PER_WAKE == 0) {
        scheduler.triggerCheckForDueExecutions();
      }
      if (stopping) {
        throw new Refusal(
            ErrorCode.SERVICE_NOT_AVAILABLE,
            null,
            "The server is shutting down. The clock stays where it is; advance it again after the start.");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean isBusy(ScheduledExecution<Object> execution) {
    return execution.isPicked()
        || !execution.getExecutionTime().isAfter(clocks.server().instant());
  }
}
