package io.syncjobs.server.web.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.HangingTarget;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A server that is stopped finishes its current requests and accepts no new ones. */
@Tag("long")
@Isolated
class ShutdownTest {

  @Test
  void finishesCurrentRequests() throws InterruptedException {
    try (ServerProcess server =
            ServerProcess.startIn(TestServer.newFolder(), "--syncjobs.private-targets=true");
        HangingTarget target = new HangingTarget()) {
      Raw raw = server.raw(TestServer.newId());
      String jobs = Raw.jobs(TestServer.newId());
      CompletableFuture<Answer> begun = CompletableFuture.supplyAsync(
          () -> raw.post(jobs + "/validateCredentials", target.credentials()));
      target.awaitQuestion();

      server.askToStop();
      awaitRefusal(raw, jobs);
      assertThat(server.runs()).isTrue();
      target.answer();

      assertThat(begun.join().status()).isEqualTo(204);
      server.awaitEnd();
    }
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
