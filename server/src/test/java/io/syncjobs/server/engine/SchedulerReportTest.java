package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Log lines about tasks that db-scheduler can't end. */
class SchedulerReportTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The database fails between a cycle and the deletion of its task, which another attempt repeats. */
  @Test
  void aTaskWhoseEndCantBeStoredIsReportedWithoutAnError() throws InterruptedException {
    TestServer server = Database.SQLITE.server(TestServer.RUNNING);
    JobKey key = new JobKey(new Owner(TestServer.newId(), TestServer.newId()), "refused");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    List<Logger> loggers = Stream.of("com.github.kagkarlsson", "io.syncjobs.server.engine")
        .map(name -> (Logger) LoggerFactory.getLogger(name))
        .toList();
    loggers.forEach(logger -> logger.addAppender(log));
    server.changeDatabase(database -> database
        .sql("CREATE TRIGGER refuse BEFORE DELETE ON scheduled_tasks WHEN OLD.task_instance = '%s'"
                .formatted(key)
            + " BEGIN SELECT RAISE(ABORT, 'refused'); END")
        .update());
    try {
      server
          .bean(SchedulerClient.class)
          .schedule(CycleTask.DESCRIPTOR.instance(key.toString()).build(), Instant.now());

      Instant limit = Instant.now().plus(LIMIT);
      while (reports(log).isEmpty() && Instant.now().isBefore(limit)) {
        Thread.sleep(50);
      }
      assertThat(reports(log)).isNotEmpty();
      assertThat(List.copyOf(log.list))
          .filteredOn(line -> line.getFormattedMessage().contains(key.toString()))
          .noneMatch(line -> line.getLevel() == Level.ERROR);
    } finally {
      server.changeDatabase(database -> database.sql("DROP TRIGGER refuse").update());
      loggers.forEach(logger -> logger.detachAppender(log));
    }
  }

  private static List<ILoggingEvent> reports(ListAppender<ILoggingEvent> log) {
    return List.copyOf(log.list).stream()
        .filter(line -> line.getLoggerName().equals(SchedulerReport.class.getName()))
        .toList();
  }
}
