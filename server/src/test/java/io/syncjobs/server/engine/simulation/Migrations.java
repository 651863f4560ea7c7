package io.syncjobs.server.engine.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes of ids that the target makes by itself between cycles: accounts or groups get each other's ids or new ones, and a former id may go on showing an empty
 * or disabled shell. References follow. For one thread at a time.
 */
final class Migrations {

  private final SimulatedService service;
  private final EarlierAccounts earlier;
  private final Steps steps;
  private final Set<String> shells = new HashSet<>();
  private final Set<String> changed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private Random random = new Random(0);
  private double rate;

  Migrations(SimulatedService service, EarlierAccounts earlier, Steps steps) {
    this.service = service;
    this.earlier = earlier;
    this.steps = steps;
  }

  /** Forgets those of an earlier run. */
  void clear() {
    rate = 0;
    shells.clear();
    changed.clear();
  }

  /** Draws how many there are in a run, from numbers of their own. In most runs there are none. */
  void begin(Random seeded, Quirks quirks) {
    random = seeded;
    // Late reads would show an account under two ids.
    rate = quirks.lag().isZero() && random.nextInt(3) == 0 ? 0.1 + random.nextDouble() / 2 : 0;
  }

  /** Maybe makes one. */
  void maybe() {
    if (random.nextDouble() >= rate) {
      return;
    }
    String type = random.nextInt(4) == 0 ? "Groups" : "Users";
    List<ObjectNode> some = new ArrayList<>(all(type));
    // Nobody may change those, which tests compare by their ids.
    some.removeIf(each -> earlier.include(id(each)));
    Collections.shuffle(some, random);
    boolean rotates = random.nextBoolean() && some.size() > 1;
    some = some.subList(0, Math.min(some.size(), rotates ? 2 + random.nextInt(2) : 1));
    if (rotates) {
      List<String> ids = some.stream().map(Migrations::id).toList();
      steps.log("the target rotates the ids of " + ids);
      changed.addAll(ids);
      service.rotate(type, ids);
    } else if (!some.isEmpty()) {
      move(type, some.get(0));
    }
  }

  private void move(String type, ObjectNode resource) {
    String from = id(resource);
    String to = id(service.move(type, resource));
    changed.add(from);
    changed.add(to);
    boolean leavesShell = random.nextBoolean();
    steps.log(
        "the target moves " + from + " to " + to + (leavesShell ? " and leaves a shell" : ""));
    if (leavesShell) {
      ObjectNode shell = JsonNodeFactory.instance.objectNode().put("id", from);
      if (type.equals("Users")) {
        shell.put("active", false);
        if (random.nextBoolean()) {
          shell.put("userName", "deleted-" + from);
        }
      }
      service.change(type, shell);
      service.hideFromSearches(from);
      shells.add(from);
    }
  }

  private static String id(ObjectNode resource) {
    return resource.path("id").asString("");
  }

  /** All resources of the target without shells. */
  List<ObjectNode> all(String type) {
    return service.all(type).stream().filter(each -> !shells.contains(id(each))).toList();
  }

  /** True if an id was that of different resources, or is. */
  boolean haveChanged(String id) {
    return changed.contains(id);
  }
}
