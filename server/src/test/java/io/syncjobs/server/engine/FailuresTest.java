package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.syncjobs.client.model.AttributeMappingSourceType;
import io.syncjobs.client.model.ModifiedProperty;
import io.syncjobs.client.model.ProvisioningErrorInfo;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.ProvisioningResult;
import io.syncjobs.client.model.QuarantineReason;
import io.syncjobs.client.model.StringKeyLongValuePair;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationScheduleState;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.support.Raw;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Entries that fail, and jobs whose target fails, for each combination of database and SCIM service. */
@ParameterizedClass
@MethodSource("combinations")
class FailuresTest extends EngineTestBase {

  FailuresTest(Combination combination) {
    super(combination);
  }

  @Test
  void whoFailsIsPutAsideAndTriedAgain() {
    matchByTitle();
    tenancy.bring(user("ada").otherMember("title", "1"), user("bob"));

    SynchronizationJob job = tenancy.runOutbound();

    assertThat(users().keySet()).containsExactly("ada@example.com");
    assertThat(job.getStatus().getLastExecution().getState())
        .isEqualTo(SynchronizationTaskExecutionResult.ENTRY_LEVEL_ERRORS);
    assertThat(job.getStatus().getLastExecution().getCountEscrowed()).isEqualTo(1);
    ProvisioningObjectSummary failed = tenancy.log().stream()
        .filter(event ->
            event.getProvisioningStatusInfo().getStatus().equals(ProvisioningResult.FAILURE))
        .findFirst()
        .orElseThrow();
    assertThat(failed.getProvisioningStatusInfo().getErrorInformation().getErrorCode())
        .isEqualTo("JoiningPropertyValueIsEmpty");

    assertThat(escrows().list(tenancy.outboundJob).items()).singleElement().satisfies(escrow -> {
      assertThat(escrow.getId()).isEqualTo(failed.getSourceIdentity().getId());
      assertThat(escrow.getObjectType()).isEqualTo("User");
      assertThat(escrow.getDisplayName()).isEqualTo("User bob");
      assertThat(escrow.getCountAttempts()).isEqualTo(1);
      assertThat(escrow.getNextAttempt()).isAfterOrEqualTo(failed.getActivityDateTime());
      assertThat(escrow.getEventId()).isEqualTo(failed.getId());
      assertThat(escrow.getError())
          .isEqualTo(failed.getProvisioningStatusInfo().getErrorInformation());
    });

    tenancy.bring(user("bob").otherMember("title", "2"));
    SynchronizationJob mended = tenancy.runOutbound();

    assertThat(users()).hasSize(2);
    assertThat(mended.getStatus().getLastExecution().getCountEscrowed()).isZero();
    assertThat(escrows().list(tenancy.outboundJob).items()).isEmpty();
  }

  private io.syncjobs.client.Escrows escrows() {
    return tenancy.client.application(tenancy.outboundApplication).escrows();
  }

  private static UploadedRecord renamed(String externalId) {
    return user(externalId).otherMember("displayName", "Renamed");
  }

  @Test
  void escrowsTellTheLastFailureAndHavePages() {
    matchByTitle();
    tenancy.bring(user("ada"), user("bob"), user("cy"));
    tenancy.runOutbound();
    tenancy.bring(renamed("ada"), renamed("bob"), renamed("cy"));
    tenancy.runOutbound();
    tenancy.outbound.pause(tenancy.outboundJob);
    Collection<String> lastEvents = tenancy.log().stream()
        .collect(Collectors.toMap(
            event -> event.getSourceIdentity().getId(),
            ProvisioningObjectSummary::getId,
            (latest, earlier) -> latest))
        .values();
    Raw raw = Raw.of(server, tenancy.id);
    String list = Raw.jobs(tenancy.outboundApplication) + "/" + tenancy.outboundJob + "/escrows";

    JsonNode first = raw.send("GET", list + "?$top=2&$count=true").json();
    JsonNode second =
        raw.send("GET", first.path("@odata.nextLink").stringValue()).json();

    assertThat(first.path("@odata.count").intValue()).isEqualTo(3);
    assertThat(first.path("value")).hasSize(2);
    assertThat(second.has("@odata.nextLink")).isFalse();
    assertThat(Stream.concat(
            first.path("value").valueStream(), second.path("value").valueStream()))
        .allSatisfy(escrow -> {
          assertThat(escrow.path("countAttempts").intValue()).isGreaterThan(1);
          assertThat(escrow.path("displayName").stringValue()).isEqualTo("Renamed");
        })
        .extracting(escrow -> escrow.path("eventId").stringValue())
        .hasSize(3)
        .containsExactlyInAnyOrderElementsOf(lastEvents);
    raw.send("GET", list + "?$skiptoken=nonsense")
        .assertRefused(400, "invalidSkiptoken", "$skiptoken");
    raw.send("GET", list.replace(tenancy.outboundJob, "none"))
        .assertRefused(404, "jobNotFound", "jobId");
  }

  @Test
  void whoTheTargetFailsAtKeepsNobodyElse() {
    tenancy.bring(user("ada"), user("bob"), user("cy"));
    service.refuse(500, "NullPointerException");

    SynchronizationJob job = tenancy.runOutbound();

    assertThat(users()).hasSize(2);
    assertThat(job.getStatus().getQuarantine()).isNull();
    assertThat(job.getStatus().getLastExecution().getCountEscrowed()).isEqualTo(1);
  }

