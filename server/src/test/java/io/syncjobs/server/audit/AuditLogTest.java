package io.syncjobs.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.syncjobs.client.AuditLogs;
import io.syncjobs.client.Page;
import io.syncjobs.client.ProvisioningListing;
import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.error.ForbiddenException;
import io.syncjobs.client.model.ModifiedProperty;
import io.syncjobs.client.model.ProvisionedIdentity;
import io.syncjobs.client.model.ProvisioningAction;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.ProvisioningResult;
import io.syncjobs.server.audit.ProvisioningEvent.Modified;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Events;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reading the provisioning log: pages, permissions, masked secrets and retention. */
@ParameterizedClass
@EnumSource(Database.class)
class AuditLogTest {

  private final TestServer server;
  private final AuditLog log;
  private final String tenant = TestServer.newId();
  private final Events events = Events.of(tenant).at(Instant.parse("2026-11-23T10:00:00.1234567Z"));
  private final AuditLogs logs;

  AuditLogTest(Database database) {
    server = database.server();
    log = server.bean(AuditLog.class);
    logs = server.client(tenant).auditLogs();
  }

  private static String name(ProvisioningObjectSummary entry) {
    ProvisionedIdentity source = Objects.requireNonNull(entry.getSourceIdentity());
    return Objects.requireNonNull(source.getDisplayName());
  }

  private List<String> names(ProvisioningListing listing) {
    return logs.provisioning(listing).all().map(AuditLogTest::name).toList();
  }

  @Test
  void entriesHaveAllMembers() {
    log.add(List.of(events.created("Ann")));

    ProvisioningObjectSummary entry = logs.provisioning().items().get(0);

    assertThat(entry.getActivityDateTime()).isEqualTo(events.time().atOffset(ZoneOffset.UTC));
    assertThat(entry.getTenantId()).isEqualTo(tenant);
    assertThat(entry.getJobId()).isEqualTo(events.jobId());
    assertThat(entry.getProvisioningAction()).isEqualTo(ProvisioningAction.CREATE);
    assertThat(entry.getDurationInMilliseconds()).isEqualTo(4375);
    assertThat(Objects.requireNonNull(entry.getProvisioningStatusInfo()).getStatus())
        .isEqualTo(ProvisioningResult.SUCCESS);
    assertThat(Objects.requireNonNull(entry.getServicePrincipal()).getId())
        .isEqualTo(events.owner().applicationId());
    assertThat(Objects.requireNonNull(entry.getTargetIdentity()).getId()).isEqualTo("target-Ann");
    assertThat(entry.getModifiedProperties())
        .containsExactly(
            new ModifiedProperty().displayName("userName").oldValue(null).newValue("Ann"));
  }

  private Answer list(String query) {
    return Raw.of(server, tenant).send("GET", "/v1.0/auditLogs/provisioning" + query);
  }

  @Test
  void pagesHoldEachEntryOnceInOrder() {
    List<ProvisioningEvent> many = IntStream.range(0, 1_010)
        .mapToObj(i -> events.at(events.time().plusNanos(i % 3)).created("User" + i))
        .toList();
    log.add(many);
    log.add(List.of(Events.of(tenant).at(Instant.EPOCH).created("Old")));
    ProvisioningListing job =
        ProvisioningListing.ALL.where("jobId eq '%s'".formatted(events.jobId()));
    List<String> descending = many.stream()
        .sorted(Comparator.comparing(ProvisioningEvent::time)
            .thenComparing(ProvisioningEvent::id)
            .reversed())
        .map(ProvisioningEvent::id)
        .toList();
    List<String> ascending = new ArrayList<>(descending);
    Collections.reverse(ascending);

    assertThat(ids(job.inPagesOf(100))).containsExactlyElementsOf(descending);
    assertThat(ids(job.inPagesOf(999))).containsExactlyElementsOf(descending);
    assertThat(ids(job.inPagesOf(101).orderedBy("activityDateTime")))
        .containsExactlyElementsOf(ascending);
    assertThat(logs.provisioning(job.counted()).count()).hasValue(1_010);
    assertThat(ids(ProvisioningListing.ALL.inPagesOf(500)))
        .hasSize(1_011)
        .startsWith(descending.get(0));
  }

  private List<String> ids(ProvisioningListing listing) {
    return logs.provisioning(listing)
        .all()
        .map(ProvisioningObjectSummary::getId)
        .toList();
  }

  @Test
  void pagesOfLongEntriesAreShorter() {
    String text = "x".repeat(5_000);
    List<Modified> modified =
        IntStream.range(0, 300).mapToObj(i -> new Modified("a" + i, text, text)).toList();
    log.add(Stream.of("A", "B", "C", "D", "E")
        .map(name -> events.changed(name, modified))
        .toList());

    Page<ProvisioningObjectSummary> page = logs.provisioning();

    assertThat(page.items()).hasSizeBetween(1, 4);
    assertThat(page.items().get(0).getModifiedProperties()).hasSize(Redaction.MAX_MODIFIED);
    assertThat(names(ProvisioningListing.ALL)).containsExactlyInAnyOrder("A", "B", "C", "D", "E");
  }

