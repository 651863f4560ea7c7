package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.syncjobs.client.model.AttributeMappingSourceType;
import io.syncjobs.client.model.ModifiedProperty;
import io.syncjobs.client.model.ProvisioningAction;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.ProvisioningResult;
import io.syncjobs.client.model.StringKeyLongValuePair;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import io.syncjobs.client.model.SynchronizationScheduleInput;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.server.support.ClientTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Cycles with users and groups, for each combination of database and SCIM service. */
@ParameterizedClass
@MethodSource("combinations")
@ClientTest
class CyclesTest extends EngineTestBase {

  CyclesTest(Combination combination) {
    super(combination);
  }

  @Test
  void whatIsUploadedArrivesWithItsReferences() {
    SynchronizationJob read = tenancy.bring(
        user("ada", "eva"), user("bob", "eva"), user("eva"), group("staff", "ada", "bob"));
    assertThat(read.getStatus().getCode()).isEqualTo(SynchronizationStatusCode.ACTIVE);
    assertThat(read.getStatus().getSynchronizedEntryCountByType())
        .extracting(StringKeyLongValuePair::getKey, StringKeyLongValuePair::getValue)
        .containsExactly(tuple("Group to Group", 1L), tuple("User to User", 3L));

    SynchronizationJob written = tenancy.runOutbound();

    assertThat(users().keySet())
        .containsExactlyInAnyOrder("ada@example.com", "bob@example.com", "eva@example.com");
    String manager = theUser("eva").path("id").stringValue();
    for (String report : List.of("ada", "bob")) {
      assertThat(theUser(report).path(Tenancy.ENTERPRISE).at("/manager/value").stringValue())
          .isEqualTo(manager);
      assertThat(theUser(report).path("active").booleanValue()).isTrue();
      assertThat(theUser(report).at("/name/givenName").stringValue()).isEqualTo("Given");
    }
    assertThat(service.resources("Group")).singleElement().satisfies(group -> {
      assertThat(group.path("displayName").stringValue()).isEqualTo("Group staff");
      assertThat(
              group.path("members").valueStream().map(each -> each.path("value").stringValue()))
          .containsExactlyInAnyOrder(
              theUser("ada").path("id").stringValue(), theUser("bob").path("id").stringValue());
    });
    var status = written.getStatus();
    assertThat(status.getCode()).isEqualTo(SynchronizationStatusCode.ACTIVE);
    assertThat(status.getLastExecution().getState())
        .isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);
    assertThat(status.getLastExecution().getCountImported()).isEqualTo(4);
    assertThat(status.getLastExecution().getCountEntitled()).isEqualTo(4);
    assertThat(status.getLastExecution().getCountExported())
        .isEqualTo(7); // 4 + 2 managers + members
    assertThat(status.getLastExecution().getCountEscrowed()).isZero();
    assertThat(status.getLastSuccessfulExecution()).isEqualTo(status.getLastExecution());
    assertThat(status.getLastSuccessfulExecutionWithExports()).isEqualTo(status.getLastExecution());
    assertThat(status.getSteadyStateFirstAchievedTime())
        .isEqualTo(status.getLastExecution().getTimeEnded());
    assertThat(status.getProgress()).isEmpty();
    assertThat(status.getSynchronizedEntryCountByType())
        .extracting(StringKeyLongValuePair::getValue)
        .containsExactly(1L, 3L);

