package io.syncjobs.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.Schedule.State;
import io.syncjobs.server.job.progress.History;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.progress.Quarantine;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The full transition table: the result of each event in each state. */
class JobLifecycleTest {

  private static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");

  /** The states that a job can be in. */
  enum Before {
    NEW(State.DISABLED, false, false, false),
    DISABLED(State.DISABLED, true, true, false),
    PAUSED(State.PAUSED, true, true, false),
    PAUSED_EARLY(State.PAUSED, true, false, false),
    PAUSED_IN_QUARANTINE(State.PAUSED, true, true, true),
    FIRST_CYCLE(State.ACTIVE, true, false, false),
    RUNNING(State.ACTIVE, true, true, false),
    IN_QUARANTINE(State.ACTIVE, true, true, true);

    private final State state;
    private final boolean started;
    private final boolean initialCycleDone;
    private final boolean quarantined;

    Before(State state, boolean started, boolean initialCycleDone, boolean quarantined) {
      this.state = state;
      this.started = started;
      this.initialCycleDone = initialCycleDone;
      this.quarantined = quarantined;
    }

    Job job() {
      @Nullable
      Quarantine quarantine = quarantined
          ? new Quarantine("Unknown", "code", "message", true, TIME, 1, TIME, TIME)
          : null;
      return new Job(
          new Owner("t", "a"),
          "id",
          "scim",
          new Schedule("PT40M", null, state),
          new Progress(
              started,
              initialCycleDone,
              initialCycleDone ? "mark" : null,
              started,
              started ? 7 : 0,
              false,
              false,
              quarantined ? 3 : 0,
              quarantine,
              false,
              null,
              History.NONE),
          List.of(),
          "v");
    }
  }

  private static JobEvent event(String name) {
    return switch (name) {
      case "start" -> new JobEvent.Start();
      case "pause" -> new JobEvent.Pause();
      case "disable" -> new JobEvent.Disable();
      case "restart" ->
        new JobEvent.Restart(
            EnumSet.of(ResetScope.WATERMARK, ResetScope.ESCROWS, ResetScope.QUARANTINE_STATE));
      case "restart none" -> new JobEvent.Restart(Set.of());
      case "restart escrows" -> new JobEvent.Restart(Set.of(ResetScope.ESCROWS));
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "NEW,                  start,           ACTIVE,   NOT_RUN",
    "NEW,                  pause,           DISABLED, PAUSED",
    "NEW,                  disable,         DISABLED, PAUSED",
    "NEW,                  restart,         ACTIVE,   NOT_RUN",
    "NEW,                  restart none,    ACTIVE,   NOT_RUN",
    "NEW,                  restart escrows, ACTIVE,   NOT_RUN",
    "DISABLED,             start,           ACTIVE,   ACTIVE",
    "DISABLED,             pause,           DISABLED, PAUSED",
    "DISABLED,             disable,         DISABLED, PAUSED",
    "DISABLED,             restart,         ACTIVE,   NOT_RUN",
    "DISABLED,             restart none,    ACTIVE,   ACTIVE",
    "DISABLED,             restart escrows, ACTIVE,   ACTIVE",
    "PAUSED,               start,           ACTIVE,   ACTIVE",
    "PAUSED,               pause,           PAUSED,   PAUSED",
    "PAUSED,               disable,         DISABLED, PAUSED",
    "PAUSED,               restart,         ACTIVE,   NOT_RUN",
    "PAUSED,               restart none,    ACTIVE,   ACTIVE",
    "PAUSED,               restart escrows, ACTIVE,   ACTIVE",
    "PAUSED_EARLY,         start,           ACTIVE,   NOT_RUN",
    "PAUSED_EARLY,         pause,           PAUSED,   PAUSED",
    "PAUSED_EARLY,         disable,         DISABLED, PAUSED",
    "PAUSED_EARLY,         restart,         ACTIVE,   NOT_RUN",
    "PAUSED_EARLY,         restart none,    ACTIVE,   NOT_RUN",
    "PAUSED_EARLY,         restart escrows, ACTIVE,   NOT_RUN",
    "PAUSED_IN_QUARANTINE, start,           ACTIVE,   ACTIVE",
    "PAUSED_IN_QUARANTINE, pause,           PAUSED,   PAUSED",
    "PAUSED_IN_QUARANTINE, disable,         DISABLED, PAUSED",
    "PAUSED_IN_QUARANTINE, restart,         ACTIVE,   NOT_RUN",
    "PAUSED_IN_QUARANTINE, restart none,    ACTIVE,   ACTIVE",
    "PAUSED_IN_QUARANTINE, restart escrows, ACTIVE,   QUARANTINE",
    "FIRST_CYCLE,          start,           ACTIVE,   NOT_RUN",
    "FIRST_CYCLE,          pause,           PAUSED,   PAUSED",
    "FIRST_CYCLE,          disable,         DISABLED, PAUSED",
    "FIRST_CYCLE,          restart,         ACTIVE,   NOT_RUN",
    "FIRST_CYCLE,          restart none,    ACTIVE,   NOT_RUN",
    "FIRST_CYCLE,          restart escrows, ACTIVE,   NOT_RUN",
    "RUNNING,              start,           ACTIVE,   ACTIVE",
    "RUNNING,              pause,           PAUSED,   PAUSED",
    "RUNNING,              disable,         DISABLED, PAUSED",
    "RUNNING,              restart,         ACTIVE,   NOT_RUN",
    "RUNNING,              restart none,    ACTIVE,   ACTIVE",
    "RUNNING,              restart escrows, ACTIVE,   ACTIVE",
    "IN_QUARANTINE,        start,           ACTIVE,   ACTIVE",
    "IN_QUARANTINE,        pause,           PAUSED,   PAUSED",
    "IN_QUARANTINE,        disable,         DISABLED, PAUSED",
    "IN_QUARANTINE,        restart,         ACTIVE,   NOT_RUN",
    "IN_QUARANTINE,        restart none,    ACTIVE,   ACTIVE",
    "IN_QUARANTINE,        restart escrows, ACTIVE,   QUARANTINE"
  })
  void statesAfterEvents(Before before, String event, State state, StatusCode code) {
    Job once = JobLifecycle.next(before.job(), event(event));

    assertThat(once.schedule().state()).isEqualTo(state);
    assertThat(once.statusCode()).isEqualTo(code);
    assertThat(JobLifecycle.next(once, event(event))).as("again").isEqualTo(once);
  }

