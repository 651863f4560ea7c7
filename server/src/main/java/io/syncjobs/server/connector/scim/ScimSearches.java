package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Searches in a SCIM 2.0 service (RFC 7644 §3.4.2). Safe for use by many threads. */
final class ScimSearches {

  /** Pages of a search that are read. A service may return fewer than asked for, and there are at most two of interest. */
  private static final int MOST_PAGES = 3;

  /** Attributes whose values are compared with their case (RFC 7643 §3.1). */
  private static final Set<String> CASE_EXACT = Set.of("id", "externalid");

  private final ScimClient client;

  /** Paths of collections that the service lists. */
  private final Set<String> listed = ConcurrentHashMap.newKeySet();

  ScimSearches(ScimClient client) {
    this.client = client;
  }

  /** Finds entries by a value of an attribute, at most two. */
  List<Entry> find(String type, String attribute, String value) {
    String query = search(type, attribute, value);
    List<Entry> matching = new ArrayList<>();
    boolean others = false;
    int next = 1;
    for (int page = 0; page < MOST_PAGES && matching.size() < 2; page++) {
      ScimResponse response = read(query + (page == 0 ? "" : "&startIndex=" + next) + "&count=2");
      if (isWithoutHit(ScimTarget.collection(type), response)) {
        break;
      }
      JsonNode list = ScimTarget.resource(response);
      List<JsonNode> resources = response.resources();
      JsonNode total = AttributeName.member(list, "totalResults");
      if (!AttributeName.member(list, "Resources").isContainer() && total.isMissingNode()) {
        throw response.notScim();
      }
      List<Entry> found = new ArrayList<>();
      for (JsonNode resource : resources) {
        if (has(resource, attribute, value)) {
          found.add(ScimTarget.entry(type, resource, response));
        } else {
          others = true;
        }
      }
      // Pages shift when resources are added and removed meanwhile.
      found.removeIf(entry -> matching.stream().anyMatch(one -> one.id().equals(entry.id())));
      matching.addAll(found);
      next += resources.size();
      if (resources.isEmpty() || next > total.asInt(0)) {
        break;
      }
    }
    if (matching.isEmpty() && others) {
      throw TargetException.ofEntry(
          Problem.ENTRY_REFUSED,
          "The target was asked for a " + type + " by " + attribute + " and answered with others.",
          "Match by another attribute, or have the target filter by this one.");
    }
    return matching.stream().limit(2).toList();
  }

  private static String search(String type, String attribute, String value) {
    return ScimTarget.collection(type) + "?filter="
        + ScimTarget.encoded(ScimPatch.filter(attribute, value));
  }

  /** Finds the only entry of an answer that does not show the attribute. */
  Optional<Entry> findUnshown(String type, String attribute, String value) {
    ScimResponse response = read(search(type, attribute, value) + "&count=2");
    if (isWithoutHit(ScimTarget.collection(type), response)) {
      return Optional.empty();
    }
    int total =
        AttributeName.member(ScimTarget.resource(response), "totalResults").asInt(1);
    List<JsonNode> resources = response.resources();
    return resources.size() == 1
            && total == 1
            && ScimDocument.value(resources.get(0), attribute).isMissingNode()
        ? Optional.of(ScimTarget.entry(type, resources.get(0), response))
        : Optional.empty();
  }

  private static boolean has(JsonNode resource, String attribute, String value) {
    JsonNode there = ScimDocument.value(resource, attribute);
    boolean exact = CASE_EXACT.contains(attribute.toLowerCase(Locale.ROOT));
    return (there.isArray() ? there.valueStream() : List.of(there).stream())
        .map(each -> each.asString(""))
        .anyMatch(each -> exact ? each.equals(value) : each.equalsIgnoreCase(value));
  }

  private ScimResponse read(String path) {
    return client.get(path).aboutEntry(false);
  }

  /** True if an answer says that nothing was found. Some services say so by 404, as they do if they don't have the collection. */
  private boolean isWithoutHit(String collection, ScimResponse response) {
    return response.saysNotFound() && (listed.contains(collection) || lists(collection));
  }

  private boolean lists(String collection) {
    try {
      ScimResponse list = client.get(collection + "?count=1");
      if (list.status() != 200
          || AttributeName.member(list.body(), "totalResults").isMissingNode()) {
        return false;
      }
      listed.add(collection);
      return true;
    } catch (TargetException e) {
      return false;
    }
  }
}
