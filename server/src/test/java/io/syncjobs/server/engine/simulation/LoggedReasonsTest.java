package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.engine.entry.EntryKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The provisioning log says of whom it speaks, what was tried, why nothing was done, and what to do. */
@ResourceLock(World.NAME)
class LoggedReasonsTest extends FoundFaultsBase {

  private static final HttpResult NO_CONTENT = new HttpResult(204, null, new byte[0]);

  private static final String CITY = "addresses[type eq \"work\"].locality";

  private String watched = "";

  private void hire() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    for (String name : List.of("ada", "bob")) {
      change(name, "displayName", StringNode.valueOf(name.equals("ada") ? "Ada L" : "Bob M"));
      change(name, "jobTitle", StringNode.valueOf("Boss"));
      change(name, "city", StringNode.valueOf("Rome"));
    }
    cycle();
  }

  private String find(String name) {
    return tenant
        .find(name.equals("staff") ? "Group" : "User", name)
        .orElseThrow()
        .id();
  }

  private void change(String name, String attribute, JsonNode value) {
    tenant.change("User", find(name), Map.of(attribute, value));
  }

  private void remove(String name) {
    world.directory().target(tenant.id).delete(name.equals("staff") ? "Group" : "User", find(name));
  }

  private void mapping(String target, Consumer<ObjectNode> change) {
    ObjectNode schema = tenant.schema(tenant.outbound);
    schema
        .at("/synchronizationRules/0/objectMappings/0/attributeMappings")
        .valueStream()
        .filter(each -> each.path("targetAttributeName").asString("").equals(target))
        .forEach(each -> change.accept((ObjectNode) each));
    world.schemas().replace(tenant.outbound, version -> true, schema);
  }

  /** The last event of the outbound job about an entry itself; references of others may follow. */
  private JsonNode last() {
    List<JsonNode> events = world
        .log(tenant)
        .lines()
        .map(JsonMapper.shared()::readTree)
        .filter(event -> event.path("jobId").asString("").equals(tenant.outbound.id()))
        .filter(
            event -> watched.isEmpty() || event.at("/source/id").asString("").equals(watched))
        .toList();
    return events.get(events.size() - 1);
  }

  private static String steps(JsonNode event) {
    return event.path("steps").toString();
  }

  private void assertReason(String result, String action, String code, String... advice) {
    JsonNode event = last();
    assertThat(event.path("result").asString("")).as(event.toPrettyString()).isEqualTo(result);
    assertThat(event.path("action").asString("")).isEqualTo(action);
    assertThat(event.at("/error/code").asString("")).isEqualTo(code);
    if (!code.isEmpty()) {
      assertThat(event.at("/error/reason").asString("")).isNotEmpty();
      String advised = event.at("/error/recommendedAction").asString("");
      assertThat(advised).endsWith(".");
      Stream.of(advice).forEach(part -> assertThat(advised).contains(part));
    }
  }

  private void assertNames(String name) {
    JsonNode event = last();
    assertThat(event.at("/source/displayName").asString("")).isEqualTo(name);
    assertThat(event.at("/target/displayName").asString("")).isEqualTo(name);
  }

  @Test
  void textsThatNoDatabaseStoresKeepNobodyElse() {
    hire();
    change("ada", "displayName", StringNode.valueOf("A\0\ud83d"));
    change("bob", "jobTitle", StringNode.valueOf("Chair"));

    cycle();

    watched = find("ada");
    assertReason("SUCCESS", "UPDATE", "");
    assertThat(account("bob").path("title").asString("")).isEqualTo("Chair");
    user("ada", false);
    cycle();
    assertReason("SUCCESS", "DISABLE", "");
  }

  @ParameterizedTest
  @CsvSource({"ada, Ada L", "staff, Staff"})
  void aDeletionHasTheNameOfWhatIsGoneWhetherItFailsOrNot(String entry, String name) {
    hire();
    watched = find(entry);
    remove(entry);
    world.clock.advance(Duration.ofDays(31));
    world.directory().removeExpired(tenant.id);
    world.http.refuse("DELETE", 405);
    cycle();
    assertReason("FAILURE", "DELETE", "SystemForCrossDomainIdentityManagementBadResponse");
    assertNames(name);
    assertThat(world.escrows().list(tenant.outbound, new EntryKey("", ""), 10))
        .singleElement()
        .satisfies(escrow -> {
          assertThat(escrow.entry().displayName()).isEqualTo(name);
          assertThat(escrow.failure()).isNotNull();
        });
    world.http.refuse(null);

    cycle();

    assertReason("SUCCESS", "DELETE", "");
    assertNames(name);
  }

  @Test
  void aRefusedDeletionIsAdvisedOnDeletions() {
    hire();
    watched = find("staff");
    remove("staff");
    world.http.refuse("DELETE", 405);

    cycle();

    assertReason(
        "FAILURE",
        "DELETE",
        "SystemForCrossDomainIdentityManagementBadResponse",
        "disables instead of deleting",
        "support DELETE");
  }

  @ParameterizedTest
  @CsvSource({"400", "403", "404", "405", "409"})
  void aRefusedDisablingIsLoggedAsOne(int status) {
    hire();
    world.http.refuse("PATCH /scim/Users/" + id("ada"), status);
    user("ada", false);

    cycle();

    assertThat(last().path("action").asString("")).isEqualTo("DISABLE");
    assertThat(last().path("result").asString("")).isEqualTo("FAILURE");
  }

  @Test
  void aRefusedUpdateOfADisabledAccountIsLoggedAsAnUpdate() {
    hire();
    user("ada", false);
    cycle();
    world.http.refuse("PATCH /scim/Users/" + id("ada"));
    change("ada", "jobTitle", StringNode.valueOf("Chair"));

    cycle();

    assertThat(last().path("action").asString("")).isEqualTo("UPDATE");
    assertThat(last().path("result").asString("")).isEqualTo("FAILURE");
  }

  @Test
  void anEmptyValueThatDoesNotFlowIsNamed() {
    hire();
    change("ada", "jobTitle", NullNode.getInstance());

    cycle();

    assertReason(
        "SKIPPED", "UPDATE", "NullValueKept", "flowNullValues", "title", "jobTitle of the source");
    assertThat(steps(last())).doesNotContain("No mapped value has changed");
    change("ada", "department", StringNode.valueOf("IT"));
    cycle();
    assertReason("SUCCESS", "UPDATE", "");
    assertThat(steps(last())).contains("flowNullValues");
  }

  @Test
  void aDefaultThatWasNeverReplacedIsNotMissed() {
    begin(Quirks.NONE);
    mapping("title", each -> each.put("defaultValue", "New"));
    user("ada", true);
    cycle();
    change("ada", "displayName", StringNode.valueOf("Ada L"));

    cycle();

    assertThat(steps(last())).contains("Updated").doesNotContain("no value for title");
  }

  @ParameterizedTest
  @CsvSource({"AttributeAddOnly", "ObjectAddOnly", "ValueAddOnly"})
  void aValueThatTheFlowTypeKeepsIsNamed(String flowType) {
    hire();
    mapping(CITY, each -> each.put("flowType", flowType));
    change("ada", "city", StringNode.valueOf("Oslo"));

    cycle();

    assertReason("SKIPPED", "UPDATE", "FlowTypeExcluded", "Always");
    assertThat(last().at("/error/reason").asString("")).contains(CITY);
  }

  @ParameterizedTest
  @CsvSource({"AttributeAddOnly", "ObjectAddOnly", "none"})
  void whoStaysEnabledHasAReason(String flowType) {
    hire();
    if (flowType.equals("none")) {
      ObjectNode schema = tenant.schema(tenant.outbound);
      ((ArrayNode) schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings"))
          .removeIf(each -> each.path("targetAttributeName").asString("").equals("active"));
      world.schemas().replace(tenant.outbound, version -> true, schema);
    } else {
      mapping("active", each -> each.put("flowType", flowType));
    }
    user("ada", false);

    cycle();

    JsonNode event = last();
    assertThat(event.path("result").asString("")).isEqualTo("SKIPPED");
    assertThat(event.at("/error/code").asString("")).isEqualTo("EntryStaysEnabled");
    assertThat(event.at("/error/recommendedAction").asString("")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Add, UPDATE, Update", "'Add,Update', DELETE, Delete"})
  void whatTheFlowTypesLeaveOutHasAReason(String flows, String action, String missing) {
    hire();
    ObjectNode schema = tenant.schema(tenant.outbound);
    ((ObjectNode) schema.at("/synchronizationRules/0/objectMappings/0")).put("flowTypes", flows);
    world.schemas().replace(tenant.outbound, version -> true, schema);
    if (missing.equals("Delete")) {
      user("ada", false);
    } else {
      change("ada", "jobTitle", StringNode.valueOf("Chair"));
    }

    cycle();

    assertReason("SKIPPED", action, "FlowTypeExcluded", "flowTypes");
    assertThat(last().at("/error/reason").asString("")).contains("lack " + missing);
  }

  @Test
  void whatChangesNothingNeedsNoReason() {
    hire();
    change("ada", "preferredLanguage", StringNode.valueOf("en"));
    cycle();
    change("ada", "preferredLanguage", StringNode.valueOf("en"));

    cycle();

    assertThat(last().path("error").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'The target refused to remove 1 of members: Ada L ('",
    "204, 'answered with success to the removal of 1 of members: Ada L ('"
  })
  void aMemberThatStaysIsNamedAndTheCaseIsSaid(int status, String said) {
    hire();
    world.http.breakAt(
        "PATCH /scim/Groups",
        () -> status == 204 ? NO_CONTENT : SimulatedService.error(status, null, "No."));
    group("bob");

    cycle();

    assertThat(last().at("/error/reason").asString("")).contains(said);
  }

  @Test
  void aHiddenMemberWhoseRemovalFailsIsNamed() {
    begin(Quirks.NONE.showing(Quirks.Shown.NONE));
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    change("ada", "displayName", StringNode.valueOf("Ada L"));
    cycle();
    world.http.breakAt("\"op\":\"remove\"", () -> SimulatedService.error(400, null, "No."));
    group("bob");

    cycle();

    assertThat(last().at("/error/reason").asString(""))
        .contains("answered with an error to the removal of 1 of members: Ada L (")
        .contains("does not show whether it has them");
  }
}
