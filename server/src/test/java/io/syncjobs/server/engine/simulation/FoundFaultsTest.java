package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Faults of the engine that runs of the simulation found, each reduced to its cause. */
@ResourceLock(World.NAME)
class FoundFaultsTest extends FoundFaultsBase {

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
  void aGroupWhoseNameIsRefusedGetsItLaterThoughItsMembersSucceed() {
    begin(Quirks.NONE);
    user("ada", true);
    group();
    cycle();
    world.http.refuse("Team");
    ObjectNode renamed = JsonNodeFactory.instance.objectNode().put("displayName", "Team");
    renamed.putArray("members").addObject().put("value", "ada");
    upload("Group", "staff", renamed);
    cycle();
    assertThat(members()).containsExactly(id("ada"));

    world.http.refuse(null);
    cycle();

    assertThat(world.service.all("Groups").get(0).path("displayName").stringValue())
        .isEqualTo("Team");
  }

  @Test
  void aValueIsTakenBackThoughReadsStillShowTheOneBefore() {
    begin(Quirks.NONE.late(Duration.ofHours(30)));
    upload(
        "User",
        "ada",
        JsonNodeFactory.instance.objectNode().put("userName", "ada").put("title", "Boss"));
    cycle();
    cycle();
    cycle();
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Chief"));
    cycle();
    assertThat(account("ada").path("title").stringValue()).isEqualTo("Chief");
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Boss"));

    cycle();

    assertThat(account("ada").path("title").stringValue()).isEqualTo("Boss");
    int writes = world.service.writes().size();
    cycle();
    assertThat(world.service.writes()).hasSize(writes);
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
    tenant = new Tenant(world, new Random(1), false);
    user("ada", true);
    user("bob", true);

    cycle();

    assertThat(world.steps.trace()).filteredOn(step -> step.startsWith("GET")).hasSize(1);
    assertThat(world.service.writes()).isEmpty();
    world.http.calm(true);
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

  @Test
  void aHiddenMemberIsRemovedFromAGroupWhoseIdIsShownInAnotherCase() {
    begin(Quirks.NONE.showing(Quirks.Shown.NONE).withUpperIds());
    world.service.add("Groups", JsonNodeFactory.instance.objectNode().put("displayName", "Staff"));
    user("ada", true);
    group("ada");
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    ObjectNode renamed = JsonNodeFactory.instance.objectNode().put("displayName", "Crew");
    renamed.putArray("members");
    upload("Group", "staff", renamed);

    cycle();

    assertThat(members()).isEmpty();
  }

  @Test
  void anAccountOfSomebodyWhoIsDisabledLosesAccessThoughTheNodeIsKilled() {
    begin(Quirks.NONE);
    world.service.add(
        "Users", JsonNodeFactory.instance.objectNode().put("userName", "eve").put("active", true));
    user("ada", true);
    user("eve", false);
    killAt("after POST /scim/Users");

    cycle();
    cycle();

    assertThat(account("eve").path("active").booleanValue()).isFalse();
  }

  @Test
  void aHiddenMemberThatAKilledNodeAddedIsNotAddedTwice() {
    begin(Quirks.NONE.showing(Quirks.Shown.NONE).storingTwice());
    user("ada", true);
    group();
    cycle();
    group("ada");
    killAt("after PATCH /scim/Groups");

    cycle();

    assertThat(members()).containsExactly(id("ada"));
  }

  @Test
  void aMemberThatAKilledNodeAddedIsLoggedByTheNextNode() {
    begin(Quirks.NONE);
    user("ada", true);
    group();
    cycle();
    group("ada");
    killAt("after PATCH /scim/Groups");

    cycle();

    assertThat(world
            .jdbc()
            .sql("""
        SELECT document FROM provisioning_events
        WHERE tenant_id = :tenant AND target_id = :group AND result = 'SUCCESS' ORDER BY activity_time DESC LIMIT 1
        """)
            .param("tenant", tenant.id)
            .param("group", world.service.all("Groups").get(0).path("id").stringValue())
            .query(String.class)
            .single())
        .contains(id("ada"));
  }

  @Test
  void theFormerManagerLeavesThoughTheNewOneIsDeletedAndWasNeverProvisioned() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    upload("User", "ada", withManager("bob"));
    cycle();
    cycle();
    assertThat(manager("ada")).isEqualTo(id("bob"));

    user("cy", false);
    upload("User", "ada", withManager("cy"));
    world.cycles().run(tenant.inbound, () -> false);
    world.cycles().run(tenant.inbound, () -> false);
    leave("User", "cy");
    cycle();
    cycle();

    assertThat(manager("ada")).isEmpty();
    assertNothingLeftToDo();
  }
}
