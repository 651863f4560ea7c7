package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds the operations of a PATCH that give a resource new values. Stateless. */
final class ScimPatch {

  private ScimPatch() {}

  /**
   * One operation for each attribute: a replace where it has a value, an add where it has none, and for elements that don't exist yet an add of the
   * whole element. A replace everywhere would do by the standard, but services differ in how they replace a part of nothing.
   *
   * @param current the resource
   */
  static List<PatchOperation> operations(JsonNode current, Map<String, JsonNode> values) {
    List<PatchOperation> operations = new ArrayList<>();
    Set<AttributeName> added = new LinkedHashSet<>();
    ObjectNode additions = JsonNodeFactory.instance.objectNode();
    values.forEach((attribute, value) -> {
      AttributeName name = name(attribute);
      boolean there = !ScimDocument.value(current, name).isMissingNode();
      if (value.isNull() || value.isMissingNode()) {
        if (there) {
          operations.add(remove(current, name));
        }
      } else if (name.filter().isEmpty()
          || elements(current, name).stream().anyMatch(name::picks)) {
        String path = significant(name).path();
        JsonNode sent = sent(name, value);
        operations.add(there ? PatchOperation.replace(path, sent) : PatchOperation.add(path, sent));
      } else {
        ScimDocument.set(additions, attribute, value);
        added.add(new AttributeName(name.urn(), name.name(), Map.of(), null));
      }
    });
    Set<String> paths = new LinkedHashSet<>();
    for (AttributeName many : added) {
      if (paths.add(many.path().toLowerCase(Locale.ROOT))) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        elements(additions, many).forEach(elements::add);
        operations.add(PatchOperation.add(many.path(), elements));
      }
    }
    return operations;
  }

  /** Removals of values that the resource does not show, by attribute. */
  static Map<String, PatchOperation> hiddenRemovals(
      JsonNode current, Map<String, JsonNode> values) {
    Map<String, PatchOperation> removals = new LinkedHashMap<>();
    values.forEach((attribute, value) -> {
      AttributeName name = name(attribute);
      boolean none = value.isNull() || value.isMissingNode();
      if (none && ScimDocument.value(current, name).isMissingNode()) {
        removals.put(attribute, remove(current, name));
      }
    });
    return removals;
  }

  /**
   * Replacements of values that were written before and that the resource does not show, by attribute. An add would leave the old ones of an attribute
   * with many beside the new ones. All values of a resource that is not shown at all are replaced.
   */
  static Map<String, PatchOperation> hiddenReplacements(
      JsonNode current, Map<String, JsonNode> values, Set<String> written) {
    Map<String, PatchOperation> replacements = new LinkedHashMap<>();
    values.forEach((attribute, value) -> {
      AttributeName name = name(attribute);
      boolean none = value.isNull() || value.isMissingNode();
      if (!none
          && (!name.filter().isEmpty() || sent(name, value).isArray() || current.isEmpty())
          && written.contains(attribute)
          && ScimDocument.value(current, name).isMissingNode()) {
        replacements.put(
            attribute, PatchOperation.replace(significant(name).path(), sent(name, value)));
      }
    });
    return replacements;
  }

  /** True if the addition of a value would leave others beside it. */
  static boolean leavesOthers(PatchOperation operation) {
    JsonNode value = operation.value();
    return !name(operation.path()).filter().isEmpty() || (value != null && value.isArray());
  }

  private static JsonNode sent(AttributeName name, JsonNode value) {
    return name.filter().isEmpty() && name.sub() == null
        ? ScimDocument.whole(name, value)
        : name.typed(value);
  }

  /** Adds references to an attribute with many. */
  static PatchOperation addReferences(String attribute, List<String> ids) {
    ArrayNode elements = JsonNodeFactory.instance.arrayNode();
    ids.forEach(id -> elements.addObject().put("value", id));
    return PatchOperation.add(name(attribute).path(), elements);
  }

  /** Removes a reference from an attribute with many. */
  static PatchOperation removeReference(String attribute, String id) {
    AttributeName name = name(attribute);
    Map<String, JsonNode> condition = Map.of("value", JsonNodeFactory.instance.stringNode(id));
    return PatchOperation.remove(
        new AttributeName(name.urn(), name.name(), condition, null).path());
  }

  /** Filter for resources whose attribute has a value. */
  static String filter(String attribute, String value) {
    return ScimFilter.of(name(attribute), value);
  }

  private static AttributeName name(String attribute) {
    return AttributeName.parse(attribute)
        .orElseThrow(() -> TargetException.ofEntry(
            Problem.ENTRY_REFUSED,
            "The schema's attribute " + attribute + " is no path of SCIM 2.0.",
            "Correct the attribute mapping."));
  }

  private static List<JsonNode> elements(JsonNode resource, AttributeName name) {
    String urn = name.urn();
    JsonNode home = urn == null ? resource : AttributeName.member(resource, urn);
    return ScimDocument.elements(AttributeName.member(home, name.name()));
  }

  private static AttributeName significant(AttributeName name) {
    return name.sub() == null && !name.filter().isEmpty()
        ? new AttributeName(name.urn(), name.name(), name.filter(), "value")
        : name;
  }

  /** Removes a whole element if nothing of use would be left of it. */
  private static PatchOperation remove(JsonNode current, AttributeName name) {
    String sub = name.sub();
    List<JsonNode> shown = elements(current, name).stream().filter(name::picks).toList();
    boolean whole = !name.filter().isEmpty()
        && sub != null
        && (sub.equalsIgnoreCase("value")
            || (!shown.isEmpty()
                && shown.stream()
                    .allMatch(element -> element.propertyNames().stream()
                        .allMatch(member -> member.equalsIgnoreCase(sub)
                            || name.filter().keySet().stream()
                                .anyMatch(member::equalsIgnoreCase)))));
    return PatchOperation.remove(
        (whole ? new AttributeName(name.urn(), name.name(), name.filter(), null) : name).path());
  }
}
