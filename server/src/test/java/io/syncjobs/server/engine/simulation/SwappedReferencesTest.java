package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Members, managers and groups in targets in which accounts or groups have got each other's ids. */
@ResourceLock(World.NAME)
class SwappedReferencesTest extends SwappedIdsBase {

  static Stream<Arguments> hiding() {
    return Stream.of(Quirks.NONE, Quirks.NONE.showing(Quirks.Shown.NONE))
        .flatMap(quirks ->
            targets().map(target -> Arguments.of(quirks, target.get()[0], target.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void aMemberIsRemoved(Quirks quirks, boolean follows, boolean named) {
    hire(quirks, named);
    rotate(follows, "ada", "bob");
    group("ada");

    cycle();

    assertMembers("ada");
    cycle();
    assertMembers("ada");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void aMemberIsRemovedByATargetThatIsBusyAtFirst(Quirks quirks, boolean follows, boolean named) {
    hire(quirks, named);
    rotate(follows, "ada", "bob");
    group("ada");
    world.http.beBusyAt("PATCH /scim/Groups", 1);

    cycle();

    assertMembers("ada");
    cycle();
    assertMembers("ada");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void aMemberOfThreeIsRemoved(Quirks quirks, boolean follows, boolean named) {
    hire(quirks, named);
    rotate(follows, "ada", "bob", "cy");
    group("ada", "cy");

    cycle();

    assertMembers("ada", "cy");
    cycle();
    assertMembers("ada", "cy");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void aNewMemberIsAdded(Quirks quirks, boolean follows, boolean named) {
    hire(quirks, named);
    rotate(follows, "ada", "cy");
    group("bob", "cy");

    cycle();

    assertMembers("bob", "cy");
    cycle();
    assertMembers("bob", "cy");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aNewMemberWhoseIdAMemberHasNowIsAdded(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "cy");
    group("ada", "bob", "cy");

    cycle();

    assertMembers("ada", "bob", "cy");
    cycle();
    assertMembers("ada", "bob", "cy");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void whoLeftIsNoMemberThoughTheTargetHidesMembers(Quirks quirks, boolean follows, boolean named) {
    hire(quirks, named);
    rotate(follows, "ada", "bob");
    leave("User", "bob");

    cycle();
    cycle();

    assertThat(hasAccess("bob")).isFalse();
    assertMembers("ada");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void anotherManagerIsSet(Quirks quirks, boolean follows, boolean named) {
    hire(quirks, named);
    upload("User", "cy", withManager("ada"));
    cycle();
    cycle();
    rotate(follows, "ada", "bob");
    upload("User", "cy", withManager("bob"));

    cycle();

    assertThat(manager("cy")).isEqualTo(id("bob"));
    cycle();
    cycle();
    assertThat(manager("cy")).isEqualTo(id("bob"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void theManagerOfWhoSwappedIsWithdrawn(Quirks quirks, boolean follows, boolean named) {
    hire(quirks, named);
    upload("User", "bob", withManager("cy"));
    upload("User", "ada", withManager("bob"));
    cycle();
    cycle();
    rotate(follows, "ada", "bob");
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "bob", none);

    cycle();
    cycle();

    assertThat(manager("bob")).isEmpty();
    // What the target hides is written once more.
    cycle();
    cycle();
    assertNothingLeftToDo();
  }

  private ObjectNode groupNamed(String name) {
    return world.service.all("Groups").stream()
        .filter(group -> group.path("displayName").asString("").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> membersOf(String name) {
    return groupNamed(name)
        .path("members")
        .valueStream()
        .map(member -> member.path("value").asString(""))
        .toList();
  }

  private void guests(String... members) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("displayName", "Guests");
    var array = data.putArray("members");
    List.of(members).forEach(member -> array.addObject().put("value", member));
    upload("Group", "guests", data);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMemberIsRemovedFromTheGroupOfTheName(boolean hides) {
    hire(hides ? Quirks.NONE.showing(Quirks.Shown.NONE) : Quirks.NONE, false);
    guests("bob", "cy");
    cycle();
    cycle();
    rotate("Groups", true, List.of(groupNamed("Staff"), groupNamed("Guests")));
    group("ada");

    cycle();
    cycle();

    assertThat(membersOf("Staff")).containsExactly(id("ada"));
    assertThat(membersOf("Guests")).containsExactlyInAnyOrder(id("bob"), id("cy"));
    // What the target hides is written once more.
    cycle();
    cycle();
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void aDeletedGroupIsDeletedAndNoOther() {
    hire(Quirks.NONE, false);
    guests("bob", "cy");
    cycle();
    cycle();
    rotate("Groups", true, List.of(groupNamed("Staff"), groupNamed("Guests")));
    leave("Group", "staff");

    cycle();
    cycle();

    assertThat(world.service.all("Groups")).hasSize(1);
    assertThat(membersOf("Guests")).containsExactlyInAnyOrder(id("bob"), id("cy"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheTargetHidesIsWrittenOnceMoreUnderTheNewId(boolean follows) {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE), true);
    group("ada");
    cycle();
    cycle();
    group("ada", "cy");
    upload("User", "ada", withManager("cy"));
    cycle();
    rotate(follows, "bob", "cy");

    cycle();
    cycle();

    assertThat(members()).contains(id("cy"));
    assertThat(manager("ada")).isEqualTo(id("cy"));
    if (follows) {
      assertMembers("ada", "cy");
    }
    cycle();
    assertNothingLeftToDo();
  }
}
