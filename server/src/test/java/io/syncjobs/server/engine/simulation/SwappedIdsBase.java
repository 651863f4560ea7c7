package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Base of tests of targets in which counterparts of the job have got each other's ids. */
abstract class SwappedIdsBase extends FoundFaultsBase {

  /** Whether references follow the accounts to their new ids, and whether accounts have an {@code externalId}. */
  static Stream<Arguments> targets() {
    return Stream.of(true, false)
        .flatMap(follows -> Stream.of(true, false).map(named -> Arguments.of(follows, named)));
  }

  final void hire(Quirks quirks, boolean named) {
    begin(quirks);
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    if (named) {
      Stream.of("ada", "bob", "cy")
          .forEach(name -> tenant.change(
              "User",
              tenant.find("User", name).orElseThrow().id(),
              Map.of("mailNickname", StringNode.valueOf(name))));
    }
    cycle();
    cycle();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
  }

  /** Gives each of some accounts the id of the next one. */
  final void rotate(boolean follows, String... names) {
    rotate("Users", follows, Stream.of(names).map(this::account).toList());
  }

  final void rotate(String type, boolean follows, List<ObjectNode> resources) {
    Map<String, String> next = new HashMap<>();
    for (int i = 0; i < resources.size(); i++) {
      next.put(
          resources.get(i).path("id").stringValue(),
          resources.get((i + 1) % resources.size()).path("id").stringValue());
    }
    List<ObjectNode> moved = new ArrayList<>();
    resources.forEach(each -> {
      ObjectNode copy = each.deepCopy();
      moved.add(copy.put("id", next.get(each.path("id").stringValue())));
    });
    moved.forEach(each -> world.service.change(type, each));
    if (follows) {
      for (String each : List.of("Users", "Groups")) {
        for (ObjectNode resource : world.service.all(each)) {
          ObjectNode copy = resource.deepCopy();
          copy.findParents("value").forEach(parent -> {
            String now = next.get(parent.path("value").asString(""));
            if (now != null) {
              ((ObjectNode) parent).put("value", now);
            }
          });
          world.service.change(each, copy);
        }
      }
    }
  }

  final void assertMembers(String... names) {
    assertThat(members())
        .containsExactlyInAnyOrder(Stream.of(names).map(this::id).toArray(String[]::new));
  }

  final boolean hasAccess(String name) {
    return accounts().contains(name) && isActive(name);
  }
}
