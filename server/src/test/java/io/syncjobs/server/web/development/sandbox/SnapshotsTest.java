package io.syncjobs.server.web.development.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.error.ConflictException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.SandboxFault;
import io.syncjobs.client.model.SandboxGroup;
import io.syncjobs.client.model.SandboxRun;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxSnapshot;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import io.syncjobs.client.model.SynchronizationScheduleInput;
import io.syncjobs.client.model.SynchronizationTaskExecution;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Since;
import io.syncjobs.server.support.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots of tenants, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class SnapshotsTest {

  private static final String APPLICATION = TestServer.newId();
  private static final Duration INTERVAL = Duration.ofMinutes(40);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final SynchronizationClient client;
  private final Sandbox sandbox;
  private final String job;

  SnapshotsTest(Database database) {
    server = database.server(TestServer.RUNNING);
    client = server.client(tenant);
    sandbox = client.sandbox();
    job = client
        .application(APPLICATION)
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    client.application(APPLICATION).secrets().replace(sandbox.credentials());
  }

  private static SandboxUser user(String name) {
    return new SandboxUser()
        .userPrincipalName(name + "@example.com")
        .otherMember("displayName", name)
        .otherMember("mailNickname", name);
  }

  /** Everything of the tenant that callers can read. */
  private Map<String, String> everything() {
    Raw raw = Raw.of(server, tenant);
    String jobs = Raw.jobs(APPLICATION);
    Map<String, String> answers = new TreeMap<>();
    for (String path : List.of(
        jobs,
        jobs + "/" + job + "/schema",
        jobs + "/" + job + "/cycles",
        jobs + "/" + job + "/escrows",
        "/v1.0/applications/" + APPLICATION + "/synchronization/secrets",
        "/v1.0/auditLogs/provisioning",
        "/v1.0/users",
        "/v1.0/groups",
        "/v1.0/sandbox/target",
        "/v1.0/sandbox/target/requests")) {
      answers.put(
          path, new String(raw.send("GET", path).response().body(), StandardCharsets.UTF_8));
    }
    return answers;
  }

  /** Neither waits for all the cycles of a long advance. */
  @Since("1.1.0")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void restoringAndResettingEndAnAdvance(boolean restores) {
    Jobs jobs = client.application(APPLICATION).jobs();
    jobs.update(
        job,
        new SynchronizationJobUpdate()
            .schedule(new SynchronizationScheduleInput().interval("PT1M")));
    String first =
        activity(sandbox.runCycle(APPLICATION, job).getCycles().get(0).getExecution());
    sandbox.takeSnapshot("before");
    CompletableFuture<SandboxRun> advance = sandbox.advanceClockAsync(Duration.ofHours(5));
    jobs.waitUntil(job, now -> !activity(now.getStatus().getLastExecution()).equals(first), LIMIT);

    if (restores) {
      sandbox.restoreSnapshot("before");
    } else {
      sandbox.reset();
    }

    assertThatThrownBy(advance::join)
        .cause()
        .isInstanceOfSatisfying(
            ConflictException.class,
            refusal -> assertThat(refusal.code()).contains(ErrorCode.ADVANCE_ABANDONED));
    // Each interval begins when the cycle before has ended.
    assertThat(sandbox.advanceClock(Duration.ofSeconds(210)).getCycles()).hasSize(restores ? 3 : 0);
  }

  private static String activity(@Nullable SynchronizationTaskExecution execution) {
    return String.valueOf(execution == null ? null : execution.getActivityIdentifier());
  }

  @Test
  void restoresEverythingAndRunsOnFromThere() {
    sandbox.seed(new SandboxSeed()
        .addUsersItem(user("ada"))
        .addUsersItem(user("kim").manager("ada@example.com"))
        .addGroupsItem(new SandboxGroup().displayName("Team").addMembersItem("kim@example.com")));
    sandbox.runCycle(APPLICATION, job);
    sandbox.advanceClock(Duration.ofMinutes(10));
    sandbox.seed(new SandboxSeed().addUsersItem(user("lee")));
    sandbox.order(new SandboxFault().method("POST").path("/Users").times(1).status(400));
    Map<String, String> before = everything();

    sandbox.takeSnapshot("before");

    sandbox.advanceClock(Duration.ofDays(2));
    client.application(APPLICATION).jobs().delete(job);
    sandbox.seed(new SandboxSeed().addUsersItem(user("max")));
    sandbox.order();
    assertThat(everything()).isNotEqualTo(before);
    for (int time = 0; time < 2; time++) {
      sandbox.restoreSnapshot("before");

      assertThat(everything()).isEqualTo(before);
      assertThat(sandbox.advanceClock(Duration.ofMinutes(29)).getCycles()).isEmpty();
      assertThat(sandbox.advanceClock(Duration.ofMinutes(2)).getCycles())
          .singleElement()
          .satisfies(cycle -> assertThat(Objects.requireNonNull(cycle.getExecution()))
              .satisfies(execution ->
                  assertThat(execution.getCountEscrowed()).as("Lee").isEqualTo(1)));
      assertThat(sandbox.advanceClock(INTERVAL).getCycles()).hasSize(1);
      assertThat(sandbox.target().getUsers()).hasSize(3);
    }
    assertThat(sandbox.snapshots()).extracting(SandboxSnapshot::getName).containsExactly("before");
  }

  @Test
  void waitsForACycleUnderWay() {
    sandbox.seed(new SandboxSeed().addUsersItem(user("ada")));
    sandbox.order(new SandboxFault().times(2).delayMilliseconds(300));
    client.application(APPLICATION).jobs().start(job);

    sandbox.takeSnapshot("first");
    Map<String, String> before = everything();

    assertThat(sandbox.target().getUsers()).hasSize(1);
    sandbox.seed(new SandboxSeed().addUsersItem(user("kim")));
    sandbox.order(new SandboxFault().times(2).delayMilliseconds(300));
    CompletableFuture<?> cycle = sandbox.runCycleAsync(APPLICATION, job);
    sandbox.restoreSnapshot("first");
    cycle.join();
    sandbox.restoreSnapshot("first");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void keepsSnapshotsApartUntilTheTenantIsReset() {
    client
        .application(APPLICATION)
        .jobs()
        .update(
            job,
            new SynchronizationJobUpdate()
                .schedule(new SynchronizationScheduleInput().interval("PT1H")));
    sandbox.takeSnapshot("b");
    sandbox.seed(new SandboxSeed().addUsersItem(user("ada")));
    sandbox.takeSnapshot("a");
    sandbox.takeSnapshot("c");
    sandbox.deleteSnapshot("c");

    sandbox.restoreSnapshot("b");
    assertThat(client.users().count()).isZero();
    sandbox.restoreSnapshot("a");
    assertThat(client.users().count()).isEqualTo(1);

    assertThat(sandbox.snapshots()).extracting(SandboxSnapshot::getName).containsExactly("a", "b");
    assertThat(server.client(TestServer.newId()).sandbox().snapshots()).isEmpty();
    Raw raw = Raw.of(server, tenant);
    String path = "/v1.0/sandbox/snapshots/";
    raw.send("POST", path + "c/restore").assertRefused(404, "snapshotNotFound", "snapshotName");
    raw.send("DELETE", path + "c").assertRefused(404, "snapshotNotFound", "snapshotName");
    for (String name : List.of("-", "%20", "a%22b", "a".repeat(65))) {
      raw.send("PUT", path + name).assertRefused(400, "invalidParameter", "snapshotName");
    }
    sandbox.reset();
    raw.send("POST", path + "a/restore").assertRefused(404, "snapshotNotFound", "snapshotName");
  }
}
