package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.syncjobs.client.Jobs;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.ServerErrorException;
import io.syncjobs.client.error.SynchronizationException;
import io.syncjobs.client.model.BulkUpload;
import io.syncjobs.client.model.BulkUploadMethod;
import io.syncjobs.client.model.BulkUploadOperation;
import io.syncjobs.client.model.BulkUploadPath;
import io.syncjobs.client.model.BulkUploadSchema;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.User;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server has acknowledged survives kill -9 during concurrent writes: jobs, uploads, and the message about a cycle. */
@Tag("long")
@ParameterizedClass
@EnumSource(Database.class)
class KillTest {

  private static final int WRITERS = 8;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 200;
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

  private final Path folder = TestServer.newFolder();
  private final String tenant = TestServer.newId();
  private final String source = TestServer.newId();
  private final Map<String, SynchronizationJob> created = new ConcurrentHashMap<>();
  private final Set<String> uploaded = ConcurrentHashMap.newKeySet();

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CountDownLatch killed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String[] settings;
  private final int kills;
  private HttpServer receiver;

  KillTest(Database database) {
    settings = Stream.of(
            Stream.of(database.newDatabase()),
            TestServer.RUNNING.stream(),
            // Two seconds after a kill, another node takes the node for dead.
            Stream.of("--db-scheduler.heartbeat-interval=500ms"))
        .flatMap(each -> each)
        .toArray(String[]::new);
    // A file can be damaged by a kill, and again by the next one.
    kills = database == Database.SQLITE ? 2 : 1;
  }

  /** Starts a receiver of messages that answers only when the server has been killed. */
  @BeforeEach
  void startReceiver() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setExecutor(threads);
    receiver.createContext("/", exchange -> {
      messages.add(exchange.getRequestHeaders().getFirst("webhook-id"));
      try {
        killed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    receiver.start();
  }

  @AfterEach
  void stop() {
    killed.countDown();
    receiver.stop(0);
    threads.shutdown();
  }

  @Test
  void nothingAcknowledgedIsLost() throws Exception {
    String inbound = "";
    String message = "";
    for (int kill = 1; kill <= kills; kill++) {
      try (ServerProcess server = ServerProcess.startIn(folder, settings)) {
        SynchronizationClient client = server.client(tenant);
        if (kill == 1) {
          inbound = createInbound(client);
          message = nextMessage();
        }
        assertJobsAreThere(client);
        writeUntilKilled(server, client, inbound);
        if (kill == 1) {
          messages.clear();
          killed.countDown();
        }
      }
    }
    try (TestServer server = TestServer.startIn(folder, settings)) {
      SynchronizationClient client = server.client(tenant);
      assertJobsAreThere(client);
      awaitAgain(message);
      Tenancy.run(client.application(source).jobs(), inbound);
      // The first may be the end of a cycle that began before the last uploads.
      Tenancy.run(client.application(source).jobs(), inbound);
      assertThat(client.users().list().all().map(User::getUserPrincipalName)).containsAll(uploaded);
    }
  }

  /** Waits for a message whose confirmation was lost, among those of later cycles. */
  private void awaitAgain(String message) throws InterruptedException {
    String next = nextMessage();
    while (!next.equals(message)) {
      next = nextMessage();
    }
  }

  private String nextMessage() throws InterruptedException {
    return Objects.requireNonNull(messages.poll(60, TimeUnit.SECONDS), "No message came");
  }

  /** Creates a job for uploads, and lets it run an empty cycle. */
  private String createInbound(SynchronizationClient client) {
    Jobs jobs = client.application(source).jobs();
    String id = jobs.create(new SynchronizationJobCreate().templateId("API2AAD"))
        .value()
        .getId();
    client
        .application(source)
        .webhooks()
        .set(id, "http://localhost:" + receiver.getAddress().getPort() + "/", SECRET);
    jobs.start(id);
    return id;
  }

  private void writeUntilKilled(ServerProcess server, SynchronizationClient client, String inbound)
      throws Exception {
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_KILL);
    List<Future<SynchronizationException>> ends = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Runnable write = i == 0 ? () -> upload(client, inbound) : () -> create(client);
      ends.add(threads.submit(() -> repeatUntilItFails(write, enough)));
    }
    enough.await();
    server.kill();
    for (Future<SynchronizationException> end : ends) {
      assertThat(end.get()).isInstanceOf(ConnectionException.class);
    }
    assertThat(created).hasSizeGreaterThan(ACKNOWLEDGED_BEFORE_KILL / 2);
    assertThat(uploaded).isNotEmpty();
  }

  private static SynchronizationException repeatUntilItFails(
      Runnable write, CountDownLatch enough) {
    while (true) {
      try {
        write.run();
        enough.countDown();
      } catch (ServerErrorException e) {
        assertThat(e.status()).as("a busy machine, and nothing acknowledged").isEqualTo(503);
      } catch (SynchronizationException e) {
        return e;
      }
    }
  }

  private void create(SynchronizationClient client) {
    String application = TestServer.newId();
    created.put(
        application,
        client
            .application(application)
            .jobs()
            .create(new SynchronizationJobCreate().templateId("scim"))
            .value());
  }

  private void upload(SynchronizationClient client, String inbound) {
    String name = "user" + uploaded.size();
    client
        .application(source)
        .jobs()
        .bulkUpload(
            inbound,
            new BulkUpload()
                .addSchemasItem(BulkUploadSchema.URN_IETF_PARAMS_SCIM_API_MESSAGES_2_0_BULK_REQUEST)
                .addOperationsItem(new BulkUploadOperation()
                    .method(BulkUploadMethod.POST)
                    .bulkId(name)
                    .path(BulkUploadPath._USERS)
                    .data(Tenancy.user(name))));
    uploaded.add(name + "@example.com");
  }

  private void assertJobsAreThere(SynchronizationClient client) {
    created.forEach((application, job) -> {
      SynchronizationJob found =
          client.application(application).jobs().get(job.getId()).value();
      assertThat(found)
          .usingRecursiveComparison()
          .ignoringFields("atOdataContext")
          .isEqualTo(job);
    });
  }
}
