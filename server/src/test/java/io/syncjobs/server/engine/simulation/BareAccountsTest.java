package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Targets that never show whether accounts are disabled, make them anew under other ids, and keep a name alone under the former ones. */
@ResourceLock(World.NAME)
class BareAccountsTest extends FoundFaultsBase {

  private void hire() {
    begin(Quirks.NONE);
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    Stream.of("ada", "bob", "cy")
        .forEach(name -> tenant.change(
            "User",
            tenant.find("User", name).orElseThrow().id(),
            Map.of(
                "mailNickname", StringNode.valueOf(name),
                "displayName", StringNode.valueOf("The " + name))));
    cycle();
    cycle();
    world.service.hideAttributes("active");
  }

  /** Makes an account anew, keeps a name of the former one, and takes all writes to that without effect. Returns the new id. */
  private String renew(String name, String kept) {
    String id = id(name);
    ObjectNode former = JsonNodeFactory.instance.objectNode().put("id", id).put(kept, name);
    world.service.move("Users", account(name));
    String now = id(name);
    world.service.change("Users", former);
    world.service.hideFromSearches(id);
    world.http.breakAt("PATCH /scim/Users/" + id, () -> new HttpResult(204, null, new byte[0]));
    return now;
  }

  private boolean isActiveUnder(String id) {
    return world.service.all("Users").stream()
        .filter(user -> user.path("id").stringValue().equals(id))
        .anyMatch(user -> user.path("active").booleanValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"userName", "externalId"})
  void whoLeavesIsDisabledAndRemovedFromGroups(String kept) {
    hire();
    String ada = id("ada");
    String bob = renew("bob", kept);
    user("bob", false);
    group("ada");

    cycle();
    cycle();

    assertThat(isActiveUnder(bob)).isFalse();
    assertThat(members()).containsExactly(ada);
    assertThat(world.log(tenant)).contains("shows no value that was written");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"userName", "externalId"})
  void whoJoinsAGroupIsAdded(String kept) {
    hire();
    String cy = renew("cy", kept);
    group("ada", "bob", "cy");

    cycle();
    cycle();

    assertThat(members()).contains(cy).hasSize(3);
    assertNothingLeftToDo();
  }

  /** The target shows no values but names, and two accounts of one name, so that searches don't tell either. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoLeavesIsDisabledThoughNoAccountShowsValues(boolean twice) {
    hire();
    world.service.hideAttributes("displayName", "externalId");
    String bob = id("bob");
    if (twice) {
      world.service.add("Users", account("bob").deepCopy());
    }
    user("bob", false);
    group("ada");

    cycle();
    cycle();

    assertThat(isActiveUnder(bob)).isFalse();
    assertThat(members()).containsExactly(id("ada"));
    assertThat(List.copyOf(accounts())).hasSize(twice ? 4 : 3);
    assertNothingLeftToDo();
  }

  /** Nothing has changed, so that nothing is asked. */
  @Test
  void accountsWithoutValuesAreNotSearchedForInEachCycle() {
    hire();
    world.service.hideAttributes("displayName", "externalId");
    user("bob", false);
    cycle();
    cycle();
    int before = world.steps.trace().size();

    cycle();

    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .noneMatch(step -> step.startsWith("GET /scim/Users"));
  }
}
