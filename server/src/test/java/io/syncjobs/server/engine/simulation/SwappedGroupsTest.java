package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Groups that have got each other's ids in a target that is busy once. */
@ResourceLock(World.NAME)
class SwappedGroupsTest extends SwappedIdsBase {

  private static final List<String> GROUPS = List.of("Red", "Blue", "Tan", "Dead");

  /** How much of the members the target shows, and which request it is too busy for; 0 for none. */
  static Stream<Arguments> targets() {
    return Stream.of(Quirks.Shown.values())
        .flatMap(shown -> IntStream.range(0, 10).mapToObj(busy -> Arguments.of(shown, busy)));
  }

  private void team(String name, String... members) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("displayName", name);
    var array = data.putArray("members");
    List.of(members).forEach(member -> array.addObject().put("value", member));
    upload("Group", name, data);
  }

  private List<ObjectNode> teams() {
    return GROUPS.stream()
        .map(name -> world.service.all("Groups").stream()
            .filter(group -> group.path("displayName").asString("").equals(name))
            .findFirst()
            .orElseThrow())
        .toList();
  }

  private void assertTeam(String name, String... members) {
    ObjectNode team = world.service.all("Groups").stream()
        .filter(group -> group.path("displayName").asString("").equals(name))
        .findFirst()
        .orElseThrow();
    assertThat(team.path("members").valueStream().map(each -> each.path("value").asString("")))
        .as(name)
        .containsExactlyInAnyOrder(Stream.of(members).map(this::id).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void eachKeepsItsMembersAndLosesItsLeavers(Quirks.Shown shown, int busy) {
    begin(Quirks.NONE.showing(shown));
    Stream.of("ada", "bob", "cy", "dee", "gus").forEach(name -> user(name, true));
    team("Red", "ada", "bob", "cy");
    team("Blue", "dee", "ada", "gus");
    team("Tan", "gus", "dee", "bob");
    team("Dead", "ada");
    for (int i = 0; i < 4; i++) {
      cycle();
    }
    rotate("Groups", true, teams());
    team("Red", "ada", "dee");
    team("Blue", "dee", "cy");
    team("Tan", "gus", "ada");
    leave("Group", "Dead");
    world.http.beBusyAt("/scim/Groups", busy);

    for (int i = 0; i < 6; i++) {
      cycle();
    }

    assertThat(world.service.all("Groups")).hasSize(3);
    assertTeam("Red", "ada", "dee");
    assertTeam("Blue", "dee", "cy");
    assertTeam("Tan", "gus", "ada");
    assertNothingLeftToDo();
  }
}
