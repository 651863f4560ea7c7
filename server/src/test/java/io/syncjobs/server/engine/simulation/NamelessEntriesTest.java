package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  /** Gives Bob's id to Zed in a target that shows no names, and returns the id that Bob has now. */
  private String reassign() {
    begin(Quirks.NONE);
    Stream.of("ada", "bob")
        .forEach(name -> upload(
            "User",
            name,
            JsonNodeFactory.instance
                .objectNode()
                .put("userName", name)
                .put("displayName", "The " + name)
                .put("active", true)));
    group("ada");
    cycle();
    cycle();
    ObjectNode zed =
        account("bob").deepCopy().put("userName", "zed").put("displayName", "Zed Zero");
    world.service.move("Users", account("bob"));
    String bob = id("bob");
    world.service.change("Users", zed);
    world.service.hideAttributes("userName", "externalId");
    return bob;
  }

  @Test
  void whoJoinsAGroupIsAddedThoughSomebodyElseHasTheFormerId() {
    String bob = reassign();
    group("ada", "bob");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), bob);
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoLeavesIsDisabledThoughSomebodyElseHasTheFormerId(boolean purged) {
    String bob = reassign();
    ObjectNode zed = account("zed").deepCopy();
    if (purged) {
      leave("User", "bob");
    } else {
      user("bob", false);
    }

    cycle();
    cycle();

    assertThat(account("zed")).isEqualTo(zed);
    assertThat(world.service.all("Users"))
        .filteredOn(user -> user.path("id").stringValue().equals(bob))
        .noneMatch(user -> user.path("active").asBoolean(true));
    assertNothingLeftToDo();
  }

  @Test
  void whoChangesIsChangedThoughSomebodyElseHasTheFormerId() {
    String bob = reassign();
    ObjectNode zed = account("zed").deepCopy();
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));

    cycle();
    cycle();

    assertThat(account("zed")).isEqualTo(zed);
    assertThat(world.service.all("Users"))
        .filteredOn(user -> user.path("id").stringValue().equals(bob))
        .allMatch(user -> user.path("title").asString("").equals("Boss"));
    assertThat(world.service.all("Users")).hasSize(3);
    assertNothingLeftToDo();
  }
}
