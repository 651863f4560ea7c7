package io.syncjobs.server.engine.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The resources of a simulated target, with their past, which late reads show. For one thread at a time. */
final class Resources {

  /**
   * State of a resource from some time on.
   *
   * @param resource null once it was deleted
   */
  private record State(Instant since, @Nullable ObjectNode resource) {}

  private final Map<String, Map<String, List<State>>> byType = new TreeMap<>();
  private int number;
  private boolean exact;

  void clear() {
    byType.clear();
    exact = false;
    number = 0;
  }

  String newId(String type, boolean numeric) {
    number++;
    return numeric
        ? String.valueOf(1000 + number)
        : (type.equals("Users") ? "u" : "g") + "-" + (1000 + number) + "-ab";
  }

  private Map<String, List<State>> of(String type) {
    return byType.computeIfAbsent(type, key -> new TreeMap<>());
  }

  /** Lets ids that differ in case only be those of different resources, or of the same. */
  void exactIds(boolean now) {
    exact = now;
  }

  void put(String type, String id, @Nullable ObjectNode resource, Instant now) {
    of(type)
        .computeIfAbsent(known(type, id), key -> new ArrayList<>())
        .add(new State(now, resource));
  }

  /** An id in the case in which the service has it. */
  private String known(String type, String id) {
    List<String> same = of(type).keySet().stream().filter(id::equalsIgnoreCase).toList();
    return exact || same.isEmpty()
        ? id
        : same.stream()
            .filter(each ->
                at(of(type).getOrDefault(each, List.of()), Instant.MAX).isPresent())
            .findFirst()
            .orElse(same.get(0));
  }

  /** A resource as it is now. */
  Optional<ObjectNode> find(String type, String id) {
    return find(type, id, Instant.MAX);
  }

  /** A resource as it was at a time. */
  Optional<ObjectNode> find(String type, String id, Instant time) {
    return at(of(type).getOrDefault(known(type, id), List.of()), time);
  }

  /** All resources as they were at a time. */
  List<ObjectNode> all(String type, Instant time) {
    return of(type).values().stream()
        .flatMap(states -> at(states, time).stream())
        .toList();
  }

  /** All resources as they are now. */
  List<ObjectNode> all(String type) {
    return all(type, Instant.MAX);
  }

  private static Optional<ObjectNode> at(List<State> states, Instant time) {
    for (int i = states.size() - 1; i >= 0; i--) {
      State state = states.get(i);
      if (!state.since.isAfter(time)) {
        return Optional.ofNullable(state.resource);
      }
    }
    return Optional.empty();
  }
}
