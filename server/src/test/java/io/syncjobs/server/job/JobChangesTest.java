package io.syncjobs.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.Versioned;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.error.PreconditionFailedException;
import io.syncjobs.client.model.KeyValuePair;
import io.syncjobs.client.model.KeyValuePairInput;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import io.syncjobs.client.model.SynchronizationScheduleInput;
import io.syncjobs.client.model.SynchronizationScheduleState;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.server.job.progress.History;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.progress.Quarantine;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changing, starting, pausing and restarting jobs, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class JobChangesTest {

  private static final OffsetDateTime LATER = OffsetDateTime.parse("2099-01-01T00:00:00Z");

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final Jobs jobs;
  private final String id;

  JobChangesTest(Database database) {
    server = database.server();
    jobs = server.client(tenant).application(application).jobs();
    id = jobs.create(new SynchronizationJobCreate()
            .templateId("scim")
            .schedule(new SynchronizationScheduleInput().interval("PT20M").expiration(LATER))
            .synchronizationJobSettings(
                List.of(new KeyValuePairInput().name("LookaheadQueryEnabled").value("x"))))
        .value()
        .getId();
  }

  private static SynchronizationJobUpdate schedule(SynchronizationScheduleInput schedule) {
    return new SynchronizationJobUpdate().schedule(schedule);
  }

  private static SynchronizationScheduleInput input() {
    return new SynchronizationScheduleInput();
  }

  @Test
  void absentMembersStay() {
    Versioned<SynchronizationJob> before = jobs.get(id);

    SynchronizationJob after = jobs.update(id, new SynchronizationJobUpdate()).value();

    assertThat(after).isEqualTo(before.value());
    assertThat(jobs.update(id, schedule(input()))).isEqualTo(before);
    assertThat(jobs.get(id)).isEqualTo(before);
  }

  @Test
  void nullsRestoreDefaults() {
    assertThat(jobs.update(id, schedule(input().interval(null))).value().getSchedule())
        .satisfies(schedule -> {
          assertThat(schedule.getInterval()).isEqualTo("PT40M");
          assertThat(schedule.getExpiration()).isEqualTo(LATER);
        });
    assertThat(jobs.update(id, schedule(input().expiration(null)))
            .value()
            .getSchedule()
            .getExpiration())
        .isNull();
    jobs.update(id, schedule(input().interval("PT5M").expiration(LATER)));
    assertThat(jobs.update(id, new SynchronizationJobUpdate().schedule(null))
            .value()
            .getSchedule())
        .satisfies(schedule -> {
          assertThat(schedule.getInterval()).isEqualTo("PT40M");
          assertThat(schedule.getExpiration()).isNull();
          assertThat(schedule.getState()).isEqualTo(SynchronizationScheduleState.DISABLED);
        });
    assertThat(settings(new SynchronizationJobUpdate().synchronizationJobSettings(null)))
        .containsExactly(
            "AzureIngestionAttributeOptimization=False", "LookaheadQueryEnabled=False");
  }

  @Test
  void valuesReplaceValues() {
    assertThat(jobs.update(id, schedule(input().interval("PT1H")))
            .value()
            .getSchedule()
            .getInterval())
        .isEqualTo("PT1H");
    assertThat(settings(new SynchronizationJobUpdate()
            .synchronizationJobSettings(
                List.of(new KeyValuePairInput().name("mine").value("1")))))
        .containsExactly(
            "AzureIngestionAttributeOptimization=False", "LookaheadQueryEnabled=False", "mine=1");
    assertThat(settings(new SynchronizationJobUpdate().synchronizationJobSettings(List.of())))
        .hasSize(2);
  }

  private List<String> settings(SynchronizationJobUpdate update) {
    List<KeyValuePair> settings = jobs.update(id, update).value().getSynchronizationJobSettings();
    assertThat(jobs.get(id).value().getSynchronizationJobSettings()).isEqualTo(settings);
    return settings.stream().map(pair -> pair.getName() + "=" + pair.getValue()).toList();
  }

  @Test
  void theStateCanBeChangedToo() {
    for (SynchronizationScheduleState state : List.of(
        SynchronizationScheduleState.ACTIVE,
        SynchronizationScheduleState.PAUSED,
        SynchronizationScheduleState.DISABLED)) {
      assertThat(jobs.update(id, schedule(input().state(state)))
              .value()
              .getSchedule()
              .getState())
          .isEqualTo(state);
    }
  }

  @Test
  void nullRestoresTheDefaultOfTheState() {
    jobs.update(id, schedule(input().state(SynchronizationScheduleState.ACTIVE)));

    assertThat(
            jobs.update(id, schedule(input().state(null))).value().getSchedule().getState())
        .isEqualTo(SynchronizationScheduleState.DISABLED);
  }

  @Test
  void aChangeCanDependOnTheVersion() {
    Versioned<SynchronizationJob> before = jobs.get(id);
    Versioned<SynchronizationJob> after =
        jobs.update(id, schedule(input().interval("PT1H")), before.etag());

    assertThat(after.etag()).isNotEqualTo(before.etag());
    assertThat(jobs.get(id)).isEqualTo(after);
    assertThatThrownBy(() -> jobs.update(id, schedule(input().interval("PT2H")), before.etag()))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(jobs.get(id).value().getSchedule().getInterval()).isEqualTo("PT1H");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schedule\":{\"interval\":\"PT1S\"}}|invalidMember|schedule/interval",
        "{\"schedule\":{\"expiration\":\"2020-01-01T00:00:00Z\"}}|invalidMember|schedule/expiration",
        "{\"schedule\":{\"x\":1}}|unknownMember|schedule/x",
        "{\"name\":1}|unknownMember|name",
        "{\"synchronizationJobSettings\":[{\"value\":\"a\"}]}|missingMember|synchronizationJobSettings/0/name",
        "[]|invalidMember|",
        "{|malformedJson|",
        "|bodyRequired|"
      })
  void badChangesChangeNothing(String body, String code, String target) {
    Versioned<SynchronizationJob> before = jobs.get(id);

    Raw.of(server, tenant)
        .send(
            "PATCH",
            Raw.jobs(application) + "/" + id,
            BodyPublishers.ofString(body == null ? "" : body),
            "Content-Type",
            "application/json")
        .assertRefused(400, code, target == null ? "" : target);
    assertThat(jobs.get(id)).isEqualTo(before);
  }

  @Test
  void ignoresMembersThatTheServerOwns() {
    Versioned<SynchronizationJob> before = jobs.get(id);

    Raw.Answer answer = Raw.of(server, tenant)
        .send(
            "PATCH",
            Raw.jobs(application) + "/" + id,
            BodyPublishers.ofString(
                "{\"@odata.type\":\"#microsoft.graph.synchronizationJob\",\"id\":\"x\",\"templateId\":\"aws\",\"status\":{\"code\":\"Active\"}}"),
            "Content-Type",
            "application/json");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("ETag")).isEqualTo(before.etag());
  }

  @Test
  void theLiveScriptOfGraphsClients() {
    assertThat(jobs.get(id).value().getSchedule().getState())
        .isEqualTo(SynchronizationScheduleState.DISABLED);
    jobs.start(id);
    assertThat(jobs.list().items().get(0).getStatus()).satisfies(status -> {
      assertThat(status.getCode()).isEqualTo(SynchronizationStatusCode.NOT_RUN);
      assertThat(status.getTroubleshootingUrl()).isEmpty();
      assertThat(status.getLastExecution()).isNotNull();
    });
    String started = jobs.get(id).etag();
    jobs.start(id);
    assertThat(jobs.get(id).etag()).as("started twice").isEqualTo(started);

    jobs.pause(id);
    assertThat(jobs.get(id).value().getSchedule().getState())
        .isEqualTo(SynchronizationScheduleState.PAUSED);
    assertThat(jobs.get(id).value().getStatus().getCode())
        .isEqualTo(SynchronizationStatusCode.PAUSED);
    String paused = jobs.get(id).etag();
    jobs.pause(id);
    assertThat(jobs.get(id).etag()).as("paused twice").isEqualTo(paused);

    jobs.restart(id);
    assertThat(jobs.get(id).value().getSchedule().getState())
        .isEqualTo(SynchronizationScheduleState.ACTIVE);
    jobs.delete(id);
    for (Runnable late : List.<Runnable>of(
        () -> jobs.start(id),
        () -> jobs.pause(id),
        () -> jobs.restart(id),
        () -> jobs.update(id, new SynchronizationJobUpdate()))) {
      assertThatThrownBy(late::run).isInstanceOf(NotFoundException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"criteria\":null}",
        "{\"criteria\":{}}",
        "{\"criteria\":{\"resetScope\":\"\"}}",
        "{\"criteria\":{\"resetScope\":null}}",
        "{\"resetScope\":\"Watermark, Escrows, QuarantineState\"}",
        "{\"criteria\":{\"resetScope\":\"Watermark,Escrows,QuarantineState\"}}",
        "{\"criteria\":{\"@odata.type\":\"#x\",\"resetScope\":\"Full\"}}"
      })
  void restartsForgetWatermarkEscrowsAndQuarantine(String body) {
    store()
        .change(
            new JobKey(new Owner(tenant, application), id),
            job -> job.inState(Schedule.State.ACTIVE, quarantined()));
    assertThat(jobs.get(id).value().getStatus().getCode())
        .isEqualTo(SynchronizationStatusCode.QUARANTINE);
    assertThat(jobs.get(id).value().getStatus().getQuarantine().getSeriesCount())
        .isEqualTo(2);

    Raw.Answer answer = Raw.of(server, tenant)
        .send(
            "POST",
            Raw.jobs(application) + "/" + id + "/restart",
            BodyPublishers.ofString(body),
            "Content-Type",
            "application/json");

    assertThat(answer.status()).isEqualTo(204);
    Progress progress =
        store().get(new JobKey(new Owner(tenant, application), id)).progress();
    assertThat(progress.watermark()).isNull();
    assertThat(progress.escrows()).isZero();
    assertThat(progress.quarantine()).isNull();
    assertThat(progress.dataStored()).isEqualTo(!body.contains("Full"));
    assertThat(jobs.get(id).value().getStatus().getCode())
        .isEqualTo(SynchronizationStatusCode.NOT_RUN);
  }

  @Test
  void restartsWithoutABody() {
    assertThat(Raw.of(server, tenant)
            .send("POST", Raw.jobs(application) + "/" + id + "/restart")
            .status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Everything", "Escrows;Watermark", "escrow", "Escrows,", "1"})
  void scopesThatDoNotExist(String scope) {
    assertThatThrownBy(() -> jobs.restart(id, scope))
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.target()).contains("criteria/resetScope"));
  }

  @Test
  void ofConflictingCallsAtOnceNobodySeesAHalfState() {
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(jobs.startAsync(id));
      calls.add(jobs.pauseAsync(id));
      calls.add(jobs.getAsync(id)
          .thenAccept(job -> assertThat(job.value().getSchedule().getState() + " "
                  + job.value().getStatus().getCode())
              .isIn("Disabled Paused", "Active NotRun", "Paused Paused")));
    }
    calls.forEach(CompletableFuture::join);
  }

  @Test
  void ofChangesToOneVersionOneWins() {
    String etag = jobs.get(id).etag();
    List<CompletableFuture<Boolean>> calls = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      calls.add(jobs.updateAsync(id, schedule(input().interval("PT" + i + "H")), etag)
          .handle((job, failure) -> failure == null));
    }
    assertThat(calls.stream().filter(CompletableFuture::join)).hasSize(1);
  }

  @Test
  void jobsAreCounted() {
    jobs.create(new SynchronizationJobCreate().templateId("aws"));
    jobs.start(id);

    assertThat(jobs.count()).isEqualTo(2);
    assertThat(jobs.count("schedule/state eq 'Active'")).isEqualTo(1);
    assertThat(server.client(tenant).servicePrincipal(application).jobs().count())
        .isEqualTo(2);
    assertThat(server.client(tenant).application(TestServer.newId()).jobs().count())
        .isZero();
    assertThatThrownBy(() -> jobs.count("x")).isInstanceOf(BadRequestException.class);
    Raw.Answer json = Raw.of(server, tenant)
        .send("GET", Raw.jobs(application) + "/$count", "Accept", "application/json");
    json.assertRefused(406, "notAcceptable", "Accept");
    assertThat(json.message())
        .startsWith("The header Accept excludes the media type of the answer. Send text/plain");
    for (String accept : List.of("text/plain", "*/*", "text/*;q=0.5, application/json;q=0.1")) {
      Raw.Answer answer =
          Raw.of(server, tenant).send("GET", Raw.jobs(application) + "/$count", "Accept", accept);
      assertThat(new String(answer.response().body(), StandardCharsets.UTF_8)).isEqualTo("2");
    }
  }

  @Test
  void anotherIntervalCountsFromNowOn() {
    JobKey key = new JobKey(new Owner(tenant, application), id);
    jobs.start(id);
    store()
        .change(key, job -> job.inState(Schedule.State.ACTIVE, Progress.NONE.withWatermark("1")));
    assertThat(store().get(key).progress().due()).isFalse();

    jobs.update(
        id,
        new SynchronizationJobUpdate()
            .schedule(new SynchronizationScheduleInput().interval("PT1H")));
    assertThat(store().get(key).progress().due()).isTrue();
  }

  private static Progress quarantined() {
    Instant time = Instant.parse("2026-11-23T10:00:00Z");
    return new Progress(
        true,
        true,
        "mark",
        true,
        7,
        false,
        false,
        3,
        new Quarantine(
            "EncounteredQuarantineException", "code", "message", true, time, 2, time, time),
        false,
        null,
        History.NONE);
  }

  private JobStore store() {
    return server.bean(JobStore.class);
  }
}
