package io.syncjobs.server.web.api.batch;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.api.generated.model.BatchItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Order in which the requests of a batch run: that of the list, but none before those on which it depends. */
final class BatchOrder {

  private BatchOrder() {}

  /**
   * Orders requests.
   *
   * @return indexes of the requests
   * @throws Refusal if ids occur twice, are unknown or depend on each other in a circle
   */
  static List<Integer> of(List<BatchItem> items) {
    Map<String, Integer> byId = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      if (byId.putIfAbsent(key(items.get(i).getId()), i) != null) {
        throw new Refusal(
            ErrorCode.DUPLICATE_NAME,
            "requests/" + i + "/id",
            "The id %s occurs more than once. Give each request its own; case is ignored."
                .formatted(Quoted.of(items.get(i).getId())));
      }
    }
    List<List<Integer>> dependencies = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      dependencies.add(dependencies(items.get(i), i, byId));
    }
    List<Integer> order = new ArrayList<>();
    while (order.size() < items.size()) {
      int before = order.size();
      for (int i = 0; i < items.size(); i++) {
        if (!order.contains(i) && order.containsAll(dependencies.get(i))) {
          order.add(i);
        }
      }
      if (order.size() == before) {
        throw circle(items, order);
      }
    }
    return order;
  }

  /** Ids on which a request depends, in the form of {@link #key}. */
  static List<String> dependsOn(BatchItem item) {
    List<String> ids = Objects.requireNonNullElse(item.getDependsOn().orElse(List.of()), List.of());
    return ids.stream().map(BatchOrder::key).toList();
  }

  /** Folds the case of an id, which batches ignore. */
  static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  private static List<Integer> dependencies(BatchItem item, int index, Map<String, Integer> byId) {
    List<Integer> found = new ArrayList<>();
    for (String id : dependsOn(item)) {
      Integer dependency = byId.get(id);
      if (dependency == null) {
        throw new Refusal(
            ErrorCode.INVALID_DEPENDENCY,
            "requests/" + index + "/dependsOn/" + found.size(),
            "No request of the batch has the id %s. Use the id of another request."
                .formatted(Quoted.of(id)));
      }
      found.add(dependency);
    }
    return found;
  }

  private static Refusal circle(List<BatchItem> items, List<Integer> ordered) {
    int first = 0;
    while (ordered.contains(first)) {
      first++;
    }
    return new Refusal(
        ErrorCode.INVALID_DEPENDENCY,
        "requests/" + first + "/dependsOn",
        "The request %s depends on itself, by way of dependsOn. Remove one dependency of the circle."
            .formatted(Quoted.of(items.get(first).getId())));
  }
}
