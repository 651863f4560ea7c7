package io.syncjobs.server.engine.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Resources of the target that were there before the first cycle. Some become counterparts; nobody may change the others. For one thread at a time. */
final class EarlierAccounts {

  private final SimulatedService service;
  private final SimulatedClock clock;
  private final Map<String, ObjectNode> resources = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  EarlierAccounts(SimulatedService service, SimulatedClock clock) {
    this.service = service;
    this.clock = clock;
  }

  /** Forgets those of an earlier run. */
  void clear() {
    resources.clear();
    names.clear();
  }

  /** Adds some to the target, so long before the first cycle that late reads show them, too. */
  void add(Random random, Quirks quirks) {
    int users = Math.max(0, random.nextInt(6) - 2);
    for (int i = 0; i < users; i++) {
      String name = "Early" + i;
      names.add(name);
      ObjectNode user = JsonNodeFactory.instance
          .objectNode()
          .put("userName", random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT))
          .put("displayName", "Somebody")
          .put("active", random.nextBoolean());
      // Nobody can know of a value that was never shown and never written.
      if (random.nextBoolean() && !quirks.hidesTitle()) {
        user.put("title", "Chief");
      }
      add("Users", user);
    }
    if (random.nextInt(3) == 0) {
      ObjectNode group = JsonNodeFactory.instance.objectNode().put("displayName", "Group g0");
      var members = group.putArray("members");
      if (quirks.showsReferences()) {
        resources.keySet().forEach(id -> members.addObject().put("value", id));
      }
      add("Groups", group);
    }
    clock.advance(quirks.lag());
  }

  private void add(String type, ObjectNode resource) {
    service.add(type, resource);
    resources.put(resource.path("id").stringValue(), resource.deepCopy());
  }

  /** Names of the users. */
  List<String> names() {
    return names;
  }

  boolean include(String id) {
    return resources.containsKey(id);
  }

  /**
   * True if a resource was there before and is as it was, or has only lost access as that of somebody who left, or references that the target itself has dropped
   * with those to whom they led, as it may (RFC 7643, section 2.3.7).
   */
  boolean isUntouched(ObjectNode resource) {
    ObjectNode before = resources.get(resource.path("id").asString(""));
    return before != null
        && (resource.equals(before)
            || resource.equals(before.deepCopy().set("active", BooleanNode.FALSE))
            || (!isWritten(resource) && resource.equals(withoutDeleted(before))));
  }

  private boolean isWritten(ObjectNode resource) {
    return service.writes().stream()
        .anyMatch(write -> write.id().equals(resource.path("id").asString("")));
  }

  /** A group without those whose accounts are gone. */
  private ObjectNode withoutDeleted(ObjectNode group) {
    List<String> there =
        service.all("Users").stream().map(user -> user.path("id").asString("")).toList();
    ObjectNode left = group.deepCopy();
    if (left.path("members") instanceof ArrayNode members) {
      members.removeIf(member -> !there.contains(member.path("value").asString("")));
    }
    return left;
  }
}