  @ParameterizedTest
  @EnumSource(Before.class)
  void stoppingKeepsWhatWasGot(Before before) {
    for (String event : List.of("pause", "disable")) {
      assertThat(JobLifecycle.next(before.job(), event(event)).progress())
          .isEqualTo(before.job().progress());
    }
  }

  @Test
  void repeatedStartsAndPausesChangeNothing() {
    for (Before before : List.of(Before.FIRST_CYCLE, Before.RUNNING)) {
      assertThat(JobLifecycle.next(before.job(), new JobEvent.Start())).isEqualTo(before.job());
    }
    for (Before before : List.of(Before.NEW, Before.DISABLED, Before.PAUSED)) {
      assertThat(JobLifecycle.next(before.job(), new JobEvent.Pause())).isEqualTo(before.job());
    }
  }

  @Test
  void deletionsAreForcedByTheLastRestartAlone() {
    Job forced = JobLifecycle.next(
        Before.RUNNING.job(), new JobEvent.Restart(Set.of(ResetScope.FORCE_DELETES)));
    assertThat(forced.progress().deletesForced()).isTrue();
    assertThat(JobLifecycle.next(forced, new JobEvent.Start()).progress().deletesForced())
        .isTrue();
    assertThat(JobLifecycle.next(forced, new JobEvent.Restart(Set.of(ResetScope.ESCROWS)))
            .progress()
            .deletesForced())
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(ResetScope.class)
  void eachScopeForgetsItsOwnAndWhatDependsOnIt(ResetScope scope) {
    Progress before = Before.IN_QUARANTINE.job().progress();
    Progress after = JobLifecycle.next(
            Before.IN_QUARANTINE.job(), new JobEvent.Restart(Set.of(scope)))
        .progress();

    boolean watermark = scope == ResetScope.WATERMARK || scope == ResetScope.CONNECTOR_DATA_STORE;
    boolean quarantine = scope == ResetScope.QUARANTINE_STATE;
    assertThat(after)
        .isEqualTo(new Progress(
            true,
            !watermark,
            watermark ? null : before.watermark(),
            scope != ResetScope.CONNECTOR_DATA_STORE,
            scope == ResetScope.ESCROWS ? 0 : 7,
            scope == ResetScope.ESCROWS,
            scope == ResetScope.FORCE_DELETES,
            quarantine ? 0 : 3,
            quarantine ? null : before.quarantine(),
            true,
            null,
            History.NONE));
  }
}
