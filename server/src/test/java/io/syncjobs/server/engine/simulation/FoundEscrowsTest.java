package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Faults about entries that nobody tried again, which runs of the simulation found, each reduced to its cause. */
@ResourceLock(World.NAME)
class FoundEscrowsTest extends FoundFaultsBase {

  /** Brings a user into the target, where somebody changes the title then. */
  private void userWithForeignTitle() {
    begin(Quirks.NONE);
    upload(
        "User",
        "ada",
        JsonNodeFactory.instance.objectNode().put("userName", "ada").put("title", "Boss"));
    cycle();
    world.service.change("Users", account("ada").put("title", "Chief"));
  }

  private void provision() {
    tenant.provision(tenant.find("User", "ada").orElseThrow());
  }

  @Test
  void anEntryThatFailsOnDemandIsTriedAgainByACycle() {
    userWithForeignTitle();
    world.http.refuse("PATCH");
    provision();
    world.http.refuse(null);

    cycle();

    assertThat(account("ada").path("title").stringValue()).isEqualTo("Boss");
  }

  @Test
  void aChangeOnDemandWhoseNodeIsKilledIsLoggedByACycle() {
    userWithForeignTitle();
    world.steps.killAt("after PATCH");
    provision();
    world.steps.killing(0);
    assertThat(account("ada").path("title").stringValue()).isEqualTo("Boss");
    assertThat(events()).hasSize(1);

    cycle();

    assertThat(events()).hasSize(2).last().asString().contains("whose outcome got lost");
    cycle();
    assertThat(events()).hasSize(2);
  }

  private List<String> events() {
    return world
        .jdbc()
        .sql("""
        SELECT document FROM provisioning_events
        WHERE tenant_id = :tenant AND target_id = :account ORDER BY activity_time
        """)
        .param("tenant", tenant.id)
        .param("account", id("ada"))
        .query(String.class)
        .list();
  }

  @Test
  void aRestartKeepsTheEscrowsOfTheCycleThatItAbandons() {
    JobEvent restart = new JobEvent.Restart(Set.of(ResetScope.QUARANTINE_STATE));
    boolean[] restarted = new boolean[1];
    world.reset(new Random(1), Quirks.NONE, () -> {
      // The first page of groups is stored when the third one begins.
      if (!restarted[0] && refusedGroups() == 6) {
        restarted[0] = true;
        world.steps.outside(() -> world.control().apply(tenant.outbound, restart));
      }
    });
    tenant = new Tenant(world, new Random(1), false);
    user("ada", false);
    for (int i = 0; i < 8; i++) {
      var data = JsonNodeFactory.instance.objectNode().put("displayName", "Group" + i);
      data.putArray("members").addObject().put("value", "ada");
      upload("Group", "group" + i, data);
    }
    cycle();
    user("ada", true);
    world.http.refuse("PATCH /scim/Groups");
    cycle();
    assertThat(restarted[0]).isTrue();
    world.http.refuse(null);

    cycle();

    assertThat(world.service.all("Groups"))
        .hasSize(8)
        .allSatisfy(group -> assertThat(group.path("members").valueStream().map(JsonNode::toString))
            .hasSize(1));
  }

  @Test
  void anEntryThatFailsBeforeItsCycleFailsIsLoggedByTheEndOfTheCycle() {
    begin(Quirks.NONE);
    group();
    user("ada", true);
    world.http.refuse("POST /scim/Groups");
    world.http.refuse("POST /scim/Users", 401);
    cycle();
    assertThat(world.service.writes()).isEmpty();
    world.http.refuse(null);

    cycle();

    assertThat(world.service.writes()).hasSize(2);
    assertBooksAreRight();
  }

  @Test
  void referencesThatFailBeforeTheirCycleFailsAreCounted() {
    begin(Quirks.NONE);
    user("ada", true);
    // Enough for some to come before the group, whatever the ids.
    for (String name : List.of("bob", "eva", "joe", "kim", "lea", "max")) {
      upload("User", name, withManager("ada").put("userName", name));
    }
    group("ada");
    world.http.refuse("manager");
    world.http.refuse("\"members\"", 401);
    cycle();
    assertThat(world.steps.trace())
        .anyMatch(step -> step.contains("manager") && step.endsWith("400"));
    world.http.refuse(null);

    cycle();
    cycle();

    assertBooksAreRight();
  }

