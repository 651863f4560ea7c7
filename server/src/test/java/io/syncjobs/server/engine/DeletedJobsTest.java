package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import io.syncjobs.client.Jobs;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** Rows and log lines that a job leaves behind when it is deleted. Runs alone, since it reads the log of the whole virtual machine. */
@Isolated
class DeletedJobsTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @AfterEach
  void releaseLog() {
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private TestServer server(Database database) {
    TestServer server = database.server(TestServer.RUNNING);
    log.start();
    root().addAppender(log);
    return server;
  }

  /** A node may pick the execution of a job right before the job is deleted. */
  @ParameterizedTest
  @EnumSource(Database.class)
  void anExecutionOfADeletedJobEndsWithoutAnError(Database database) throws InterruptedException {
    TestServer server = server(database);
    JobKey key = new JobKey(new Owner(TestServer.newId(), TestServer.newId()), "deleted");

    server
        .bean(SchedulerClient.class)
        .schedule(CycleTask.DESCRIPTOR.instance(key.toString()).build(), Instant.now());

    Instant limit = Instant.now().plus(LIMIT);
    while (executions(server, key.id()) > 0 && Instant.now().isBefore(limit)) {
      Thread.sleep(50);
    }
    assertThat(executions(server, key.id())).isZero();
    assertThat(log.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)))
        .noneSatisfy(line -> assertThat(line.getLoggerName())
            .containsAnyOf("kagkarlsson", "io.syncjobs.server.engine"));
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void onlyTheProvisioningLogOutlivesAJob(Database database) throws MetaDataAccessException {
    TestServer server = server(database);
    Tenancy tenancy = Tenancy.on(server, "http://localhost:1", "token");
    tenancy.bring(Tenancy.user("ada"), Tenancy.user("bob", "nobody"));
    Jobs jobs = tenancy.inbound;
    tenancy
        .client
        .application(tenancy.inboundApplication)
        .schemas()
        .change(tenancy.inboundJob, schema -> schema);
    SynchronizationJob job = jobs.get(tenancy.inboundJob).value();
    assertThat(rows(server, job.getId())).containsKeys("known_entries", "schemas");
    assertThat(executions(server, job.getId())).isOne();

    jobs.delete(job.getId());

    assertThat(executions(server, job.getId())).isZero();
    assertThat(rows(server, job.getId())).containsOnlyKeys("provisioning_events");
  }

  private static long executions(TestServer server, String jobId) {
    return server
        .bean(JdbcClient.class)
        .sql("SELECT count(*) FROM scheduled_tasks WHERE task_instance LIKE ?")
        .param("%/" + jobId)
        .query(Long.class)
        .single();
  }

  /** The number of rows of a job by table, without tables that have none. */
  private static Map<String, Long> rows(TestServer server, String jobId)
      throws MetaDataAccessException {
    JdbcClient jdbc = server.bean(JdbcClient.class);
    Map<String, Long> rows = new TreeMap<>();
    for (String table : tables(server.bean(DataSource.class))) {
      long count = jdbc.sql("SELECT count(*) FROM " + table + " WHERE job_id = ?")
          .param(jobId)
          .query(Long.class)
          .single();
      if (count > 0) {
        rows.put(table, count);
      }
    }
    return rows;
  }

  /** All tables whose rows belong to a job. */
  private static List<String> tables(DataSource database) throws MetaDataAccessException {
    return JdbcUtils.extractDatabaseMetaData(database, metaData -> {
      List<String> tables = new ArrayList<>();
      try (ResultSet columns = metaData.getColumns(null, null, "%", "job_id")) {
        while (columns.next()) {
          if (!columns.getString("TABLE_NAME").contains("_by_")) {
            tables.add(columns.getString("TABLE_NAME"));
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return tables;
    });
  }
}
