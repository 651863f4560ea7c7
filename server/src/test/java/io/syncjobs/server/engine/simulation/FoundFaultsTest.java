package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.upload.UploadedOperation;
import io.syncjobs.server.connector.upload.UploadedRecord;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Faults of the engine that runs of the simulation found, each reduced to its cause. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoundFaultsTest {

  private World world;

  /** Set by {@link #begin}, with which each test begins. */
  @SuppressWarnings("NullAway.Init")
  private Tenant tenant;

  @BeforeAll
  void start() {
    world = new World();
  }

  @AfterAll
  void stop() {
    world.close();
  }

  private void begin(Quirks quirks) {
    world.reset(new Random(1), quirks, () -> {});
    tenant = new Tenant(world, false);
  }

  private void upload(String type, String externalId, ObjectNode data) {
    data.put("externalId", externalId);
    world
        .control()
        .upload(
            tenant.inbound,
            job -> List.of(new UploadedOperation("1", new UploadedRecord(type, externalId, data))));
  }

  private void user(String externalId, boolean active) {
    upload(
        "User",
        externalId,
        JsonNodeFactory.instance.objectNode().put("userName", externalId).put("active", active));
  }

  private void group(String... members) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("displayName", "Staff");
    var array = data.putArray("members");
    List.of(members).forEach(member -> array.addObject().put("value", member));
    upload("Group", "staff", data);
  }

  private void cycle() {
    world.clock.advance(Duration.ofHours(25));
    tenant.runDue(() -> false);
  }

  private void killAt(String step) {
    world.steps.killAt(step);
    cycle();
    world.steps.calm();
  }

  private ObjectNode account(String name) {
    return world.service.all("Users").stream()
        .filter(user -> user.path("userName").asString("").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> members() {
    return world
        .service
        .all("Groups")
        .get(0)
        .path("members")
        .valueStream()
        .map(member -> member.path("value").asString(""))
        .toList();
  }

  private String id(String name) {
    return account(name).path("id").stringValue();
  }

  @Test
  void aGroupThatReadsDoNotShowYetGetsItsMembersLater() {
    begin(Quirks.NONE.late(Duration.ofMinutes(1)));
    user("ada", true);
    group("ada");

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
  }

  @Test
  void anAccountThatAKilledNodeCreatedIsDisabledWithItsUser() {
    begin(Quirks.NONE);
    user("ada", true);
    killAt("after POST /scim/Users");
    user("ada", false);

    cycle();
    cycle();

    assertThat(world.service.all("Users"))
        .singleElement()
        .extracting(user -> user.path("active").booleanValue())
        .isEqualTo(false);
  }

  @Test
  void anAccountThatAKilledNodeCreatedIsRenamedWithItsUser() {
    begin(Quirks.NONE);
    user("ada", true);
    killAt("after POST /scim/Users");
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("userName", "eva"));

    cycle();
    cycle();

    assertThat(world.service.all("Users"))
        .singleElement()
        .extracting(user -> user.path("userName").stringValue())
        .isEqualTo("eva");
  }

  @Test
  void aCycleThatARestartAbandonsAsksAndWritesNothingMore() {
    JobEvent restart = new JobEvent.Restart(Set.of(ResetScope.WATERMARK));
    world.reset(
        new Random(1),
        Quirks.NONE,
        () -> world.steps.outside(() -> world.control().apply(tenant.outbound, restart)));
    tenant = new Tenant(world, false);
    user("ada", true);
    user("bob", true);

    cycle();

    assertThat(world.steps.trace()).filteredOn(step -> step.startsWith("GET")).hasSize(1);
    assertThat(world.service.writes()).isEmpty();
    world.http.calm();
    cycle();
    assertThat(world.service.all("Users")).hasSize(2);
  }

  @Test
  void aValueThatAKilledNodeWroteIsTakenBackWithItsSource() {
    begin(Quirks.NONE);
    upload(
        "User",
        "ada",
        JsonNodeFactory.instance.objectNode().put("userName", "ada").put("title", "Boss"));
    cycle();
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Chief"));
    killAt("after PATCH /scim/Users");
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Boss"));

    cycle();
    cycle();

    assertThat(account("ada").path("title").stringValue()).isEqualTo("Boss");
  }

  @Test
  void aHiddenMemberThatAKilledNodeAddedIsRemoved() {
    begin(Quirks.NONE.showing(Quirks.Shown.NONE));
    user("ada", true);
    user("bob", true);
    group("ada");
    cycle();
    group("ada", "bob");
    killAt("after PATCH /scim/Groups");
    assertThat(members()).hasSize(2);
    group("ada");

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
  }

  @Test
  void aRestartFromTheBeginningDoesNotForgetWhoLosesAccess() {
    begin(Quirks.NONE);
    user("ada", true);
    cycle();
    user("ada", false);
    world
        .control()
        .apply(
            tenant.outbound,
            new JobEvent.Restart(Set.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK)));

    cycle();

    assertThat(account("ada").path("active").booleanValue()).isFalse();
  }

  @Test
  void aMemberThatIsGoneFromTheTargetKeepsNobodyFromLosingAccess() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    group("ada");
    cycle();
    String bob = tenant.find("User", "bob").orElseThrow().id();
    world.directory().target(tenant.id).delete("User", bob);
    world.clock.advance(Duration.ofDays(31));
    world.directory().removeExpired();
    group("bob");

    cycle();

    assertThat(tenant.find("Group", "staff").orElseThrow().value("members")).isEmpty();
  }

  @Test
  void anAccountThatIsCreatedAgainGetsBackIntoItsGroups() {
    begin(Quirks.NONE);
    user("ada", true);
    group("ada");
    cycle();
    String ada = tenant.find("User", "ada").orElseThrow().id();
    world.directory().target(tenant.id).delete("User", ada);
    world.clock.advance(Duration.ofDays(31));
    world.directory().removeExpired();
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Boss"));

    cycle();

    JsonNode members = tenant.find("Group", "staff").orElseThrow().value("members");
    assertThat(members.valueStream().map(JsonNode::stringValue))
        .containsExactly(tenant.find("User", "ada").orElseThrow().id());
  }

  @Test
  void aManagerThatTheTargetNeverShowsIsRemoved() {
    begin(Quirks.NONE.showing(Quirks.Shown.ALL));
    user("ada", true);
    upload("User", "bob", withManager("ada").put("userName", "bob"));
    cycle();
    assertThat(manager("bob")).isEqualTo(id("ada"));
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "bob", none);

    cycle();

    assertThat(manager("bob")).isEmpty();
    int writes = world.service.writes().size();
    cycle();
    assertThat(world.service.writes()).hasSize(writes);
  }

  private static ObjectNode withManager(String manager) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.putObject(SimulatedService.ENTERPRISE).putObject("manager").put("value", manager);
    return data;
  }

  private String manager(String name) {
    return account(name)
        .path(SimulatedService.ENTERPRISE)
        .path("manager")
        .path("value")
        .asString("");
  }
}
