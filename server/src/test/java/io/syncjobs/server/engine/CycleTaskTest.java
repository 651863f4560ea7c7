package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Counters;
import io.syncjobs.server.job.progress.Execution;
import io.syncjobs.server.job.progress.History;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.progress.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time of a job's next run. */
class CycleTaskTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private static Job job(Schedule.State state, Progress progress) {
    return new Job(
        new Owner("t", "a"),
        "id",
        "scim",
        new Schedule("PT40M", null, state),
        progress,
        List.of(),
        "v");
  }

  private static Progress ran(Duration before) {
    Instant began = NOW.minus(before);
    return Progress.NONE.withHistory(History.NONE.withExecution(
        new Execution("c", began, NOW, Execution.Result.SUCCEEDED, 0, Counters.NONE, null)));
  }

  @Test
  void anIntervalAfterTheBeginningOfTheLastCycle() {
    assertThat(CycleTask.next(job(Schedule.State.ACTIVE, ran(Duration.ofMinutes(10))), null, NOW))
        .contains(NOW.plus(Duration.ofMinutes(30)));
  }

  @Test
  void atOnceAfterACycleThatTookLonger() {
    assertThat(CycleTask.next(job(Schedule.State.ACTIVE, ran(Duration.ofHours(3))), null, NOW))
        .contains(NOW);
  }

  @Test
  void atOnceIfSomebodyStartedItMeanwhile() {
    assertThat(CycleTask.next(
            job(Schedule.State.ACTIVE, ran(Duration.ZERO).started()), Duration.ofHours(1), NOW))
        .contains(NOW);
  }

  @Test
  void afterTheRestThatTheTargetAsksFor() {
    assertThat(CycleTask.next(
            job(Schedule.State.ACTIVE, ran(Duration.ZERO)), Duration.ofMinutes(5), NOW))
        .contains(NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void whenItsQuarantineSays() {
    Instant next = NOW.plus(Duration.ofHours(6));
    Quarantine quarantine = new Quarantine("Unknown", "code", "message", true, NOW, 1, NOW, next);
    assertThat(CycleTask.next(
            job(Schedule.State.ACTIVE, ran(Duration.ZERO).withQuarantine(quarantine, 1)),
            null,
            NOW))
        .contains(next);
  }

  @Test
  void notBeforeItsQuarantineSaysWhateverTheTargetAsksFor() {
    Quarantine quarantine = new Quarantine(
        "Unknown", "code", "message", true, NOW, 1, NOW, NOW.plus(Duration.ofHours(6)));
    Job job = job(Schedule.State.ACTIVE, ran(Duration.ZERO).withQuarantine(quarantine, 1));
    assertThat(CycleTask.next(job, Duration.ZERO, NOW)).contains(NOW.plus(Duration.ofHours(6)));
    assertThat(CycleTask.next(job, Duration.ofHours(7), NOW))
        .contains(NOW.plus(Duration.ofHours(7)));
  }

  @Test
  void anIntervalAfterTheEndOfAnAttemptThatFailed() {
    Instant began = NOW.minus(Duration.ofHours(3));
    Progress failed = Progress.NONE.withHistory(History.NONE.withExecution(
        new Execution("c", began, NOW, Execution.Result.FAILED, 0, Counters.NONE, null)));
    assertThat(CycleTask.next(job(Schedule.State.ACTIVE, failed), null, NOW))
        .contains(NOW.plus(Duration.ofMinutes(40)));
  }

  @Test
  void neverWhileItIsStopped() {
    for (Schedule.State state : List.of(Schedule.State.PAUSED, Schedule.State.DISABLED)) {
      assertThat(CycleTask.next(job(state, ran(Duration.ZERO)), null, NOW)).isEmpty();
    }
  }
}
