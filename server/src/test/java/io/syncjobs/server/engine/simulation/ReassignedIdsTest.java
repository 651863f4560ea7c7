package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Targets that give the id of an account to somebody else, or rename an account. */
@ResourceLock(World.NAME)
class ReassignedIdsTest extends FoundFaultsBase {

  private ObjectNode bob() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("userName", "bob")
        .put("externalId", "bob")
        .put("displayName", "Bob Brown")
        .put("title", "Clerk")
        .put("active", true);
  }

  private void hired() {
    begin(Quirks.NONE);
    upload("User", "bob", bob());
    group("bob");
    cycle();
    tenant.change(
        "User",
        tenant.find("User", "bob").orElseThrow().id(),
        Map.of("mailNickname", StringNode.valueOf("bob")));
    cycle();
    assertThat(account("bob").path("externalId").stringValue()).isEqualTo("bob");
  }

  /** Gives the id to Eve. */
  private ObjectNode reassign(boolean showsExternalIds) {
    ObjectNode eve = account("bob").deepCopy();
    eve.put("userName", "eve").put("displayName", "Eve Adams").put("title", "Boss");
    eve.remove(SimulatedService.ENTERPRISE);
    if (showsExternalIds) {
      eve.put("externalId", "eve");
    } else {
      eve.remove("externalId");
    }
    world.service.move("Users", account("bob"));
    world.service.change("Users", eve);
    return account("eve").deepCopy();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChangeGoesToTheAccountOfTheName(boolean showsExternalIds) {
    hired();
    ObjectNode eve = reassign(showsExternalIds);
    upload("User", "bob", bob().put("title", "Manager"));

    cycle();

    assertThat(account("eve")).isEqualTo(eve);
    assertThat(account("bob").path("title").stringValue()).isEqualTo("Manager");
    assertThat(accounts()).containsExactlyInAnyOrder("bob", "eve");
    assertThat(world.log(tenant)).contains("has given the id to another entry");
    assertNothingLeftToDo();
  }

  @Test
  void aGroupThatIsFoundAtTheNextAttemptIsNotTakenForCreated() {
    hired();
    ObjectNode other = world.service.all("Groups").get(0).deepCopy();
    other.put("displayName", "Other").put("externalId", "other");
    world.service.move("Groups", world.service.all("Groups").get(0));
    world.service.change("Groups", other);
    world.http.breakAt("Groups?filter", () -> SimulatedService.error(400, null, "Broken"));
    tenant.provision(tenant.find("Group", "staff").orElseThrow());
    world.http.breakAt(null, null);

    cycle();

    assertThat(world.service.all("Groups")).hasSize(2);
    assertThat(world.log(tenant)).doesNotContain("Found after an interruption");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLeaverLosesTheAccountOfTheName(boolean deletes) {
    hired();
    if (deletes) {
      deleteInsteadOfDisabling();
    }
    ObjectNode eve = reassign(true);
    leave("User", "bob");

    cycle();

    assertThat(account("eve")).isEqualTo(eve);
    assertThat(accounts().contains("bob") && isActive("bob")).isFalse();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLeaverWithoutAnAccountOfTheNameIsGivenUpInTheEnd(boolean deletes) {
    hired();
    if (deletes) {
      deleteInsteadOfDisabling();
    }
    ObjectNode eve = reassign(true);
    world.service.handle("DELETE", "/scim/Users/" + id("bob"), null);
    leave("User", "bob");
    for (int i = 0; i < 13; i++) {
      cycle();
    }

    assertThat(account("eve")).isEqualTo(eve);
    assertThat(accounts()).containsExactly("eve");
    assertNothingLeftToDo();
  }

  @Test
  void whoComesBackAfterTheIdWasReassignedIsCreated() {
    hired();
    ObjectNode eve = reassign(true);
    world.service.handle("DELETE", "/scim/Users/" + id("bob"), null);
    upload("User", "bob", bob().put("title", "Manager"));

    cycle();

    assertThat(account("eve")).isEqualTo(eve);
    assertThat(accounts()).containsExactlyInAnyOrder("bob", "eve");
    assertNothingLeftToDo();
  }

  /** @param follows whether the group has the member under the new id */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMemberIsRemovedUnderTheNewIdThoughTheFormerOneIsInTheGroup(boolean follows) {
    hired();
    user("ada", true);
    group("bob", "ada");
    cycle();
    String eve = id("bob");
    reassign(true);
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    if (!follows) {
      group
          .withArray("members")
          .removeIf(member -> member.path("value").asString("").equals(id("bob")));
    }
    group.withArray("members").addObject().put("value", eve);
    world.service.change("Groups", group);
    group("ada");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), eve);
    assertThat(world.log(tenant)).contains("has given the id to another entry");
    cycle();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), eve);
    assertNothingLeftToDo();
  }

  @Test
  void aGroupThatHasTheIdOfAnotherKeepsItsMembers() {
    hired();
    ObjectNode other = world.service.all("Groups").get(0).deepCopy();
    other.put("displayName", "Guests").put("externalId", "guests").putArray("members");
    world.service.move("Groups", world.service.all("Groups").get(0));
    world.service.change("Groups", other);
    user("ada", true);
    group("bob", "ada");

    cycle();
    cycle();

    assertThat(world.service.all("Groups"))
        .hasSize(2)
        .allSatisfy(group -> assertThat(group.path("members").size())
            .isEqualTo(group.path("displayName").asString("").equals("Guests") ? 0 : 2));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAccountThatWasOnlyRenamedIsStillTheSame(boolean showsExternalIds) {
    hired();
    ObjectNode renamed = account("bob").deepCopy();
    renamed.put("userName", "robert");
    if (!showsExternalIds) {
      renamed.remove("externalId");
    }
    world.service.change("Users", renamed);
    upload("User", "bob", bob().put("active", false));

    cycle();

    assertThat(world.service.all("Users")).hasSize(1);
    assertThat(world.service.all("Users").get(0).path("active").booleanValue()).isFalse();
    assertThat(world.log(tenant)).contains("which was renamed there");
    assertNothingLeftToDo();
  }
}