  @Test
  void aManagerThatAKilledNodeWroteIsCountedAndLoggedOnce() {
    begin(Quirks.NONE);
    user("ada", true);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("userName", "bob"));
    cycle();
    upload("User", "bob", withManager("ada"));
    killAt("after PATCH");
    assertThat(manager("bob")).isEqualTo(id("ada"));
    cycle();
    world.control().apply(tenant.outbound, new JobEvent.Restart(Set.of(ResetScope.WATERMARK)));

    cycle();

    assertBooksAreRight();
  }

  /** Restarts that forget failures. */
  static Stream<Arguments> forgetting() {
    return Stream.of(
            Set.of(ResetScope.ESCROWS),
            Set.of(ResetScope.CONNECTOR_DATA_STORE),
            Set.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.ESCROWS))
        .flatMap(scopes -> Stream.of(true, false).map(deleted -> Arguments.of(scopes, deleted)));
  }

  private void restart(Set<ResetScope> scopes) {
    world.control().apply(tenant.outbound, new JobEvent.Restart(scopes));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatFailedIsTriedAgainAfterARestartThatForgetsAllEntries(boolean known) {
    begin(Quirks.NONE);
    user("bob", true);
    if (known) {
      cycle();
      upload("User", "bob", titled("Boss"));
      world.http.refuse("PATCH /scim/Users");
    } else {
      world.http.refuse("POST /scim/Users");
    }
    cycle();
    assertThat(escrows()).isOne();

    restart(Set.of(ResetScope.CONNECTOR_DATA_STORE));
    world.http.refuse(null);
    cycle();

    assertThat(accounts()).containsExactly("bob");
    assertThat(account("bob").path("title").asString("")).isEqualTo(known ? "Boss" : "");
    cycle();
    assertNothingLeftToDo();
  }

  private static ObjectNode titled(String title) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("userName", "bob")
        .put("active", true)
        .put("title", title);
  }

  @ParameterizedTest
  @MethodSource("forgetting")
  void aRestartThatForgetsFailuresStillEndsAccess(Set<ResetScope> scopes, boolean deleted) {
    userWithForeignTitle();
    world.http.refuse("PATCH /scim/Users");
    if (deleted) {
      world
          .directory()
          .target(tenant.id)
          .delete("User", tenant.find("User", "ada").orElseThrow().id());
    } else {
      user("ada", false);
    }
    cycle();
    assertThat(escrows()).isOne();
    restart(scopes);
    cycle();
    assertThat(escrows()).isOne();
    world.http.refuse(null);

    cycle();

    assertThat(account("ada").path("active").booleanValue()).isFalse();
    assertThat(escrows()).isZero();
  }

  @Test
  void aRestartThatForgetsFailuresStillRemovesMembers() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    world.http.refuse("PATCH /scim/Groups");
    group("ada");
    cycle();
    assertThat(escrows()).isOne();
    world.http.refuse(null);
    restart(Set.of(ResetScope.ESCROWS));

    cycle();

    assertThat(members()).containsExactly(id("ada"));
  }

  @Test
  void aRestartForgetsOtherFailures() {
    begin(Quirks.NONE);
    user("ada", true);
    cycle();
    world.http.refuse("PATCH /scim/Users");
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    cycle();
    assertThat(escrows()).isOne();
    world.http.refuse(null);
    restart(Set.of(ResetScope.ESCROWS));

    cycle();

    assertThat(escrows()).isZero();
    assertThat(account("ada").has("title")).isFalse();
  }

  private void assertBooksAreRight() {
    List<String> faults = new ArrayList<>();
    new Books(tenant, false, (right, fault) -> {
          if (!right) {
            faults.add(fault);
          }
        })
        .check();
    assertThat(faults).isEmpty();
  }

  private long refusedGroups() {
    return world.steps.trace().stream()
        .filter(step -> step.startsWith("PATCH /scim/Groups"))
        .count();
  }
}