  @Test
  void theLogHasTheTargetsOwnWordsAndNoAdviceBeyondThem() {
    tenancy.bring(user("ada"));
    service.refuse(409, "User must be Active.");

    tenancy.runOutbound();

    ProvisioningErrorInfo error =
        tenancy.log().get(0).getProvisioningStatusInfo().getErrorInformation();
    assertThat(error.getReason()).contains("409", "User must be Active.");
    assertThat(error.getReason() + error.getRecommendedAction())
        .doesNotContainIgnoringCase("unique")
        .doesNotContain("same value");
  }

  @Test
  void twoWhoMatchTheSameDoNotShareIt() {
    changeSchema(schema ->
        attribute(schema, "userName").getSource().name("jobTitle").expression("[jobTitle]"));
    tenancy.bring(
        user("ada").otherMember("title", "chief"), user("bob").otherMember("title", "chief"));

    SynchronizationJob job = tenancy.runOutbound();

    assertThat(users().keySet()).containsExactly("chief");
    assertThat(job.getStatus().getLastExecution().getCountEscrowed()).isEqualTo(1);
    assertThat(job.getStatus().getSynchronizedEntryCountByType())
        .extracting(StringKeyLongValuePair::getValue)
        .containsExactly(1L);
    assertThat(tenancy.log().stream()
            .map(event -> event.getProvisioningStatusInfo().getErrorInformation())
            .filter(Objects::nonNull)
            .map(ProvisioningErrorInfo::getErrorCode))
        .containsExactly("DuplicateSourceEntries");
  }

  @Test
  void whatIsRedactedIsNotToldByTheTargetEither() {
    changeSchema(schema -> attribute(schema, "name.givenName")
        .getSource()
        .type(AttributeMappingSourceType.FUNCTION)
        .name("Redact")
        .expression("Redact([givenName])"));
    tenancy.bring(user("ada"));
    service.refuse(400, "Bad value 'Given'");

    tenancy.runOutbound();

    assertThat(tenancy.log())
        .extracting(
            event -> event.getProvisioningStatusInfo().getErrorInformation().getReason())
        .singleElement(as(STRING))
        .contains("Bad value '[Redact]'");
    assertThat(tenancy.log())
        .flatExtracting(ProvisioningObjectSummary::getModifiedProperties)
        .filteredOn(property -> property.getDisplayName().equals("name.givenName"))
        .extracting(ModifiedProperty::getNewValue)
        .containsOnly("[Redact]");
    assertThat(tenancy.log().toString()).doesNotContain("'Given'");
  }

  @Test
  void aTokenThatIsNotTakenMeansQuarantineUntilItIsMended() {
    tenancy.bring(user("ada"));
    tenancy.secret(SynchronizationSecret.SECRET_TOKEN, "wrong");

    SynchronizationJob job = tenancy.runOutbound();

    assertThat(job.getStatus().getCode()).isEqualTo(SynchronizationStatusCode.QUARANTINE);
    assertThat(job.getSchedule().getState()).isEqualTo(SynchronizationScheduleState.ACTIVE);
    var quarantine = job.getStatus().getQuarantine();
    assertThat(quarantine.getReason()).isEqualTo(QuarantineReason.ENCOUNTERED_QUARANTINE_EXCEPTION);
    assertThat(quarantine.getSeriesCount()).isEqualTo(1);
    assertThat(quarantine.getError().getMessage()).contains("SecretToken").doesNotContain("wrong");
    assertThat(quarantine.getNextAttempt())
        .isEqualTo(quarantine.getSeriesBegan().plusHours(6));
    assertThat(job.getStatus().getCountSuccessiveCompleteFailures()).isEqualTo(1);

    tenancy.secret(SynchronizationSecret.SECRET_TOKEN, service.token());
    SynchronizationJob mended = tenancy.runOutbound();

    assertThat(mended.getStatus().getQuarantine()).isNull();
    assertThat(mended.getStatus().getCode()).isEqualTo(SynchronizationStatusCode.ACTIVE);
    assertThat(users()).hasSize(1);
  }

  @Test
  void whatIsLookedAtAgainIsCountedOnce() {
    tenancy.bring(user("ada"), user("bob"), user("cy"));
    tenancy.secret(SynchronizationSecret.SECRET_TOKEN, "wrong");
    assertThat(tenancy.runOutbound().getStatus().getCode())
        .isEqualTo(SynchronizationStatusCode.QUARANTINE);

    tenancy.secret(SynchronizationSecret.SECRET_TOKEN, service.token());
    SynchronizationJob job = tenancy.runOutbound();

    assertThat(users()).hasSize(3);
    assertThat(job.getStatus().getLastExecution().getState())
        .isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);
    assertThat(job.getStatus().getLastExecution().getCountImported()).isEqualTo(3);
    assertThat(job.getStatus().getLastExecution().getCountExported()).isEqualTo(3);
  }

  @Test
  void aJobThatIsPausedAfterAFailureDoesNotTryAgain() {
    tenancy.secret(SynchronizationSecret.SECRET_TOKEN, "wrong");
    tenancy.bring(user("ada"));
    tenancy.runOutbound();
    tenancy.outbound.pause(tenancy.outboundJob);
    tenancy.secret(SynchronizationSecret.SECRET_TOKEN, service.token());
    JobKey key =
        new JobKey(new Owner(tenancy.id, tenancy.outboundApplication), tenancy.outboundJob);

    server.bean(CycleRunner.class).run(key, () -> false);
    assertThat(users()).isEmpty();

    tenancy.runOutbound();
    assertThat(users()).hasSize(1);
  }
}
