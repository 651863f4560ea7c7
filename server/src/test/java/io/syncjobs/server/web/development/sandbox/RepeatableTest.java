package io.syncjobs.server.web.development.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SandboxCycle;
import io.syncjobs.client.model.SandboxFault;
import io.syncjobs.client.model.SandboxGroup;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tenants whose ids follow from a seed and whose clocks stand still, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class RepeatableTest {

  private static final String[] APPLICATIONS = {
    "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
  };
  private static final Instant START = Instant.parse("2027-03-01T08:00:00Z");

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final SynchronizationClient client;
  private final Sandbox sandbox;

  RepeatableTest(Database database) {
    server = database.server(TestServer.RUNNING);
    client = server.client(tenant);
    sandbox = client.sandbox();
  }

  private static SandboxUser user(String name) {
    return new SandboxUser()
        .userPrincipalName(name + "@example.com")
        .otherMember("displayName", name)
        .otherMember("mailNickname", name);
  }

  private String createJob(String application) {
    client.application(application).secrets().replace(sandbox.credentials());
    return client
        .application(application)
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
  }

  /** Two jobs with the same times, many entries, references, an entry in escrow and a target that is busy for a while. */
  private String story() {
    for (String application : APPLICATIONS) {
      client.application(application).jobs().start(createJob(application));
    }
    SandboxSeed seed = new SandboxSeed()
        .addGroupsItem(new SandboxGroup().displayName("Team").addMembersItem("user3@example.com"));
    for (int i = 0; i < 30; i++) {
      seed.addUsersItem(user("user" + i));
    }
    sandbox.seed(seed);
    sandbox.order(
        new SandboxFault().method("POST").path("/Users").times(2).status(400),
        new SandboxFault()
            .method("POST")
            .path("/Users")
            .times(3)
            .status(429)
            .retryAfterSeconds(90));
    sandbox.advanceClock(Duration.ofHours(3));
    sandbox.seed(new SandboxSeed()
        .addUsersItem(user("user4").manager("user5@example.com"))
        .addUsersItem(user("user6").otherMember("accountEnabled", false)));
    sandbox.advanceClock(Duration.ofHours(30));
    return everything();
  }

  private String everything() {
    Raw raw = Raw.of(server, tenant);
    StringBuilder all = new StringBuilder();
    for (String path : List.of(
        "/v1.0/auditLogs/provisioning?$top=999",
        "/v1.0/sandbox/target",
        "/v1.0/sandbox/target/requests",
        "/v1.0/users",
        "/v1.0/synchronization/jobs")) {
      all.append(new String(raw.send("GET", path).response().body(), StandardCharsets.UTF_8))
          .append('\n');
    }
    return all.toString();
  }

  @Test
  void theSameStoryTwiceGivesTheSameBytes() {
    sandbox.reset(7, START);
    String first = story();

    sandbox.reset(7, START);
    assertThat(client.auditLogs().count()).isZero();
    String second = story();

    assertThat(second).isEqualTo(first);
    assertThat(sandbox.requests()).hasSizeGreaterThan(60);
    sandbox.reset(8, START);
    sandbox.seed(new SandboxSeed().addUsersItem(user("user0")));
    assertThat(first)
        .contains("user0@example.com")
        .doesNotContain(
            Objects.requireNonNull(client.users().get("user0@example.com").getId()));
  }

  @Test
  void nothingHappensByItselfWhileTheClockStands() {
    sandbox.reset(1, START);
    sandbox.seed(new SandboxSeed().addUsersItem(user("ada")));
    String job = createJob(APPLICATIONS[0]);
    client.application(APPLICATIONS[0]).jobs().start(job);
    String other = createJob(APPLICATIONS[1]);

    SandboxCycle cycle = sandbox.runCycle(APPLICATIONS[1], other).getCycles().get(0);

    assertThat(Objects.requireNonNull(cycle.getExecution()).getTimeEnded())
        .isEqualTo(OffsetDateTime.ofInstant(START, ZoneOffset.UTC));
    assertThat(client.application(APPLICATIONS[0]).cycles().list(job).items()).isEmpty();
    sandbox.takeSnapshot("due");
    assertThat(sandbox.advanceClock(Duration.ofSeconds(1)).getCycles())
        .singleElement()
        .extracting(SandboxCycle::getJobId)
        .isEqualTo(job);
    String after = everything();
    sandbox.restoreSnapshot("due");
    sandbox.advanceClock(Duration.ofSeconds(1));
    assertThat(everything()).isEqualTo(after);
    sandbox.reset();
    assertThat(sandbox.advanceClock(Duration.ofSeconds(1)).getDateTime())
        .isBefore(OffsetDateTime.ofInstant(START, ZoneOffset.UTC));
  }

  @Test
  void aTimeNeedsASeed() {
    Raw.of(server, tenant)
        .post("/v1.0/sandbox/reset", "{\"dateTime\":\"2027-01-01T00:00:00Z\"}")
        .assertRefused(400, "missingMember", "seed");
  }
}
