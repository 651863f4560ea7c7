package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.syncjobs.client.model.AttributeMapping;
import io.syncjobs.client.model.AttributeMappingSourceType;
import io.syncjobs.client.model.Filter;
import io.syncjobs.client.model.FilterClause;
import io.syncjobs.client.model.FilterGroup;
import io.syncjobs.client.model.GroupFilter;
import io.syncjobs.client.model.ModifiedProperty;
import io.syncjobs.client.model.ObjectMapping;
import io.syncjobs.client.model.ProvisioningAction;
import io.syncjobs.client.model.ProvisioningErrorInfo;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.ProvisioningResult;
import io.syncjobs.client.model.QuarantineReason;
import io.syncjobs.client.model.StringKeyLongValuePair;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationScheduleState;
import io.syncjobs.client.model.SynchronizationSchema;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.directory.Directory;
import io.syncjobs.server.engine.cycle.CycleRunner;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.ScimService;
import io.syncjobs.server.support.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What cycles make of users and groups, on each database and with each of two services. */
@ParameterizedClass
@MethodSource("places")
class CyclesTest {

  private static final Map<Database, TestServer> SERVERS = new EnumMap<>(Database.class);

  /** Where a run takes place. */
  record Place(Database database, ScimService.Kind kind) {}

  static Stream<Place> places() {
    return Stream.of(
        new Place(Database.SQLITE, ScimService.SCIMPLE),
        new Place(Database.POSTGRESQL, ScimService.GOLDFISH));
  }

  private final Place place;
  private TestServer server;
  private ScimService service;
  private Tenancy tenancy;

  CyclesTest(Place place) {
    this.place = place;
  }

  private static TestServer start(Database database) {
    return TestServer.start(
        Stream.concat(Arrays.stream(database.newDatabase()), TestServer.RUNNING.stream())
            .toArray(String[]::new));
  }

  @AfterAll
  static void stopServers() {
    SERVERS.values().forEach(TestServer::close);
  }

