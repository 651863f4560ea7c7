package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Access that ended while the job's memory of the target was in doubt: after restarts, killed nodes and late reads. */
@ResourceLock(World.NAME)
class FoundRestartsTest extends FoundFaultsBase {

  /** Every restart that forgets entries, escrows or both. */
  static Stream<Set<ResetScope>> restarts() {
    return Stream.of(
        EnumSet.of(ResetScope.WATERMARK),
        EnumSet.of(ResetScope.ESCROWS, ResetScope.WATERMARK),
        EnumSet.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK),
        EnumSet.allOf(ResetScope.class));
  }

  private void beginHiding() {
    world.reset(new Random(1), Quirks.NONE.showing(Quirks.Shown.NONE), () -> {});
    tenant = new Tenant(world, new Random(1), true);
  }

  private void restart(Set<ResetScope> scopes) {
    world.control().apply(tenant.outbound, new JobEvent.Restart(scopes));
  }

  private void ada(String title, String department) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("userName", "ada");
    if (title.isEmpty()) {
      data.putNull("title");
    } else {
      data.put("title", title);
    }
    ObjectNode extension = data.putObject(SimulatedService.ENTERPRISE);
    if (department.isEmpty()) {
      extension.putNull("department");
    } else {
      extension.put("department", department);
    }
    upload("User", "ada", data);
  }

  private List<String> granted(String attribute) {
    return account("ada")
        .path(attribute)
        .valueStream()
        .map(each -> each.path("value").stringValue())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("restarts")
  void hiddenValuesAreWithdrawnAfterARestart(Set<ResetScope> scopes) {
    beginHiding();
    ada("Boss", "Finance");
    cycle();
    assertThat(granted("roles")).containsExactly("Finance");
    assertThat(granted("entitlements")).containsExactly("Boss");
    restart(scopes);
    ada("", "");

    cycle();

    assertThat(granted("roles")).isEmpty();
    assertThat(granted("entitlements")).isEmpty();
    assertThat(account("ada").has("title")).isFalse();
    assertNothingMoreIsWritten();
  }

  @ParameterizedTest
  @MethodSource("restarts")
  void hiddenValuesAreReplacedAfterARestart(Set<ResetScope> scopes) {
    beginHiding();
    ada("Boss", "Finance");
    cycle();
    restart(scopes);
    ada("Chief", "Sales");

    cycle();

    assertThat(granted("roles")).containsExactly("Sales");
    assertThat(granted("entitlements")).containsExactly("Chief");
    assertNothingMoreIsWritten();
  }

  @ParameterizedTest
  @MethodSource("restarts")
  void hiddenReferencesAreWithdrawnAfterARestart(Set<ResetScope> scopes) {
    beginHiding();
    user("ada", true);
    upload("User", "bob", withManager("ada").put("userName", "bob"));
    group("ada", "bob");
    cycle();
    assertThat(members()).hasSize(2);
    restart(scopes);
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "bob", none);
    group("bob");

    cycle();

    assertThat(members()).containsExactly(id("bob"));
    assertThat(manager("bob")).isEmpty();
    assertNothingMoreIsWritten();
  }

  @Test
  void aHiddenValueThatWasWithdrawnIsGivenAgain() {
    beginHiding();
    ada("Boss", "Finance");
    cycle();
    ada("", "");
    cycle();
    ada("Boss", "Finance");

    cycle();

    assertThat(granted("roles")).containsExactly("Finance");
    assertThat(granted("entitlements")).containsExactly("Boss");
  }

  @Test
  void anAccountThatAKilledNodeCreatedIsLoggedAsCreatedAndOneThatWasThereIsNot() {
    begin(Quirks.NONE);
    world.service.add(
        "Users",
        JsonNodeFactory.instance
            .objectNode()
            .put("userName", "bob")
            .put("displayName", "Somebody")
            .put("active", true));
    user("ada", true);
    upload(
        "User",
        "bob",
        JsonNodeFactory.instance
            .objectNode()
            .put("userName", "bob")
            .put("displayName", "Bob")
            .put("active", true));
    killAt("after POST /scim/Users");
    assertThat(account("ada").path("active").booleanValue()).isTrue();

    cycle();

    assertThat(world.log(tenant).lines())
        .filteredOn(event -> event.contains("\"jobId\":\"scim."))
        .anyMatch(event -> event.contains(id("ada"))
            && event.contains("\"action\":\"CREATE\",\"result\":\"SUCCESS\"")
            && event.contains("Found after an interruption")
            && event.contains("\"newValue\":\"ada\""))
        .noneMatch(event -> event.contains(id("bob")) && event.contains("\"action\":\"CREATE\""));
  }

  @Test
  void aHiddenValueThatAKilledNodeWroteToANewAccountIsWithdrawn() {
    beginHiding();
    ada("Boss", "Finance");
    killAt("after POST /scim/Users");
    ada("", "");

    cycle();
    cycle();

    assertThat(granted("roles")).isEmpty();
    assertThat(granted("entitlements")).isEmpty();
    assertThat(account("ada").has("title")).isFalse();
  }

  @Test
  void aHiddenValueThatAKilledNodeWroteIsReplaced() {
    beginHiding();
    ada("", "");
    cycle();
    ada("Boss", "Finance");
    killAt("after PATCH /scim/Users");
    ada("Chief", "Sales");

    cycle();
    cycle();

    assertThat(granted("roles")).containsExactly("Sales");
    assertThat(granted("entitlements")).containsExactly("Chief");
  }

  @Test
  void aMemberWhoseRemovalAKilledNodeSentIsLoggedThoughTheJobNeverAddedIt() {
    begin(Quirks.NONE);
    user("ada", true);
    cycle();
    ObjectNode there = JsonNodeFactory.instance.objectNode().put("displayName", "Staff");
    there.putArray("members").addObject().put("value", id("ada"));
    world.service.add("Groups", there);
    group();
    killAt(removal("Groups", world.service.all("Groups").get(0)));
    assertThat(members()).isEmpty();

    cycle();

    assertThat(lastEventOf(world.service.all("Groups").get(0)))
        .contains("removed 1 of members")
        .contains(id("ada"));
    assertNothingMoreIsWritten();
  }

  @Test
  void aManagerWhoseRemovalAKilledNodeSentIsLoggedThoughTheJobNeverSetIt() {
    begin(Quirks.NONE);
    user("ada", true);
    ObjectNode there = JsonNodeFactory.instance.objectNode().put("userName", "bob");
    cycle();
    there.putObject(SimulatedService.ENTERPRISE).putObject("manager").put("value", id("ada"));
    world.service.add("Users", there);
    user("bob", true);
    killAt(removal("Users", account("bob")));
    assertThat(manager("bob")).isEmpty();

    cycle();

    assertThat(lastEventOf(account("bob")))
        .contains("Removed")
        .contains("manager")
        .contains("SUCCESS");
    assertNothingMoreIsWritten();
  }

  @ParameterizedTest
  @MethodSource("lags")
  void aMemberWhoseRemovalAKilledNodeSentIsAddedAgain(Duration lag) {
    begin(Quirks.NONE.late(lag).storingTwice());
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    cycle();
    group("bob");
    killAt("after PATCH /scim/Groups");
    assertThat(members()).containsExactly(id("bob"));
    group("ada", "bob");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertNothingMoreIsWritten();
  }

  @ParameterizedTest
  @MethodSource("lags")
  void aManagerWhoseRemovalAKilledNodeSentIsSetAgain(Duration lag) {
    begin(Quirks.NONE.late(lag));
    user("ada", true);
    upload("User", "bob", withManager("ada").put("userName", "bob"));
    cycle();
    cycle();
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "bob", none);
    killAt("after PATCH /scim/Users");
    assertThat(manager("bob")).isEmpty();
    upload("User", "bob", withManager("ada"));

    cycle();

    assertThat(manager("bob")).isEqualTo(id("ada"));
    assertNothingMoreIsWritten();
  }

  static Stream<Duration> lags() {
    return Stream.of(Duration.ZERO, Duration.ofHours(24));
  }

  @Test
  void anAccountThatReadsDoNotShowYetIsDisabledLater() {
    begin(Quirks.NONE.late(Duration.ofMinutes(10)));
    user("ada", true);
    cycle();
    user("ada", false);
    world.clock.advance(Duration.ofMinutes(1));
    tenant.run();

    cycle();

    assertThat(account("ada").path("active").booleanValue()).isFalse();
    assertNothingMoreIsWritten();
  }

  @Test
  void anAccountThatReadsDoNotShowYetIsDisabledAfterARestart() {
    begin(Quirks.NONE.late(Duration.ofMinutes(10)));
    user("ada", true);
    cycle();
    restart(EnumSet.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK));
    user("ada", false);
    world.clock.advance(Duration.ofMinutes(1));
    tenant.run();

    cycle();

    assertThat(account("ada").path("active").booleanValue()).isFalse();
  }

  @Test
  void anAccountThatAKilledNodeCreatedAndReadsDoNotShowYetIsDisabledLater() {
    begin(Quirks.NONE.late(Duration.ofMinutes(10)));
    user("ada", true);
    killAt("after POST /scim/Users");
    user("ada", false);
    tenant.run();

    cycle();
    cycle();

    assertThat(account("ada").path("active").booleanValue()).isFalse();
  }

  @Test
  void aHiddenMemberOfAGroupThatReadsDoNotShowIsRemovedOnceTheyDo() {
    begin(Quirks.NONE.showing(Quirks.Shown.NONE).late(Duration.ofMinutes(10)));
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    cycle();
    assertThat(members()).hasSize(2);
    // A service may answer for a while as if the group were not there.
    world.http.refuse("GET /scim/Groups/", 404);
    ObjectNode renamed = JsonNodeFactory.instance.objectNode().put("displayName", "Crew");
    renamed.putArray("members").addObject().put("value", "bob");
    upload("Group", "staff", renamed);
    world.http.refuse("POST /scim/Groups", 500);
    cycle();
    world.http.refuse(null);

    cycle();
    cycle();

    assertThat(world.service.all("Groups")).hasSize(1);
    assertThat(members()).containsExactly(id("bob"));
  }

  @Test
  void anAccountWhoseCreationIsAnsweredByAnErrorIsLogged() {
    begin(Quirks.NONE);
    user("ada", true);
    world.http.failAfter("POST /scim/Users");

    cycle();

    assertThat(world.service.all("Users")).hasSize(1);
    assertThat(lastEventOf(account("ada"))).contains("whose outcome got lost");
  }

  private static String removal(String type, JsonNode resource) {
    return "after PATCH /scim/" + type + '/' + resource.path("id").stringValue()
        + " {\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"remove\"";
  }

  private String lastEventOf(JsonNode resource) {
    return world
        .jdbc()
        .sql("""
        SELECT document FROM provisioning_events
        WHERE tenant_id = :tenant AND target_id = :target ORDER BY activity_time DESC, rowid DESC LIMIT 1
        """)
        .param("tenant", tenant.id)
        .param("target", resource.path("id").stringValue())
        .query(String.class)
        .single();
  }

  private void assertNothingMoreIsWritten() {
    int writes = world.service.writes().size();
    cycle();
    cycle();
    assertThat(world.service.writes()).hasSize(writes);
  }
}
