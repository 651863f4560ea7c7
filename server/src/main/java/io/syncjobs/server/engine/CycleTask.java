package io.syncjobs.server.engine;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.syncjobs.server.engine.CycleRunner.Ended;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Execution;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Task of db-scheduler that runs the cycles of a job, on one node at a time. The execution of a node that died moves to another node, which continues the
 * cycle.
 */
@Configuration(proxyBeanMethods = false)
class CycleTask {

  /** Task with one instance per job. */
  static final TaskDescriptor<Void> DESCRIPTOR = TaskDescriptor.of("cycle");

  /** Pause after an unexpected failure, such as an unreachable database. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final CycleRunner cycles;
  private final JobStore jobs;
  private final TransactionOperations transactions;
  private final TenantClocks clocks;

  CycleTask(
      CycleRunner cycles, JobStore jobs, TransactionOperations transactions, TenantClocks clocks) {
    this.cycles = cycles;
    this.jobs = jobs;
    this.transactions = transactions;
    this.clocks = clocks;
  }

  @Bean
  Task<Void> cycles() {
    return Tasks.custom(DESCRIPTOR)
        .onDeadExecutionRevive()
        .onFailure((failed, execution) ->
            execution.reschedule(failed, afterFailure(failed.getExecution().taskInstance)))
        .execute(this::run);
  }

  private Instant afterFailure(TaskInstance<?> instance) {
    return clocks.base(JobKey.parse(instance.getId()).owner().tenantId()).plus(AFTER_FAILURE);
  }

  /** Replaces the bean that starts db-scheduler's threads. */
  @Bean
  @ConditionalOnProperty(name = "syncjobs.engine.enabled", havingValue = "false")
  DbSchedulerStarter noStart() {
    return () -> {};
  }

  private CompletionHandler<Void> run(TaskInstance<Void> instance, ExecutionContext context) {
    JobKey key = JobKey.parse(instance.getId());
    Ended ended = cycles.run(key, () -> context.getSchedulerState().isShuttingDown());
    return (completed, execution) -> complete(key, ended, completed, execution);
  }

  /** Locks the job, so that a concurrent start is either seen here or schedules the next cycle afterwards. */
  private void complete(
      JobKey key, Ended ended, ExecutionComplete completed, ExecutionOperations<Void> execution) {
    transactions.executeWithoutResult(transaction -> next(key, ended)
        .ifPresentOrElse(time -> execution.reschedule(completed, time), execution::stop));
  }

  /** Time of the next run by the server's clock; empty for a job that was deleted meanwhile. */
  private Optional<Instant> next(JobKey key, Ended ended) {
    String tenant = key.owner().tenantId();
    Instant now = clocks.of(tenant).instant();
    return jobs.findLocked(key)
        .flatMap(job -> ended.unfinished() ? Optional.of(now) : next(job, ended.rest(), now))
        .map(time -> clocks.serverTime(tenant, time));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Time of the next run by the tenant's clock; empty for a job that is not to run. */
  static Optional<Instant> next(Job job, @Nullable Duration rest, Instant now) {
    Progress progress = job.progress();
    if (job.schedule().state() != Schedule.State.ACTIVE) {
      return Optional.empty();
    }
    if (progress.due()) {
      return Optional.of(now);
    }
    Instant rested = now.plus(rest == null ? Duration.ZERO : rest);
    if (progress.quarantine() != null) {
      return Optional.of(later(progress.quarantine().nextAttempt(), rested));
    }
    if (rest != null) {
      return Optional.of(rested);
    }
    Execution last = progress.history().last();
    Instant since =
        last == null ? now : last.result() == Execution.Result.FAILED ? last.ended() : last.began();
    return Optional.of(later(since.plus(Duration.parse(job.schedule().interval())), now));
  }
}