    List<ProvisioningObjectSummary> log = tenancy.log();
    assertThat(log)
        .as("one event for each entry, even if it has references")
        .hasSize(4)
        .allSatisfy(event -> {
          assertThat(event.getProvisioningAction()).isEqualTo(ProvisioningAction.CREATE);
          assertThat(event.getProvisioningStatusInfo().getStatus())
              .isEqualTo(ProvisioningResult.SUCCESS);
          assertThat(event.getCycleId())
              .isEqualTo(status.getLastExecution().getActivityIdentifier());
        });
    assertThat(log.stream()
            .filter(event -> event.getSourceIdentity().getDisplayName().equals("User ada"))
            .flatMap(event -> event.getModifiedProperties().stream())
            .map(ModifiedProperty::getDisplayName))
        .contains("userName", Tenancy.ENTERPRISE + ":manager");
  }

  /** Graph writes the longest duration of .NET for a job that runs when it is started alone. */
  @Test
  void aJobWithTheLongestIntervalRunsWhenItIsStarted() {
    String never = "P10675199DT2H48M5.4775807S";
    tenancy.inbound.update(
        tenancy.inboundJob,
        new SynchronizationJobUpdate()
            .schedule(new SynchronizationScheduleInput().interval(never)));

    tenancy.bring(user("ada"));
    SynchronizationJob job = tenancy.bring(user("bob"));

    assertThat(job.getSchedule().getInterval()).isEqualTo(never);
    assertThat(job.getStatus().getLastExecution().getCountExported()).isEqualTo(1);
  }

  @Test
  void onlyWhatChangedIsWritten() {
    tenancy.bring(user("ada"), user("bob"));
    tenancy.runOutbound();
    int reads = service.requests("GET");

    SynchronizationJob idle = tenancy.runOutbound();
    assertThat(service.requests("GET")).isEqualTo(reads);
    assertThat(idle.getStatus().getLastExecution().getCountImported()).isZero();

    tenancy.bring(user("bob").otherMember("title", "Boss"));
    SynchronizationJob job = tenancy.runOutbound();

    assertThat(theUser("bob").path("title").stringValue()).isEqualTo("Boss");
    assertThat(service.requests("POST")).isEqualTo(2);
    assertThat(service.requests("PATCH")).isEqualTo(1);
    assertThat(job.getStatus().getLastExecution().getCountImported()).isEqualTo(1);
    assertThat(job.getStatus().getLastExecution().getCountExported()).isEqualTo(1);
    assertThat(tenancy.log().get(0).getModifiedProperties()).singleElement().satisfies(change -> {
      assertThat(change.getDisplayName()).isEqualTo("title");
      assertThat(change.getOldValue()).isNull();
      assertThat(change.getNewValue()).isEqualTo("Boss");
    });
  }

  @Test
  void whatTheTargetHasAlreadyIsMatchedAndNotMadeAgain() {
    tenancy.bring(user("ada"));
    tenancy.runOutbound();
    String first = theUser("ada").path("id").stringValue();

    SynchronizationJob before = tenancy.outbound.get(tenancy.outboundJob).value();
    tenancy.outbound.restart(tenancy.outboundJob, "Full");
    Tenancy.ended(tenancy.outbound, tenancy.outboundJob, before);

    assertThat(users()).hasSize(1);
    assertThat(theUser("ada").path("id").stringValue()).isEqualTo(first);
    assertThat(service.requests("POST")).isEqualTo(1);
    assertThat(tenancy
            .outbound
            .get(tenancy.outboundJob)
            .value()
            .getStatus()
            .getSynchronizedEntryCountByType())
        .singleElement()
        .extracting(StringKeyLongValuePair::getValue)
        .isEqualTo(1L);
  }

  @Test
  void membersComeAndGo() {
    tenancy.bring(user("ada"), user("bob"), group("staff", "ada"));
    tenancy.runOutbound();

    tenancy.bring(group("staff", "bob"), user("eva"));
    tenancy.runOutbound();
    assertThat(service
            .resources("Group")
            .get(0)
            .path("members")
            .valueStream()
            .map(each -> each.path("value").stringValue()))
        .containsExactly(theUser("bob").path("id").stringValue());

    tenancy.bring(group("staff", "bob", "eva", "nobody"));
    tenancy.runOutbound();
    assertThat(service.resources("Group").get(0).path("members").size()).isEqualTo(2);
    tenancy.bring(user("nobody"));
    tenancy.runOutbound();
    assertThat(service.resources("Group").get(0).path("members").size()).isEqualTo(3);
  }

  @Test
  void aRestartOfAStoppedJobDropsWhatItHasNotRead() {
    tenancy.bring(user("ada"));
    tenancy.upload(List.of(user("bob")));
    SynchronizationJob before = tenancy.inbound.get(tenancy.inboundJob).value();

    tenancy.inbound.restart(tenancy.inboundJob, "Watermark");
    Tenancy.ended(tenancy.inbound, tenancy.inboundJob, before);

    tenancy.runOutbound();
    assertThat(users().keySet()).containsExactly("ada@example.com");
  }

  @Test
  void aRestartAfterASchemaChangeKeepsWhatHasBeenRead() {
    SynchronizationJob before = tenancy.bring(user("ada"));
    tenancy.inbound.pause(tenancy.inboundJob);
    tenancy
        .client
        .application(tenancy.inboundApplication)
        .schemas()
        .change(tenancy.inboundJob, schema -> schema);

    tenancy.inbound.restart(tenancy.inboundJob, "Watermark");

    assertThat(Tenancy.ended(tenancy.inbound, tenancy.inboundJob, before)
            .getStatus()
            .getLastExecution()
            .getCountImported())
        .isEqualTo(1);
  }

  @Test
  void aChangedSchemaMeansAnotherLookAtEverybody() {
    tenancy.bring(user("ada"), user("bob"));
    tenancy.runOutbound();
    changeSchema(schema -> attribute(schema, "title")
        .getSource()
        .type(AttributeMappingSourceType.FUNCTION)
        .expression("ToUpper([displayName], )")
        .name("ToUpper")
        .parameters(null));

    SynchronizationJob job = tenancy.runOutbound();

    assertThat(job.getStatus().getLastExecution().getCountImported()).isEqualTo(2);
    assertThat(theUser("ada").path("title").stringValue()).isEqualTo("USER ADA");
    assertThat(theUser("bob").path("title").stringValue()).isEqualTo("USER BOB");
  }

  @Test
  void whatSomebodyDeletedInTheTargetIsMadeAnew() throws Exception {
    tenancy.bring(user("ada"));
    tenancy.runOutbound();
    URI ada =
        URI.create(service.baseAddress() + "/Users/" + theUser("ada").path("id").stringValue());
    HttpRequest deletion = HttpRequest.newBuilder(ada)
        .header("Authorization", "Bearer " + service.token())
        .DELETE()
        .build();
    assertThat(
            HttpClient.newHttpClient().send(deletion, BodyHandlers.discarding()).statusCode())
        .isEqualTo(204);

    tenancy.bring(user("ada").otherMember("title", "Boss"));
    tenancy.runOutbound();

    assertThat(theUser("ada").path("title").stringValue()).isEqualTo("Boss");
  }
}
