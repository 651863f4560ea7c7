package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Groups that the target has made anew under another id, while it shows something of the same name under the former one, which takes no changes. */
@ResourceLock(World.NAME)
class RenewedGroupsTest extends FoundFaultsBase {

  /** What the target shows under the former id. */
  private enum Kept {
    NAME,
    NO_MEMBERS,
    ALL
  }

  /** What the target keeps, how it answers changes of that, and what it shows of members. */
  static Stream<Arguments> targets() {
    return Stream.of(Kept.values())
        .flatMap(kept -> Stream.of(204, 404, 410)
            .flatMap(status ->
                Stream.of(Quirks.Shown.values()).map(shown -> Arguments.of(kept, status, shown))));
  }

  private String renew(Kept kept, int status, Quirks.Shown shown) {
    begin(Quirks.NONE.showing(shown));
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    cycle();
    cycle();
    ObjectNode former = world.service.all("Groups").get(0).deepCopy();
    String id = former.path("id").stringValue();
    world.service.move("Groups", world.service.all("Groups").get(0));
    String now = world.service.all("Groups").get(0).path("id").stringValue();
    if (kept == Kept.NAME) {
      former.remove(List.of("members", "externalId"));
    } else if (kept == Kept.NO_MEMBERS) {
      former.putArray("members");
    }
    world.service.change("Groups", former);
    world.service.hideFromSearches(id);
    world.http.breakAt("/scim/Groups/" + id + " {", () -> answer(status));
    return now;
  }

  private static HttpResult answer(int status) {
    return new HttpResult(status, null, new byte[0]);
  }

  private List<String> membersOf(String id) {
    return world.service.all("Groups").stream()
        .filter(group -> group.path("id").stringValue().equals(id))
        .findFirst()
        .orElseThrow()
        .path("members")
        .valueStream()
        .map(member -> member.path("value").asString(""))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whoLeavesIsRemoved(Kept kept, int status, Quirks.Shown shown) {
    String now = renew(kept, status, shown);
    group("ada");

    cycle();
    cycle();

    assertThat(membersOf(now)).containsExactly(id("ada"));
    // What the target hides is written once more.
    cycle();
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whoJoinsIsAdded(Kept kept, int status, Quirks.Shown shown) {
    String now = renew(kept, status, shown);
    group("bob", "cy");

    cycle();
    cycle();

    assertThat(membersOf(now)).containsExactlyInAnyOrder(id("bob"), id("cy"));
    cycle();
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void theNewOneIsDeletedWithItsSource(Kept kept, int status, Quirks.Shown shown) {
    String now = renew(kept, status, shown);
    ObjectNode former = world.service.all("Groups").stream()
        .filter(group -> !group.path("id").stringValue().equals(now))
        .findFirst()
        .orElseThrow();
    world.http.breakAt(
        "DELETE /scim/Groups/" + former.path("id").stringValue(), () -> answer(status));
    leave("Group", "staff");

    cycle();
    cycle();

    assertThat(world.service.all("Groups")).containsExactly(former);
    assertNothingLeftToDo();
  }

  /** Another group of the name that somebody else has made is left alone, as the target finds the job's own by the name. */
  @ParameterizedTest
  @MethodSource("targets")
  void aGroupOfTheSameNameIsLeftAlone(Kept kept, int status, Quirks.Shown shown) {
    begin(Quirks.NONE.showing(shown));
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    cycle();
    cycle();
    ObjectNode own = world.service.all("Groups").get(0);
    ObjectNode other = JsonNodeFactory.instance.objectNode().put("displayName", "Staff");
    other.putArray("members").addObject().put("value", id("bob"));
    world.service.add("Groups", other);
    world.http.breakAt("/scim/Groups/" + own.path("id").stringValue() + " {", () -> answer(status));
    group("bob", "cy");

    for (int i = 0; i < 4; i++) {
      cycle();
    }

    assertThat(world.service.all("Groups")).contains(other);
    assertThat(membersOf(other.path("id").stringValue())).containsExactly(id("bob"));
  }
}
