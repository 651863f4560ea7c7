package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.QuarantineReason;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.FaultyTarget;
import io.syncjobs.server.support.target.ScimService;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A faulty target quarantines its own job with a clear reason; jobs of other targets continue. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyTargetsTest {

  private static final String EMPTY_LIST =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":%d,\"Resources\":[]}";

  private TestServer server;

  @BeforeAll
  void start() {
    List<String> settings = new ArrayList<>(TestServer.RUNNING);
    // Fewer threads than faulty targets, so that a blocked thread makes later cycles fail.
    settings.add("--db-scheduler.threads=2");
    settings.add("--syncjobs.engine.patience=PT2S");
    settings.add("--syncjobs.target-timeout=PT2S");
    server = TestServer.start(settings.toArray(String[]::new));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "hangs",
            "ServiceUnavailable",
            () -> FaultyTarget.sending("", FaultyTarget.End.SILENCE)),
        fault("resets", "ConnectionFailed", () -> FaultyTarget.sending("", FaultyTarget.End.RESET)),
        fault(
            "answers HTML",
            "ServiceIncompatible",
            () -> FaultyTarget.answering(
                "200 OK\r\nContent-Type: text/html", "<html>Welcome</html>")),
        fault(
            "answers a list that isn't one",
            "ServiceIncompatible",
            () -> FaultyTarget.answering(
                "200 OK\r\nContent-Type: application/scim+json", "{\"users\":[]}")),
        fault(
            "finds nobody and makes nobody, for it has five",
            "ServiceIncompatible",
            () -> FaultyTarget.answering(
                "200 OK\r\nContent-Type: application/scim+json", EMPTY_LIST.formatted(5))),
        fault(
            "takes no token",
            "InvalidCredentials",
            () -> FaultyTarget.answering("401 Unauthorized", "")));
  }

  private static Arguments fault(String name, String code, Supplier<FaultyTarget> target) {
    return Arguments.of(name, code, target);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void theJobIsQuarantinedAndSaysWhy(String name, String code, Supplier<FaultyTarget> fault) {
    try (FaultyTarget target = fault.get()) {
      Tenancy tenancy = Tenancy.on(server, target.address(), "token");
      // A single entry may be to blame for what a target answers to its creation.
      tenancy.bring(user("ada"), user("bob"));

      SynchronizationJob job = tenancy.runOutbound();

      assertThat(job.getStatus().getCode()).isEqualTo(SynchronizationStatusCode.QUARANTINE);
      assertThat(job.getStatus().getQuarantine().getReason())
          .isEqualTo(QuarantineReason.ENCOUNTERED_QUARANTINE_EXCEPTION);
      assertThat(job.getStatus().getQuarantine().getError().getCode())
          .isEqualTo("SystemForCrossDomainIdentityManagement" + code);
      assertThat(job.getStatus().getQuarantine().getError().getMessage())
          .hasSizeGreaterThan(20)
          .endsWith(".");
      assertThat(job.getStatus().getLastExecution().getState())
          .isEqualTo(SynchronizationTaskExecutionResult.FAILED);
    }
    othersGoOn();
  }

  private void othersGoOn() {
    try (ScimService service = ScimService.SCIMPLE.start()) {
      Tenancy other = Tenancy.on(server, service.baseAddress(), service.token());
      other.bring(user("ada"));
      other.runOutbound();
      assertThat(service.resources("User")).hasSize(1);
    }
  }

  @Test
  void aTargetThatAsksForPatienceGetsIt() {
    try (ScimService service = ScimService.SCIMPLE.start()) {
      Tenancy tenancy = Tenancy.on(server, service.baseAddress(), service.token());
      tenancy.bring(user("ada"), user("bob"));
      service.beBusyFor(3);

      SynchronizationJob job = tenancy.runOutbound();

      assertThat(job.getStatus().getLastExecution().getState())
          .isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);
      assertThat(service.resources("User")).hasSize(2);
    }
  }

  @Test
  void aTargetThatAsksForMorePatienceIsLeftAloneMeanwhile() {
    try (FaultyTarget target =
        FaultyTarget.answering("429 Too Many Requests\r\nRetry-After: 3600", "")) {
      Tenancy tenancy = Tenancy.on(server, target.address(), "token");
      tenancy.bring(user("ada"));

      SynchronizationJob job = tenancy.runOutbound();

      assertThat(target.requests())
          .as("one about the entry, one about none, and one about none of another type")
          .isEqualTo(3);
      assertThat(job.getStatus().getQuarantine()).isNull();
      assertThat(job.getStatus().getLastExecution().getError().getMessage()).endsWith(".");
      assertThat(job.getStatus().getCountSuccessiveCompleteFailures()).isEqualTo(1);
      assertThat(job.getStatus().getProgress())
          .as("entries in progress, since the cycle hasn't ended")
          .hasSize(1);
    }
  }
}
