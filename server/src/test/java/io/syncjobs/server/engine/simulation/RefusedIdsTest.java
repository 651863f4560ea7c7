package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Targets that refuse references to an id though they show an account under it: the former one of an account that was made anew, which was disabled before.
 */
@ResourceLock(World.NAME)
class RefusedIdsTest extends FoundFaultsBase {

  /** Hires three, of whom Bob and Cy are disabled again, and are members of one group. */
  private void hire(Quirks quirks) {
    begin(quirks);
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    cycle();
    Stream.of("bob", "cy").forEach(name -> user(name, false));
    cycle();
  }

  /** Makes an account anew, and keeps the former one for reads alone. */
  private void renew(String name) {
    ObjectNode former = account(name).deepCopy();
    String id = id(name);
    world.service.move("Users", account(name));
    world.service.change("Users", former);
    world.service.hideFromSearches(id);
    world.http.refuse("PATCH /scim/Users/" + id, 404);
    world.http.refuse("value eq \\\"" + id, 400);
    world.http.refuse("\"value\":\"" + id, 400);
  }

  /** Account of a name that searches find. */
  private String found(String name) {
    return world.service.all("Users").stream()
        .filter(user -> user.path("userName").asString("").equals(name))
        .map(user -> user.path("id").stringValue())
        .reduce((former, now) -> now)
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void whoLeavesAGroupIsRemoved(Quirks.Shown members) {
    hire(Quirks.NONE.showing(members));
    renew("bob");
    group("ada");

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void whoIsDeletedIsRemovedFromGroups(Quirks.Shown members) {
    hire(Quirks.NONE.showing(members));
    renew("bob");
    leave("User", "bob");

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"joined", "left"})
  void whoIsEnabledAgainGetsTheAccountBack(String group) {
    hire(Quirks.NONE);
    renew("bob");
    user("bob", true);
    group(group.equals("left") ? new String[] {"ada"} : new String[] {"ada", "bob"});

    cycle();
    cycle();

    String bob = found("bob");
    assertThat(world.service.all("Users"))
        .filteredOn(user -> user.path("id").stringValue().equals(bob))
        .allMatch(user -> user.path("active").booleanValue());
    assertThat(members().contains(bob)).isEqualTo(group.equals("joined"));
    assertNothingLeftToDo();
  }

  @Test
  void whoJoinsAGroupIsAdded() {
    hire(Quirks.NONE);
    renew("cy");
    group("ada", "bob", "cy");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), found("cy"));
    assertNothingLeftToDo();
  }

  /** Targets that take only whole resources, and ways in which they say so. */
  @ParameterizedTest
  @CsvSource({
    "ALL, 501, false",
    "ALL, 404, false",
    "ALL, 501, true",
    "ALL, 404, true",
    "PART, 501, true",
    "NONE, 501, true",
    "PART, 404, true",
    "NONE, 404, true"
  })
  void whoJoinsAGroupIsAddedByAWholeResource(Quirks.Shown shown, int status, boolean leaver) {
    hire(Quirks.NONE.showing(shown));
    renew("cy");
    renew("bob");
    world.service.takeWholes();
    world.http.breakAt("PATCH /", () -> SimulatedService.error(status, null, ""));
    group(leaver ? new String[] {"bob", "cy"} : new String[] {"ada", "bob", "cy"});

    for (int i = 0; i < 4; i++) {
      cycle();
    }

    assertThat(members()).contains(found("bob"), found("cy"));
    assertThat(members().contains(id("ada"))).isEqualTo(!leaver);
    assertNothingLeftToDo();
  }

  @Test
  void anotherManagerIsSet() {
    hire(Quirks.NONE);
    renew("cy");
    upload("User", "ada", withManager("cy"));

    cycle();
    cycle();

    assertThat(manager("ada")).isEqualTo(found("cy"));
    assertNothingLeftToDo();
  }

  /** The target shows both accounts in searches, and not which one is disabled, but which one is a member. */
  @Test
  void whoLeavesIsFoundAmongTwoAsOneOfTheMembers() {
    begin(Quirks.NONE);
    Stream.of("ada", "bob").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    cycle();
    ObjectNode former = account("bob").deepCopy();
    world.service.move("Users", account("bob"));
    world.service.change("Users", former.put("title", "Former"));
    world.service.hideAttributes("active");
    String bob = found("bob");
    user("bob", false);
    group("ada");

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertThat(world.service.all("Users"))
        .filteredOn(user -> user.path("id").stringValue().equals(bob))
        .noneMatch(user -> user.path("active").booleanValue());
    assertThat(world.log(tenant)).contains("is referred to");
    assertNothingLeftToDo();
  }

  /** Those who stay are members under other ids as well, and the former accounts take all changes. */
  @Test
  void whoStaysInAGroupOfUnknownMembersIsFoundBeforeLeaving() {
    begin(Quirks.NONE);
    List<String> names = List.of("ada", "bob", "cy");
    names.forEach(name -> user(name, true));
    group("ada", "bob", "cy");
    cycle();
    cycle();
    for (String name : names) {
      ObjectNode former = account(name).deepCopy();
      world.service.move("Users", account(name));
      world.service.change("Users", former);
    }
    world.service.hideAttributes("active");
    group("ada", "cy");
    cycle();
    cycle();
    user("ada", false);

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(found("ada"), found("cy"));
    assertThat(world.service.all("Users"))
        .filteredOn(user -> user.path("id").stringValue().equals(found("ada")))
        .noneMatch(user -> user.path("active").booleanValue());
    assertNothingLeftToDo();
  }

  /** Bob's account is what it was, and the target refuses to remove anybody. */
  @Test
  void aRefusalIsNoReasonToSearchTwiceInACycle() {
    hire(Quirks.NONE);
    world.http.refuse("PATCH /scim/Groups/", 403);
    group("ada");
    cycle();
    int before = world.steps.trace().size();

    cycle();

    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .filteredOn(step -> step.matches("GET /scim/Users.filter.*"))
        .hasSizeLessThanOrEqualTo(1);
    world.http.refuse(null);
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }
}
