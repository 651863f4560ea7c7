package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Targets that never show the names of accounts or groups, neither by their ids nor in searches. */
@ResourceLock(World.NAME)
class NamelessEntriesTest extends FoundFaultsBase {

  private void hire() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    cycle();
  }

  /** Lets the target show something without its names. */
  private void hideNames(String type, ObjectNode resource) {
    ObjectNode nameless = resource.deepCopy();
    nameless.remove(List.of("displayName", "userName", "externalId"));
    world.service.change(type, nameless);
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("totalResults", 1);
    list.putArray("Resources").addObject().put("id", resource.path("id").stringValue());
    world.http.breakAt(type + "?filter", () -> SimulatedService.answer(200, list));
  }

  @Test
  void whoLeavesIsRemovedFromAGroupThatShowsNoName() {
    hire();
    hideNames("Groups", world.service.all("Groups").get(0));

    group("ada");
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertThat(world.log(tenant)).contains("It is assumed that it still is the counterpart.");
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void whoLeavesIsDisabledThoughTheAccountShowsNoName() {
    hire();
    String bob = id("bob");
    hideNames("Users", account("bob"));

    leave("User", "bob");
    cycle();

    assertThat(world.service.all("Users"))
        .filteredOn(user -> user.path("id").stringValue().equals(bob))
        .noneMatch(user -> user.path("active").asBoolean(true));
    cycle();
    assertNothingLeftToDo();
  }
}
