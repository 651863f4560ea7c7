package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.syncjobs.client.model.SynchronizationCycle;
import io.syncjobs.client.model.SynchronizationCycleState;
import io.syncjobs.server.support.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Cycles that are due when a server starts, on a database with fewer connections for readers than cycles that run at once. */
class DueAtStartTest {

  private static final int JOBS = 12;

  private final Path folder = TestServer.newFolder();
  private final Logger failures = (Logger) LoggerFactory.getLogger(SchedulerReport.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void readLog() {
    log.start();
    failures.addAppender(log);
  }

  @AfterEach
  void releaseLog() {
    failures.detachAppender(log);
  }

  /** Cycles need the secret keys, which the start compares with the database. */
  @Test
  void theServerStartsAndRunsThemAtOnce() {
    List<Tenancy> tenants = new ArrayList<>();
    try (TestServer without = TestServer.startIn(folder)) {
      for (int i = 0; i < JOBS; i++) {
        // Nothing listens there, so that a cycle gets as far as its secrets and ends.
        Tenancy tenant = Tenancy.on(without, "http://127.0.0.1:1/scim", "token");
        tenant.outbound.start(tenant.outboundJob);
        tenants.add(tenant);
      }
    }

    try (TestServer server =
        TestServer.startIn(folder, TestServer.RUNNING.toArray(String[]::new))) {
      for (Tenancy tenant : tenants) {
        SynchronizationCycle cycle = server
            .client(tenant.id)
            .application(tenant.outboundApplication)
            .jobs()
            .awaitCycle(tenant.outboundJob, Duration.ofSeconds(60));
        assertThat(cycle.getState()).isEqualTo(SynchronizationCycleState.SUCCEEDED);
      }
      assertThat(log.list)
          .as("cycles that got no connection to the database")
          .noneMatch(event ->
              tenants.stream().anyMatch(tenant -> event.getFormattedMessage().contains(tenant.id)));
    }
  }
}
