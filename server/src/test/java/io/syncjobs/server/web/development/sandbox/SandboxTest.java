package io.syncjobs.server.web.development.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.error.UnauthorizedException;
import io.syncjobs.client.model.SandboxCycle;
import io.syncjobs.client.model.SandboxGroup;
import io.syncjobs.client.model.SandboxRun;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import io.syncjobs.client.model.SynchronizationScheduleInput;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.client.model.SynchronizationTaskExecution;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.server.engine.Completed;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Control of tenants in tests, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class SandboxTest {

  private static final String APPLICATION = TestServer.newId();

  private static ScimService service;

  private final TestServer server;

  SandboxTest(Database database) {
    server = database.server(TestServer.RUNNING);
  }

  @BeforeAll
  static void start() {
    service = ScimService.GOLDFISH.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** A tenant with a job that writes to a target. */
  private final class Tenant {
    final String id = TestServer.newId();
    final SynchronizationClient client = server.client(id);
    final Sandbox sandbox = client.sandbox();
    final Jobs jobs = client.application(APPLICATION).jobs();
    final String job;

    Tenant(String address) {
      job =
          jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId();
      client
          .application(APPLICATION)
          .secrets()
          .replace(List.of(
              secret(SynchronizationSecret.BASE_ADDRESS, address),
              secret(SynchronizationSecret.SECRET_TOKEN, service.token())));
    }

    SynchronizationTaskExecution run() {
      return only(sandbox.runCycle(APPLICATION, job));
    }
  }

  private static SynchronizationSecretKeyStringValuePair secret(
      SynchronizationSecret key, String value) {
    return new SynchronizationSecretKeyStringValuePair().key(key).value(value);
  }

  private static SynchronizationTaskExecution only(SandboxRun run) {
    assertThat(run.getCycles()).hasSize(1);
    return Objects.requireNonNull(run.getCycles().get(0).getExecution());
  }

  private static SandboxUser user(String name) {
    return new SandboxUser()
        .userPrincipalName(name + "@example.com")
        .otherMember("displayName", name)
        .otherMember("mailNickname", name + TestServer.newId());
  }

  @Test
  void runsACycleAndAnswersWithWhatItDid() {
    Tenant tenant = new Tenant(service.baseAddress());
    String name = "ada" + TestServer.newId();
    tenant.sandbox.seed(new SandboxSeed().addUsersItem(user(name)));

    SynchronizationTaskExecution first = tenant.run();
    tenant.sandbox.seed(new SandboxSeed().addUsersItem(user(name).otherMember("jobTitle", "Lead")));
    SynchronizationTaskExecution second = tenant.run();

    assertThat(first.getState()).isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);
    assertThat(first.getCountExported()).isEqualTo(1);
    assertThat(second.getCountExported()).isEqualTo(1);
    assertThat(tenant.run().getCountExported()).isZero();
    assertThat(service.resources("User"))
        .filteredOn(user -> user.path("userName").asString().equals(name + "@example.com"))
        .singleElement()
        .satisfies(user -> assertThat(user.path("title").asString()).isEqualTo("Lead"));
    assertThatThrownBy(() -> tenant.sandbox.runCycle(APPLICATION, "scim.unknown"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("scim.unknown");
  }

  @Test
  void seedsReferencesByName() {
    Tenant tenant = new Tenant(service.baseAddress());
    String team = "Team" + TestServer.newId();
    String lead = "lead" + TestServer.newId();
    String kim = "kim" + TestServer.newId();

    tenant.sandbox.seed(new SandboxSeed()
        .addUsersItem(user(kim).manager(lead + "@example.com"))
        .addUsersItem(user(lead))
        .addGroupsItem(new SandboxGroup()
            .displayName(team)
            .addMembersItem(kim + "@example.com")
            .addMembersItem(lead + "@example.com")));
    tenant.run();

    assertThat(service.resources("Group"))
        .filteredOn(group -> group.path("displayName").asString().equals(team))
        .singleElement()
        .satisfies(group -> assertThat(group.path("members").size()).isEqualTo(2));
    assertThatThrownBy(() -> tenant.sandbox.seed(
            new SandboxSeed().addUsersItem(user(kim).manager("nobody@example.com"))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("nobody@example.com");
    assertThatThrownBy(() -> tenant.sandbox.seed(
            new SandboxSeed().addUsersItem(new SandboxUser().userPrincipalName(""))))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void runsWhatIsDueInOrderWhenTheClockMoves() {
    Tenant tenant = new Tenant(service.baseAddress());
    OffsetDateTime began = tenant.run().getTimeBegan();

    SandboxRun moved = tenant.sandbox.advanceClock(Duration.ofMinutes(121));

    assertThat(moved.getCycles())
        .extracting(cycle -> Duration.between(
                began, Objects.requireNonNull(cycle.getExecution()).getTimeBegan())
            .toMinutes())
        .containsExactly(40L, 80L, 120L);
    assertThat(Duration.between(began, moved.getDateTime()).toMinutes()).isEqualTo(121);
    assertThat(new Tenant(service.baseAddress()).run().getTimeBegan())
        .isBefore(began.plusMinutes(1));
  }

  @Test
  void refusesToRunTensOfThousandsOfCyclesAtOnce() {
    Tenant tenant = new Tenant(service.baseAddress());
    tenant.jobs.update(
        tenant.job,
        new SynchronizationJobUpdate()
            .schedule(new SynchronizationScheduleInput().interval("PT1M")));
    tenant.run();
    OffsetDateTime before = tenant.sandbox.advanceClock(Duration.ofSeconds(1)).getDateTime();

    assertThatThrownBy(() -> tenant.sandbox.advanceClock(Duration.ofDays(60)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("86400 cycles", "PT180000S");

    assertThat(Duration.between(
            before, tenant.sandbox.advanceClock(Duration.ofSeconds(1)).getDateTime()))
        .isLessThan(Duration.ofHours(1));
    tenant.jobs.pause(tenant.job);
    tenant.sandbox.advanceClock(Duration.ofDays(60));
  }

  @Test
  void disablesAJobAfterFourWeeksInQuarantine() {
    Tenant tenant = new Tenant("http://localhost:1/scim");
    tenant.sandbox.seed(new SandboxSeed().addUsersItem(user("stuck")));
    assertThat(tenant.run().getState()).isEqualTo(SynchronizationTaskExecutionResult.FAILED);
    assertThat(status(tenant)).isEqualTo(SynchronizationStatusCode.QUARANTINE);

    SandboxRun moved = tenant.sandbox.advanceClock(Duration.ofDays(28).plusHours(1));

    assertThat(moved.getCycles())
        .extracting(SandboxCycle::getExecution)
        .allSatisfy(execution -> assertThat(Objects.requireNonNull(execution).getState())
            .isEqualTo(SynchronizationTaskExecutionResult.FAILED));
    assertThat(moved.getCycles()).hasSize(30);
    assertThat(Objects.requireNonNull(tenant.jobs.get(tenant.job).value().getSchedule())
            .getState()
            .getValue())
        .isEqualTo("Disabled");
  }

  private static SynchronizationStatusCode status(Tenant tenant) {
    return Objects.requireNonNull(tenant.jobs.get(tenant.job).value().getStatus())
        .getCode();
  }

  @Test
  void tokensAndLogsExpireByTheClockOfTheTenant() {
    Tenant tenant = new Tenant(service.baseAddress());
    tenant.sandbox.seed(new SandboxSeed().addUsersItem(user("log" + TestServer.newId())));
    tenant.run();
    assertThat(tenant.client.auditLogs().provisioning().items()).isNotEmpty();
    tenant.jobs.pause(tenant.job);
    SynchronizationClient patient = SynchronizationClient.builder()
        .baseUrl(server.origin() + "/v1.0")
        .tokenProvider(TokenProvider.of(server.token(tenant.id, TestServer.ALL)))
        .build();
    assertThat(patient.application(APPLICATION).jobs().count()).isEqualTo(1);

    tenant.sandbox.advanceClock(Duration.ofDays(31));

    assertThatThrownBy(() -> patient.application(APPLICATION).jobs().count())
        .isInstanceOf(UnauthorizedException.class);
    assertThat(tenant.client.auditLogs().provisioning().items()).isEmpty();
  }

  @Test
  void resultsOfUploadsExpireByTheClockOfTheTenant() {
    Tenant tenant = new Tenant(service.baseAddress());
    String inbound = tenant
        .jobs
        .create(new SynchronizationJobCreate().templateId("API2AAD"))
        .value()
        .getId();
    String upload = Raw.jobs(APPLICATION) + "/" + inbound + "/uploads/"
        + Completed.upload(server, tenant.id, APPLICATION, inbound);
    assertThat(Raw.of(server, tenant.id).send("GET", upload).status()).isEqualTo(200);

    tenant.sandbox.advanceClock(Duration.ofDays(8));

    assertThat(Raw.of(server, tenant.id).send("GET", upload).status()).isEqualTo(404);
  }

  @Test
  void tokensOfALaterTimeAreRefusedOnceTheClockIsSetBack() {
    Tenant tenant = new Tenant(service.baseAddress());
    tenant.sandbox.advanceClock(Duration.ofDays(2));
    SynchronizationClient later = SynchronizationClient.builder()
        .baseUrl(server.origin() + "/v1.0")
        .tokenProvider(TokenProvider.of(server.token(tenant.id, TestServer.ALL)))
        .build();
    assertThat(later.application(APPLICATION).jobs().count()).isEqualTo(1);

    tenant.client.sandbox().reset();

    assertThatThrownBy(() -> later.application(APPLICATION).jobs().count())
        .isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void resetsATenantAndNoOther() {
    Tenant tenant = new Tenant(service.baseAddress());
    Tenant other = new Tenant(service.baseAddress());
    tenant.sandbox.seed(new SandboxSeed().addUsersItem(user("a" + TestServer.newId())));
    tenant.run();
    OffsetDateTime moved = tenant.sandbox.advanceClock(Duration.ofDays(2)).getDateTime();

    tenant.sandbox.reset();

    assertThat(tenant.jobs.count()).isZero();
    assertThat(tenant.client.application(APPLICATION).secrets().count()).isZero();
    assertThat(tenant.client.auditLogs().provisioning().items()).isEmpty();
    assertThat(other.jobs.count()).isEqualTo(1);
    assertThat(tenant.sandbox.advanceClock(Duration.ofSeconds(1)).getDateTime())
        .isBefore(moved.minusDays(1));
  }
}
