package io.syncjobs.server.web.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.JobStore.State;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.StatusCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Numbers of jobs by state, over all tenants and the whole database, whichever node is asked. Read at most every ten seconds, and only when
 * somebody scrapes; NaN while the database can't be read. Thread-safe.
 */
@Component
class JobGauges implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(JobGauges.class);
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final JobStore jobs;
  private final Clock clock;
  private Counts counts = new Counts(Instant.MIN, true, Map.of());

  private record Counts(Instant until, boolean known, Map<State, Long> byState) {}

  JobGauges(JobStore jobs, Clock clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    for (StatusCode code : StatusCode.values()) {
      for (Schedule.State schedule : Schedule.State.values()) {
        Gauge.builder("syncjobs.jobs", () -> count(new State(code, schedule)))
            .description(
                "Jobs in the database, by the code of their status and the state of their schedule")
            .tag("status", code.name())
            .tag("schedule", schedule.name())
            .register(meters);
      }
    }
  }

  private synchronized double count(State state) {
    if (clock.instant().isAfter(counts.until())) {
      counts = count();
    }
    return counts.known() ? counts.byState().getOrDefault(state, 0L) : Double.NaN;
  }

  private Counts count() {
    boolean known = true;
    Map<State, Long> byState = Map.of();
    try {
      byState = jobs.countByState();
    } catch (DataAccessException | TransactionException e) {
      log.warn("Jobs can't be counted: {}", e.getMessage());
      known = false;
    }
    return new Counts(clock.instant().plus(KEPT), known, byState);
  }
}
