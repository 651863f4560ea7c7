package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.DirectoryListing;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.ErrorDetails;
import io.syncjobs.client.model.InitiatorType;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.SynchronizationJobSubject;
import io.syncjobs.client.model.SynchronizationLinkedObjects;
import io.syncjobs.client.model.SynchronizationLinkedSubject;
import io.syncjobs.client.model.SynchronizationManagerSubject;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Provisioning of single entries within the request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ClientTest
class OnDemandTest {

  private static final String RULE = "6c409270-f78a-4bc6-af23-7cf3ab6482fe";

  private TestServer server;
  private ScimService service;
  private Tenancy tenancy;
  private String unique;

  @BeforeAll
  void startAll() {
    server = Database.SQLITE.server(TestServer.RUNNING);
    service = ScimService.GOLDFISH.start();
  }

  @AfterAll
  void stopAll() {
    service.close();
  }

  @BeforeEach
  void bring() {
    unique = TestServer.newId().substring(0, 8);
    tenancy = Tenancy.on(server, service.baseAddress(), service.token());
    tenancy.bring(
        user("ada" + unique),
        user("bob" + unique),
        group("staff" + unique, "ada" + unique, "bob" + unique));
  }

  private record Entry(String type, String id) {}

  /** The user or group of the tenant's directory whose display name contains a text. */
  private Entry entry(String type, String name) {
    String id = type.equals("User")
        ? tenancy
            .client
            .users()
            .list(DirectoryListing.ALL)
            .all()
            .filter(user -> String.valueOf(user.getDisplayName()).contains(name))
            .findFirst()
            .orElseThrow()
            .getId()
        : tenancy
            .client
            .groups()
            .list(DirectoryListing.ALL)
            .all()
            .filter(group -> String.valueOf(group.getDisplayName()).contains(name))
            .findFirst()
            .orElseThrow()
            .getId();
    return new Entry(type, id);
  }

  private JsonNode provision(SynchronizationJobSubject subject) {
    return JsonMapper.shared()
        .readTree(tenancy.outbound.provisionOnDemand(tenancy.outboundJob, RULE, subject));
  }

  private static SynchronizationJobSubject subject(Entry entry) {
    return new SynchronizationJobSubject().objectId(entry.id()).objectTypeName(entry.type());
  }

  @Test
  void aUserIsThereWhenTheAnswerComes() {
    Entry ada = entry("User", "ada");

    JsonNode first = provision(subject(ada));
    JsonNode second = provision(subject(ada));

    String name = tenancy.client.users().get(ada.id()).getUserPrincipalName();
    assertThat(service.resources("User"))
        .filteredOn(user -> user.path("userName").stringValue().equals(name))
        .singleElement()
        .satisfies(user -> assertThat(user.path("id")).isEqualTo(first.at("/0/targetIdentity/id")));
    assertThat(first.at("/0/action").stringValue()).isEqualTo("create");
    assertThat(first.at("/0/statusInfo/status").stringValue()).isEqualTo("success");
    assertThat(first.at("/0/provisioningSteps").size()).isGreaterThan(2);
    assertThat(first.at("/0/modifiedProperties").findValuesAsString("displayName"))
        .contains("userName");
    assertThat(second.at("/0/statusInfo/status").stringValue()).isEqualTo("skipped");
    List<ProvisioningObjectSummary> log = tenancy.log();
    assertThat(log).hasSize(2);
    assertThat(log.get(0).getInitiatedBy().getInitiatorType()).isNotEqualTo(InitiatorType.SYSTEM);

    // A later cycle doesn't create the user again.
    tenancy.runOutbound();
    assertThat(service.resources("User"))
        .filteredOn(user -> user.path("userName").stringValue().equals(name))
        .hasSize(1);
  }

  @Test
  void aGroupComesWithTheMembersThatAreNamed() {
    Entry staff = entry("Group", "staff");
    Entry bob = entry("User", "bob");
    assertThat(tenancy.client.groups().countMembers(staff.id())).isEqualTo(2);

    JsonNode done = provision(subject(staff)
        .links(new SynchronizationLinkedObjects()
            .members(List.of(
                new SynchronizationLinkedSubject().objectId(bob.id()).objectTypeName("user")))));

    assertThat(done).hasSize(2);
    JsonNode group = service.resources("Group").stream()
        .filter(each -> each.path("id").equals(done.at("/0/targetIdentity/id")))
        .findFirst()
        .orElseThrow();
    assertThat(group.at("/members/0/value")).isEqualTo(done.at("/1/targetIdentity/id"));
    assertThat(group.path("members")).hasSize(1);
  }

  @Test
  void aUserComesWithTheManagerThatIsNamed() {
    tenancy.bring(user("lead" + unique), user("dev" + unique, "lead" + unique));
    Entry lead = entry("User", "lead" + unique);

    JsonNode done = provision(subject(entry("User", "dev" + unique))
        .links(new SynchronizationLinkedObjects()
            .manager(
                new SynchronizationManagerSubject().objectId(lead.id()).objectTypeName("User"))));

    assertThat(done).hasSize(2);
    assertThat(done.at("/1/sourceIdentity/id").stringValue()).isEqualTo(lead.id());
    JsonNode dev = service.resources("User").stream()
        .filter(each -> each.path("id").equals(done.at("/0/targetIdentity/id")))
        .findFirst()
        .orElseThrow();
    assertThat(dev.path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")
            .at("/manager/value"))
        .isEqualTo(done.at("/1/targetIdentity/id"));
  }

  @Test
  void whoRefersToOneThatComesOnDemandIsLookedAtInTheNextCycle() {
    tenancy.runOutbound();
    tenancy.bring(user("boss" + unique), user("clerk" + unique, "boss" + unique));
    provision(subject(entry("User", "clerk")));
    JsonNode boss = provision(subject(entry("User", "boss")));

    tenancy.runOutbound();

    assertThat(service.resources("User"))
        .filteredOn(user -> user.path("userName").stringValue().startsWith("clerk" + unique))
        .singleElement()
        .satisfies(user -> assertThat(user.path(Tenancy.ENTERPRISE).at("/manager/value"))
            .isEqualTo(boss.at("/0/targetIdentity/id")));
  }

  @Test
  void whatIsNotThereIsRefused() {
    Entry ada = entry("User", "ada");
    assertThatThrownBy(
            () -> tenancy.outbound.provisionOnDemand(tenancy.outboundJob, "nix", subject(ada)))
        .isInstanceOfSatisfying(BadRequestException.class, e -> {
          assertThat(e.code()).contains(ErrorCode.UNKNOWN_RULE);
          assertThat(e.target()).contains("parameters/0/ruleId");
          assertThat(e.details()).extracting(ErrorDetails::getMessage).containsExactly(RULE);
        });
    assertThatThrownBy(() -> provision(subject(ada).objectId(TestServer.newId())))
        .isInstanceOfSatisfying(BadRequestException.class, e -> {
          assertThat(e.code()).contains(ErrorCode.UNKNOWN_SUBJECT);
          assertThat(e.target()).contains("parameters/0/subjects/0/objectId");
        });
    assertThatThrownBy(() -> tenancy.outbound.provisionOnDemand("nix", RULE, subject(ada)))
        .isInstanceOf(NotFoundException.class);
    tenancy.secret(SynchronizationSecret.SECRET_TOKEN, "wrong");
    assertThatThrownBy(() -> provision(subject(ada)))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code()).contains(ErrorCode.TARGET_REJECTED_CREDENTIALS));
    assertThat(tenancy.log()).isEmpty();
  }
}
