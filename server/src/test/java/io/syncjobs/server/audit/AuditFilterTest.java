package io.syncjobs.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Page;
import io.syncjobs.client.ProvisioningListing;
import io.syncjobs.client.model.ProvisionedIdentity;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Events;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters of the provisioning log: they find the same events on both databases, and faulty ones are refused. */
@ParameterizedClass
@EnumSource(Database.class)
class AuditFilterTest {

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final Events events = Events.of(tenant).at(Instant.parse("2026-11-23T10:00:00.1234567Z"));

  AuditFilterTest(Database database) {
    server = database.server();
  }

  private static String name(ProvisioningObjectSummary entry) {
    ProvisionedIdentity source = Objects.requireNonNull(entry.getSourceIdentity());
    return Objects.requireNonNull(source.getDisplayName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ann: jobId eq '{job}'",
        "Ann: jobid eq '{job}'",
        "Bob,Ähm: jobId ne '{job}'",
        "Bob: statusInfo/status eq 'failure'",
        "Bob: provisioningStatusInfo/status eq 'Failure'",
        "Ann,Ähm: not (provisioningStatusInfo/status eq 'failure')",
        "Ähm: provisioningAction eq 'stagedDelete'",
        "Ann,Bob: provisioningAction ne 'stagedDelete'",
        "Ann: sourceIdentity/id eq 'source-Ann'",
        ": sourceIdentity/id eq 'SOURCE-Ann'",
        "Ann: tolower(sourceIdentity/id) eq 'source-ann'",
        "Ann: tolower(sourceIdentity/id) eq tolower('SOURCE-ANN')",
        "Ann: sourceIdentity/displayName eq 'Ann'",
        "Ähm: contains(tolower(sourceIdentity/displayName),'ähm')",
        "Ähm: tolower(sourceIdentity/displayName) eq tolower('ÄHM')",
        "Bob,Ähm: sourceIdentity/displayName gt 'Ann'",
        "Ann: sourceIdentity/displayName le 'Ann'",
        "Ann,Ähm: startswith(targetIdentity/id,'target-')",
        "Ann,Ähm: targetIdentity/id ne null",
        "Bob: targetIdentity/id eq null",
        "Bob,Ähm: targetIdentity/displayName ne 'Ann'",
        "Bob,Ähm: not (targetIdentity/displayName eq 'Ann')",
        "Bob,Ähm: not contains(targetIdentity/displayName,'n')",
        "Ann,Ähm: contains(targetIdentity/displayName,'')",
        "Ann: contains(tolower(servicePrincipal/id),'{application}')",
        "Ann: servicePrincipal/id eq '{APPLICATION}'",
        "Ann,Bob,Ähm: servicePrincipal/displayName eq null",
        ": servicePrincipal/displayName eq 'Fabrikam'",
        "Ann,Bob,Ähm: servicePrincipal/displayName ne 'Fabrikam'",
        "Ann: activityDateTime gt 2026-11-23T10:00:00Z",
        "Ann: activityDateTime eq 2026-11-23T11:00:00.1234567+01:00",
        "Ann,Bob: activityDateTime ge 2026-11-22T10:00:00.1234567Z",
        "Ann: activityDateTime gt 2026-11-22T10:00:00.1234567Z",
        "Bob,Ähm: activityDateTime lt 2026-11-23",
        "Bob: activityDateTime ge 2026-11-22 and activityDateTime le 2026-11-23",
        "Ann,Bob,Ähm: tenantId eq '{TENANT}'",
        ": tenantId ne '{TENANT}'",
        "Ann: cycleId eq 'cycle-{application}'",
        "Ann: changeId eq 'change-source-Ann'",
        "Ann: id eq '{id}'",
        "Ann,Bob,Ähm: sourceSystem/displayName eq 'Azure Active Directory'",
        "Ann,Bob,Ähm: contains(tolower(targetSystem/displayName),'fabrikam')",
        "Ann,Bob,Ähm: startswith(initiatedBy/displayName,'Azure AD')",
        "Ann,Bob: sourceIdentity/displayName eq 'Ann' or statusInfo/status eq 'failure' and jobId ne 'x'",
        ": (sourceIdentity/displayName eq 'Ann' or statusInfo/status eq 'failure') and jobId eq 'x'",
        ": sourceIdentity/displayName eq 'O''Hara'' OR 1=1 --'",
        ": contains(sourceIdentity/displayName,'%')",
        ": startswith(sourceIdentity/displayName,'_')"
      })
  void filters(String expectation) {
    ProvisioningEvent ann = events.created("Ann");
    Events earlier = Events.of(tenant).at(events.time().minus(Duration.ofDays(1)));
    Events first = Events.of(tenant).at(events.time().minus(Duration.ofDays(2)));
    server
        .bean(AuditLog.class)
        .add(List.of(ann, earlier.failed("Bob"), first.changed("Ähm", List.of())));
    int colon = expectation.indexOf(": ");
    List<String> expected = Stream.of(expectation.substring(0, colon).split(",", -1))
        .filter(name -> !name.isEmpty())
        .toList();
    String application = events.owner().applicationId();
    String filter = expectation
        .substring(colon + 2)
        .replace("{job}", events.jobId())
        .replace("{application}", application)
        .replace("{APPLICATION}", application.toUpperCase(Locale.ROOT))
        .replace("{TENANT}", tenant.toUpperCase(Locale.ROOT))
        .replace("{id}", ann.id());

    Page<ProvisioningObjectSummary> page = server
        .client(tenant)
        .auditLogs()
        .provisioning(ProvisioningListing.ALL.where(filter).counted());

    assertThat(page.items()).extracting(AuditFilterTest::name).containsExactlyElementsOf(expected);
    assertThat(page.count()).hasValue(expected.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobId|character 6",
        "jobId eq|character 9",
        "jobId eq x|character 10",
        "jobId like 'x'|character 7",
        "jobId eq 'x|character 9",
        "jobId eq 'x' or|character 16",
        "jobId eq 'x')|character 13",
        "(jobId eq 'x'|character 14",
        "jobId gt null|character 10",
        "nothing eq 'x'|character 1",
        "contains(jobId)|character 15",
        "contains(jobId,null)|character 16",
        "contains(activityDateTime,'2026')|character 10",
        "startswith(provisioningAction,'c')|character 12",
        "tolower(statusInfo/status) eq 'failure'|character 9",
        "provisioningAction eq 'destroy'|character 23",
        "provisioningAction gt 'create'|character 1",
        "activityDateTime gt 'yesterday'|character 21",
        "activityDateTime gt 2026-13-01|character 21",
        "activityDateTime gt 2026-11-23T10:00:00|character 21",
        "activityDateTime gt +999999999-12-31T00:00:00Z|character 21",
        "jobId eq 'x'; DROP TABLE jobs|character 13"
      })
  void refusesInvalidFiltersWithTheirPlace(String filterAndPlace) {
    int bar = filterAndPlace.indexOf('|');

    Answer answer = Raw.of(server, tenant)
        .send(
            "GET",
            "/v1.0/auditLogs/provisioning?$filter="
                + URLEncoder.encode(filterAndPlace.substring(0, bar), UTF_8));

    answer.assertRefused(400, "invalidFilter", "$filter");
    assertThat(answer.message())
        .contains(filterAndPlace.substring(bar + 1))
        .contains("Supported: ")
        .contains("activityDateTime");
  }
}
