package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.connector.scim.ScimTargets;
import io.syncjobs.server.connector.scim.ScimTargetsOver;
import io.syncjobs.server.connector.upload.UploadedRecords;
import io.syncjobs.server.engine.CycleRunner;
import io.syncjobs.server.engine.EngineThreads;
import io.syncjobs.server.engine.Escrows;
import io.syncjobs.server.engine.JobControl;
import io.syncjobs.server.engine.ProvisionOnDemand;
import io.syncjobs.server.engine.webhook.CycleMessages;
import io.syncjobs.server.job.JobEditing;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.secret.SecretStore;
import io.syncjobs.server.mapping.JobSchemas;
import io.syncjobs.server.support.SharedLog;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.support.NoOpTaskScheduler;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.IdGenerator;
import tools.jackson.databind.json.JsonMapper;

/** The engine on a SQLite file, with time, threads, ids and transport that a seed determines. Many runs share it, each with a tenant of its own. For one thread at a time. */
final class World implements AutoCloseable {

  /** Simulated tests share it, and take turns by its name. */
  static final String NAME = "the simulated world";

  /** Bytes of which worlds for all processors need less than half. */
  private static final long SPACE = Runtime.getRuntime().availableProcessors() * (256L << 20);

  private static @Nullable World shared;

  final SimulatedClock clock = new SimulatedClock();
  final Steps steps = new Steps();
  final SimulatedService service;
  final SimulatedHttp http;
  final EarlierAccounts earlier;
  final Migrations migrations;
  private final ConfigurableApplicationContext context;
  private final Path folder;
  private Random ids = new Random(0);

  /** The rooms of the server below the web. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan({
    "io.syncjobs.server.audit",
    "io.syncjobs.server.connector",
    "io.syncjobs.server.contract",
    "io.syncjobs.server.engine",
    "io.syncjobs.server.job",
    "io.syncjobs.server.mapping",
    "io.syncjobs.server.platform"
  })
  @ConfigurationPropertiesScan({
    "io.syncjobs.server.audit",
    "io.syncjobs.server.connector",
    "io.syncjobs.server.engine",
    "io.syncjobs.server.mapping",
    "io.syncjobs.server.platform"
  })
  static class Rooms {}

  World() {
    folder = folder();
    service = new SimulatedService(clock, Quirks.draw(new Random(0)));
    http = new SimulatedHttp(service, clock, steps);
    earlier = new EarlierAccounts(service, clock);
    migrations = new Migrations(service, earlier, steps);
    SharedLog.use();
    context = new SpringApplicationBuilder(Rooms.class)
        .web(WebApplicationType.NONE)
        .initializers(context -> {
          var beans = (org.springframework.context.support.GenericApplicationContext) context;
          beans.registerBean(
              "clock", Clock.class, () -> clock, definition -> definition.setPrimary(true));
          beans.registerBean(
              "simulatedIds",
              IdGenerator.class,
              () -> this::nextId,
              definition -> definition.setPrimary(true));
          beans.registerBean(
              "simulatedThreads",
              EngineThreads.class,
              Inline::new,
              definition -> definition.setPrimary(true));
          beans.registerBean(
              "simulatedTargets",
              ScimTargets.class,
              () -> ScimTargetsOver.calls(http, context.getBean(JsonMapper.class), clock),
              definition -> definition.setPrimary(true));
          beans.registerBean("messages", CycleMessages.class, () -> cycle -> "{}");
          beans.registerBean("taskScheduler", TaskScheduler.class, NoOpTaskScheduler::new);
          beans.registerBean("steps", Steps.class, () -> steps);
        })
        .run(
            "--syncjobs.data-dir=" + folder,
            "--spring.main.allow-bean-definition-overriding=true",
            "--syncjobs.engine.enabled=false",
            "--syncjobs.engine.page-size=3",
            "--syncjobs.engine.concurrency=1");
  }

  /** The world of all tests in this process. */
  static World shared() {
    World there = shared;
    if (there == null) {
      there = new World();
      shared = there;
    }
    return there;
  }

  /** A folder in memory if there is one with enough space, as nothing here depends on the disk. */
  private static Path folder() {
    Path memory = Path.of("/dev/shm");
    try {
      Path folder = Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > SPACE
          ? Files.createTempDirectory(memory, "syncjobs-simulation")
          : TestServer.newFolder();
      // Also if the process is stopped in the middle.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    FileSystemUtils.deleteRecursively(folder.toFile());
  }

  private UUID nextId() {
    return new UUID(ids.nextLong(), ids.nextLong());
  }

  /** Begins a run. */
  void reset(Random seeded, Quirks quirks, Runnable during) {
    clock.reset();
    ids = new Random(seeded.nextLong());
    steps.reset(new Random(seeded.nextLong()), quirks.killRate());
    service.reset(quirks);
    earlier.clear();
    migrations.clear();
    http.reset(new Random(seeded.nextLong()), quirks.faultRate(), during);
  }

  /** Waits move the clock, and everything runs in the thread of the cycle. */
  private final class Inline extends EngineThreads {

    @Override
    protected ExecutorService pool(int number) {
      return new AbstractExecutorService() {
        private boolean closed;

        @Override
        public void execute(Runnable command) {
          command.run();
        }

        @Override
        public void shutdown() {
          closed = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
          closed = true;
          return List.of();
        }

        @Override
        public boolean isShutdown() {
          return closed;
        }

        @Override
        public boolean isTerminated() {
          return closed;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
          return true;
        }
      };
    }

    @Override
    protected boolean await(CountDownLatch latch, Duration time) {
      clock.advance(time);
      return latch.getCount() == 0;
    }
  }

  /** Tells whether the current thread is within a transaction, in which nobody else can change anything. */
  static boolean inTransaction() {
    return TransactionSynchronizationManager.isActualTransactionActive();
  }

  Directory directory() {
    return context.getBean(Directory.class);
  }

  UploadedRecords uploads() {
    return context.getBean(UploadedRecords.class);
  }

  CycleRunner cycles() {
    return context.getBean(CycleRunner.class);
  }

  ProvisionOnDemand onDemand() {
    return context.getBean(ProvisionOnDemand.class);
  }

  JobControl control() {
    return context.getBean(JobControl.class);
  }

  JobStore jobs() {
    return context.getBean(JobStore.class);
  }

  JobEditing editing() {
    return context.getBean(JobEditing.class);
  }

  JobSchemas schemas() {
    return context.getBean(JobSchemas.class);
  }

  SecretStore secrets() {
    return context.getBean(SecretStore.class);
  }

  Escrows escrows() {
    return context.getBean(Escrows.class);
  }

  JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }

  /** The last failures in the provisioning log. */
  String failures() {
    return String.join("\n", jdbc().sql("""
                SELECT substr(activity_time, 1, 19) || ' ' || action || ' ' || source_id || ' ' || json_extract(document, '$.error') FROM provisioning_events WHERE result = 'FAILURE'
                ORDER BY rowid DESC LIMIT 10
                """).query(String.class).list());
  }

  /** The provisioning log of a tenant. */
  String log(Tenant tenant) {
    return String.join(
        "\n",
        jdbc()
            .sql(
                "SELECT document FROM provisioning_events WHERE tenant_id = :tenant ORDER BY rowid")
            .param("tenant", tenant.id)
            .query(String.class)
            .list());
  }

  @Override
  public void close() {
    context.close();
    delete(folder);
  }
}
