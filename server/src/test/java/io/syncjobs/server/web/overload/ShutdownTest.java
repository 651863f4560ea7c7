package io.syncjobs.server.web.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Synchronization;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.HangingTarget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A server that is stopped finishes its current requests and accepts no new ones. A clock that it moves stays where it is. Its log has no
 * warnings by default.
 */
class ShutdownTest {

  @Test
  void finishesCurrentRequestsAndWarnsOfNothing() throws InterruptedException {
    try (ServerProcess server = ServerProcess.startIn(
            TestServer.newFolder(), TestServer.RUNNING.toArray(String[]::new));
        HangingTarget target = new HangingTarget()) {
      CompletableFuture<Answer> moving = moveClock(server);
      // Of another tenant, since tokens expire by the clock that moves.
      Raw raw = server.raw(TestServer.newId());
      String jobs = Raw.jobs(TestServer.newId());
      CompletableFuture<Answer> begun = CompletableFuture.supplyAsync(
          () -> raw.post(jobs + "/validateCredentials", target.credentials()));
      target.awaitQuestion();

      server.askToStop();
      awaitRefusal(raw, jobs);
      assertThat(server.runs()).isTrue();
      target.answer();

      moving.join().assertRefused(503, "serviceNotAvailable", "");
      assertThat(begun.join().status()).isEqualTo(204);
      server.awaitEnd();
      assertThat(server.log())
          .anyMatch(line -> line.contains(" INFO "))
          .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    }
  }

  /** Begins to run the cycles of two months, and waits for the second. */
  private static CompletableFuture<Answer> moveClock(ServerProcess server)
      throws InterruptedException {
    String tenant = TestServer.newId();
    SynchronizationClient client = server.client(tenant);
    Raw raw = server.raw(tenant);
    Synchronization application = client.application(TestServer.newId());
    application.secrets().replace(client.sandbox().credentials());
    String job = application
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    application.jobs().start(job);
    CompletableFuture<Answer> moving = CompletableFuture.supplyAsync(
        () -> raw.post("/v1.0/sandbox/advanceClock", "{\"by\":\"P60D\"}"));
    while (application.cycles().list(job).items().size() < 2) {
      TimeUnit.MILLISECONDS.sleep(20); // Leaves the cycles time to run.
    }
    return moving;
  }

  private static void awaitRefusal(Raw raw, String jobs) {
    assertThatThrownBy(() -> {
          while (true) {
            raw.send("GET", jobs);
          }
        })
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("No answer");
  }
}
