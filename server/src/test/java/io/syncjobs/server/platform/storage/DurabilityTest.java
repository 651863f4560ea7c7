package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.BulkUpload;
import io.syncjobs.client.model.BulkUploadMethod;
import io.syncjobs.client.model.BulkUploadOperation;
import io.syncjobs.client.model.BulkUploadPath;
import io.syncjobs.client.model.BulkUploadSchema;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.SyncJobsServer;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Acknowledged writes survive a power failure: strace shows that the kernel had flushed each commit before the server answered or went on. Killing a
 * process proves nothing about that, since the kernel keeps what the process has written.
 */
@Tag("long")
class DurabilityTest {

  private static final int CALLERS = 8;
  private static final int CREATES = 1000;
  private static final int UPLOADS = 200;
  /** Commits of db-scheduler itself, which notes that a node takes the cycle. After a power failure, a node takes it again. */
  private static final int BOOKKEEPING = 1;

  @Test
  void answersAndCyclesWaitForTheDisk() throws Exception {
    CommitOrder.Seen seen = traced(SyncJobsServer.class, CREATES, UPLOADS);

    CommitOrder.Count creates = Objects.requireNonNull(seen.answers().get(201));
    assertThat(creates.all()).isGreaterThanOrEqualTo(CREATES);
    assertThat(creates.early()).isZero();
    CommitOrder.Count uploads = Objects.requireNonNull(seen.answers().get(202));
    assertThat(uploads.all()).isGreaterThanOrEqualTo(UPLOADS);
    assertThat(uploads.early()).isZero();
    CommitOrder.Count cycle = Objects.requireNonNull(seen.commits().get("db"));
    assertThat(cycle.all()).as("pages, watermark and end of the cycle").isGreaterThan(2);
    assertThat(cycle.early()).isLessThanOrEqualTo(BOOKKEEPING);
  }

  @Test
  void aServerThatDoesNotWaitIsFound() throws Exception {
    CommitOrder.Seen seen = traced(Unflushed.class, 50, 5);

    assertThat(seen.answers())
        .allSatisfy((status, count) -> assertThat(count.early()).isPositive())
        .containsKeys(201, 202);
    assertThat(Objects.requireNonNull(seen.commits().get("db")).early()).isGreaterThan(BOOKKEEPING);
  }

  /** A server whose commits are those of SQLite with {@code synchronous=NORMAL}. */
  static final class Unflushed implements BeanPostProcessor {

    public static void main(String[] arguments) {
      SpringApplication.run(new Class<?>[] {SyncJobsServer.class, Unflushed.class}, arguments);
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
      return bean instanceof GroupCommit commits
          ? new Committing((ReadersAndWriter) Objects.requireNonNull(commits.getDataSource()))
          : bean;
    }
  }

  private static final class Committing extends JdbcTransactionManager {
    private static final long serialVersionUID = 1L;

    private final transient ReadersAndWriter connections;

    Committing(ReadersAndWriter connections) {
      super(connections);
      this.connections = connections;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
      connections.write(() -> super.doBegin(transaction, definition));
    }
  }

  /** Lets callers create and upload at the same time, and a cycle read the uploads, on a server under strace. */
  private static CommitOrder.Seen traced(Class<?> program, int creates, int uploads)
      throws Exception {
    Path folder = TestServer.newFolder();
    Path trace = folder.resolveSibling("calls");
    List<String> strace = List.of(
        "strace",
        "-f",
        "-y",
        "-Y",
        "-qq",
        "--seccomp-bpf",
        "-e",
        "signal=none",
        "-e",
        "trace=" + CommitOrder.CALLS,
        "-o",
        trace.toString());
    try (ServerProcess server = ServerProcess.startUnder(
        strace,
        program,
        folder,
        "--syncjobs.engine.enabled=true",
        "--syncjobs.upload.requests-per-five-seconds=0",
        // Without GroupCommit, callers wait for each other's connection, the longer under strace.
        "--spring.datasource.hikari.connection-timeout=20000",
        // strace tells the threads of the kernel, which carry one request after the other.
        "--spring.threads.virtual.enabled=false")) {
      SynchronizationClient client = server.client(TestServer.newId());
      Jobs jobs = client.application(TestServer.newId()).jobs();
      String inbound = jobs.create(new SynchronizationJobCreate().templateId("API2AAD"))
          .value()
          .getId();
      Callable<?> create = () -> client
          .application(TestServer.newId())
          .jobs()
          .create(new SynchronizationJobCreate().templateId("scim"));
      Callable<?> upload = () -> {
        jobs.bulkUpload(inbound, oneUser());
        return null;
      };
      inParallel(Stream.concat(
              IntStream.range(0, creates).mapToObj(number -> create),
              IntStream.range(0, uploads).mapToObj(number -> upload))
          .collect(Collectors.toList()));
      jobs.start(inbound);
      jobs.waitUntil(
          inbound,
          job -> job.getStatus().getLastExecution() != null
              && job.getStatus().getLastExecution().getActivityIdentifier() != null,
          Duration.ofSeconds(90));
    }
    return CommitOrder.read(trace);
  }

  private static BulkUpload oneUser() {
    UploadedRecord user = new UploadedRecord()
        .addSchemasItem("urn:ietf:params:scim:schemas:core:2.0:User")
        .externalId(TestServer.newId());
    return new BulkUpload()
        .addSchemasItem(BulkUploadSchema.URN_IETF_PARAMS_SCIM_API_MESSAGES_2_0_BULK_REQUEST)
        .addOperationsItem(new BulkUploadOperation()
            .method(BulkUploadMethod.POST)
            .bulkId(user.getExternalId())
            .path(BulkUploadPath._USERS)
            .data(user));
  }

  private static void inParallel(List<Callable<?>> calls) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      for (Future<?> call : callers.invokeAll(
          calls.stream().map(each -> (Callable<Object>) each::call).toList())) {
        call.get();
      }
    } finally {
      callers.shutdown();
    }
  }
}
