package io.syncjobs.server.engine.entry;

import io.syncjobs.server.mapping.TargetAttribute;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Sets of the ids that references have. */
final class IdSets {

  private IdSets() {}

  /** Ids that are in both sets. */
  static Set<String> among(Set<String> values, Set<String> others) {
    Set<String> both = new LinkedHashSet<>(values);
    both.retainAll(others);
    return both;
  }

  /** Ids of the first set alone. */
  static Set<String> without(Set<String> values, Set<String> others) {
    Set<String> rest = new LinkedHashSet<>(values);
    // Unlike removeAll, this always compares as the other set does.
    rest.removeIf(others::contains);
    return rest;
  }

  /** Ids, where some are replaced by others. */
  static Set<String> replaced(Set<String> ids, Map<String, String> others) {
    return ids.stream()
        .map(id -> others.getOrDefault(id, id))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A set that finds ids in any case, as targets may show them in another case than before. */
  static Set<String> inAnyCase(Set<String> ids) {
    Set<String> inAnyCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    inAnyCase.addAll(ids);
    return inAnyCase;
  }

  /** Ids in the value of a reference. */
  static Set<String> texts(JsonNode value) {
    List<JsonNode> values = TargetAttribute.isNone(value)
        ? List.of()
        : value.isArray() ? value.valueStream().toList() : List.of(value);
    return values.stream()
        .map(each -> each.isObject() ? each.path("value").asString("") : each.asString(""))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Value of a reference with many ids. */
  static JsonNode list(Set<String> values) {
    var list = JsonNodeFactory.instance.arrayNode();
    values.forEach(list::add);
    return list;
  }
}