  @BeforeEach
  void startService() {
    server = SERVERS.computeIfAbsent(place.database(), CyclesTest::start);
    service = place.kind().start();
    tenancy = Tenancy.on(server, service.baseAddress(), service.token());
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  private Map<String, JsonNode> users() {
    return service.resources("User").stream()
        .collect(Collectors.toMap(user -> user.path("userName").stringValue(), user -> user));
  }

  private JsonNode theUser(String externalId) {
    return Objects.requireNonNull(users().get(externalId + "@example.com"));
  }

  private void changeSchema(Consumer<SynchronizationSchema> change) {
    tenancy
        .client
        .application(tenancy.outboundApplication)
        .schemas()
        .change(tenancy.outboundJob, schema -> {
          change.accept(schema);
          return schema;
        });
  }

  private static ObjectMapping userMapping(SynchronizationSchema schema) {
    return schema.getSynchronizationRules().get(0).getObjectMappings().get(0);
  }

  private static AttributeMapping attribute(SynchronizationSchema schema, String name) {
    return userMapping(schema).getAttributeMappings().stream()
        .filter(mapping -> name.equals(mapping.getTargetAttributeName()))
        .findFirst()
        .orElseThrow();
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
        .as("One for each entry, also if it has references")
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
  void whoIsSwitchedOffIsDisabledAndComesBack() {
    tenancy.bring(user("ada"), user("bob"));
    tenancy.runOutbound();

    tenancy.bring(user("ada").otherMember("active", false));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isFalse();
    assertThat(theUser("bob").path("active").booleanValue()).isTrue();
    assertThat(tenancy.log().get(0).getProvisioningAction()).isEqualTo(ProvisioningAction.DISABLE);

    tenancy.bring(user("ada"));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isTrue();
    assertThat(users()).hasSize(2);
  }

  @Test
  void whoFallsOutOfScopeIsDisabledUnlessThatIsNotWanted() {
    tenancy.bring(user("ada").otherMember("title", "Boss"), user("bob").otherMember("title", "x"));
    changeSchema(schema -> userMapping(schema).scope(Schemas.scope("jobTitle", "EQUALS", "Boss")));
    tenancy.runOutbound();
    assertThat(users().keySet()).containsExactly("ada@example.com");

    tenancy.secret(SynchronizationSecret.SKIP_OUT_OF_SCOPE_DELETIONS, "True");
    tenancy.bring(user("ada").otherMember("title", "x"));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isTrue();

    tenancy.secret(SynchronizationSecret.SKIP_OUT_OF_SCOPE_DELETIONS, "False");
    tenancy.bring(user("ada").otherMember("title", "y"));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isFalse();
  }

  @Test
  void onlyMembersOfTheRulesGroupsAreInScopeIfNotAllAre() {
    tenancy.bring(user("ada"), user("bob"), group("staff", "ada"));
    tenancy.runOutbound();
    String group = tenancy.log().stream()
        .filter(event -> event.getSourceIdentity().getIdentityType().equals("Group"))
        .findFirst()
        .orElseThrow()
        .getSourceIdentity()
        .getId();
    assertThat(users()).hasSize(2);
    changeSchema(schema -> schema
        .getSynchronizationRules()
        .get(0)
        .groupFilter(new GroupFilter().includedGroups(List.of(group))));
    tenancy.secret(SynchronizationSecret.SYNC_ALL, "false");

    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isTrue();
    assertThat(theUser("bob").path("active").booleanValue()).isFalse();

    tenancy.bring(group("staff", "bob"));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isFalse();
    assertThat(theUser("bob").path("active").booleanValue()).isTrue();
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
  void whoFailsIsPutAsideAndTriedAgain() {
    changeSchema(schema -> {
      attribute(schema, "userName").matchingPriority(0);
      AttributeMapping externalId = attribute(schema, "externalId");
      externalId.matchingPriority(1);
      externalId.getSource().name("employeeId").expression("[jobTitle]");
    });
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

    tenancy.bring(user("bob").otherMember("title", "2"));
    SynchronizationJob mended = tenancy.runOutbound();

    assertThat(users()).hasSize(2);
    assertThat(mended.getStatus().getLastExecution().getCountEscrowed()).isZero();
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
        .contains("Bad value '*'");
    assertThat(tenancy.log().toString()).doesNotContain("'Given'");
  }

  @Test
  void whoIsOffAlreadyMayChange() {
    tenancy.bring(user("ada"));
    tenancy.runOutbound();
    tenancy.bring(user("ada").otherMember("active", false));
    tenancy.runOutbound();
    tenancy.bring(user("ada").otherMember("active", false).otherMember("displayName", "Other"));

    tenancy.runOutbound();

    assertThat(theUser("ada").path("displayName").stringValue()).isEqualTo("Other");
    assertThat(tenancy.log())
        .extracting(ProvisioningObjectSummary::getProvisioningAction)
        .containsExactly(
            ProvisioningAction.UPDATE, ProvisioningAction.DISABLE, ProvisioningAction.CREATE);
  }

  @Test
  void whoIsGoneIsDeletedWhateverIsFiltered() {
    changeSchema(schema -> schema
        .getSynchronizationRules()
        .get(0)
        .getObjectMappings()
        .forEach(mapping -> mapping.scope(new Filter()
            .addInputFilterGroupsItem(new FilterGroup()
                .addClausesItem(new FilterClause()
                    .operatorName("IS NOT NULL")
                    .sourceOperandName("displayName"))))));
    tenancy.bring(group("staff"));
    tenancy.runOutbound();
    assertThat(service.resources("Group")).hasSize(1);

    Directory directory = server.bean(Directory.class);
    Source source = directory.source(tenancy.id);
    String id = source.changes(0, source.newest(), 10).get(0).entry().id();
    directory.target(tenancy.id).delete("Group", id);
    tenancy.runOutbound();

    assertThat(service.resources("Group")).isEmpty();
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
  void tooManyDeletionsAreHeldBackUntilTheyAreForced() {
    tenancy.bring(user("ada"), user("bob"), user("eva"), user("kim"));
    tenancy.runOutbound();
    tenancy.secret(
        SynchronizationSecret.SYNC_NOTIFICATION_SETTINGS,
        "{\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":2}");
    tenancy.bring(
        user("ada").otherMember("active", false),
        user("bob").otherMember("active", false),
        user("eva").otherMember("active", false));

    SynchronizationJob job = tenancy.runOutbound();

    assertThat(users().values().stream().filter(user -> user.path("active").booleanValue()))
        .hasSize(3);
    assertThat(job.getStatus().getQuarantine().getReason())
        .isEqualTo(QuarantineReason.TOO_MANY_DELETES);
    assertThat(tenancy.log().stream()
            .filter(
                event -> event.getProvisioningAction().equals(ProvisioningAction.STAGED_DELETE)))
        .hasSize(2);

    tenancy.outbound.restart(tenancy.outboundJob, "ForceDeletes");
    Tenancy.ended(tenancy.outbound, tenancy.outboundJob, job);

    assertThat(users().values().stream().filter(user -> user.path("active").booleanValue()))
        .hasSize(1);
    assertThat(tenancy.outbound.get(tenancy.outboundJob).value().getStatus().getQuarantine())
        .isNull();
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