  @Test
  void tenantsSeeOnlyTheirOwnEntries() {
    log.add(List.of(events.created("Ann"), events.created("Eve")));
    String other = TestServer.newId();
    log.add(List.of(Events.of(other).created("Zoe")));

    assertThat(server.client(other).auditLogs().provisioning().items())
        .extracting(AuditLogTest::name)
        .containsExactly("Zoe");
    String next = list("?$top=1").json().path("@odata.nextLink").stringValue();
    Raw.of(server, other).send("GET", next).assertRefused(400, "invalidSkiptoken", "$skiptoken");
    list(next.substring(next.indexOf('?')).replace("desc", "asc"))
        .assertRefused(400, "invalidSkiptoken", "$skiptoken");
    assertThat(list(next.substring(next.indexOf('?'))).json().path("value")).hasSize(1);
  }

  @Test
  void refusesOtherPermissions() {
    AuditLogs withoutPermission = server
        .clientBuilder(tenant)
        .tokenProvider(
            TokenProvider.of(server.token(tenant, TestServer.READ, TestServer.READ_WRITE)))
        .build()
        .auditLogs();

    assertThatThrownBy(withoutPermission::provisioning)
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining(TestServer.READ_AUDIT_LOG);
    assertThat(server
            .clientBuilder(tenant)
            .tokenProvider(TokenProvider.of(server.token(tenant, TestServer.READ_AUDIT_LOG)))
            .build()
            .auditLogs()
            .provisioningAsync()
            .join()
            .items())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1.0/auditLogs/provisioning/?$filter=jobid%20eq%20'{job}'",
        "/beta/auditLogs/provisioning/?$filter=jobid%20eq%20'{job}'",
        "/beta/auditLogs/provisioning?$filter=jobId%20eq%20%27{job}%27",
        "/v1.0/auditLogs/provisioning()?$top=500&$orderby=activityDateTime%20desc"
      })
  void addressesOfGraph(String address) {
    log.add(List.of(events.created("Ann")));

    Answer answer = Raw.of(server, tenant).send("GET", address.replace("{job}", events.jobId()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/value/0/sourceIdentity/displayName").stringValue())
        .isEqualTo("Ann");
    assertThat(answer.json().path("@odata.context").stringValue())
        .isEqualTo(server.origin()
            + address.substring(0, address.indexOf('/', 1))
            + "/$metadata#auditLogs/provisioning");
    assertThat(Raw.of(server, tenant)
            .send("POST", address.replace("{job}", events.jobId()))
            .header("Allow"))
        .isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void neverStoresSecrets() {
    String secret = "hunter2-hunter2";
    ProvisioningEvent event = events.changed(
        "Ann",
        List.of(
            new Modified("userName", null, "ann"),
            new Modified("urn:x:User:passWord", secret, "Other-" + secret),
            new Modified("clientSecret", null, secret),
            new Modified("API_KEY", secret, null),
            new Modified("note", null, "her word is " + secret + ".")));
    log.add(List.of(event));

    assertThat(logs.provisioning().items().get(0).getModifiedProperties())
        .extracting(ModifiedProperty::getOldValue, ModifiedProperty::getNewValue)
        .containsExactly(
            tuple(null, "ann"),
            tuple("*", "*"),
            tuple(null, "*"),
            tuple("*", null),
            tuple(null, "her word is *."));
    assertThat(server
            .bean(JdbcClient.class)
            .sql("SELECT * FROM provisioning_events WHERE tenant_id = :tenant")
            .param("tenant", tenant)
            .query()
            .singleRow()
            .values())
        .noneMatch(value -> String.valueOf(value).contains(secret));
  }

  @Test
  void replacesCharactersThatDatabasesRefuseAndAddsEachIdOnce() {
    ProvisioningEvent odd = events.changed(
        "nul\0 half\uD83D", List.of(new Modified("nul\0", "\uDE00", "whole\uD83D\uDE00")));

    log.add(List.of(odd));
    log.add(List.of(odd, events.created("Eve")));
    log.add(List.of());

    assertThat(names(ProvisioningListing.ALL)).containsExactlyInAnyOrder("nul\uFFFD half?", "Eve");
  }

  @Test
  void laterPartsWithTheSameIdJoinTheEvent() {
    ProvisioningEvent ann = events.changed("Ann", List.of(new Modified("title", null, "Engineer")));

    log.add(List.of(ann));
    log.add(List.of(events.created("Eve"), ann));

    ProvisioningObjectSummary entry = logs.provisioning().items().stream()
        .filter(each -> name(each).equals("Ann"))
        .findFirst()
        .orElseThrow();
    assertThat(entry.getModifiedProperties())
        .extracting(ModifiedProperty::getDisplayName)
        .containsExactly("title", "title");
  }

  @Test
  void deletesExpiredEvents() {
    Instant now = Instant.parse("2001-01-31T00:00:00Z");
    Events old = events.at(Instant.parse("2000-12-31T23:59:59Z"));
    log.add(IntStream.range(0, 1_200).mapToObj(i -> old.created("Old" + i)).toList());
    log.add(List.of(events.at(Instant.parse("2001-01-01T00:00:00Z")).created("Kept")));
    String other = TestServer.newId();
    log.add(List.of(Events.of(other).at(old.time()).created("Old")));
    AuditRetention retention = new AuditRetention(
        log,
        new AuditProperties(Duration.ofDays(30)),
        new TenantClocks(Clock.fixed(now, ZoneOffset.UTC)));

    // Two nodes run it at once.
    CompletableFuture<Void> node = CompletableFuture.runAsync(retention::deleteExpired);
    retention.deleteExpired();
    node.join();

    assertThat(names(ProvisioningListing.ALL)).containsExactly("Kept");
    assertThat(server.client(other).auditLogs().provisioning().items()).isEmpty();
  }
}
