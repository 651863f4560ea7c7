package io.syncjobs.server.connector.scim;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.messages.PatchOperation;
import com.unboundid.scim2.common.utils.JsonUtils;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations of a PATCH (RFC 7644 §3.5.2) that give a resource new values. Stateless. */
final class ScimPatch {

  private ScimPatch() {}

  /**
   * One operation for each attribute that has to change: a replace where a value is, an add where none is, and for elements that aren't there yet an
   * add of the whole. By the standard a replace would do, but services differ in what replacing a part of nothing does.
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
        JsonNode sent = name.filter().isEmpty() && name.sub() == null
            ? ScimDocument.whole(name, value)
            : name.typed(value);
        Path path = path(significant(name));
        operations.add(there ? replace(path, sent) : add(path, sent));
      } else {
        ScimDocument.set(additions, attribute, value);
        added.add(new AttributeName(name.urn(), name.name(), Map.of(), null));
      }
    });
    Set<String> paths = new LinkedHashSet<>();
    for (AttributeName many : added) {
      if (paths.add(path(many).toString().toLowerCase(Locale.ROOT))) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        elements(additions, many).forEach(elements::add);
        operations.add(add(path(many), elements));
      }
    }
    return operations;
  }

  /** Adds references to an attribute with many. */
  static PatchOperation addReferences(String attribute, List<String> ids) {
    ArrayNode elements = JsonNodeFactory.instance.arrayNode();
    ids.forEach(id -> elements.addObject().put("value", id));
    return add(path(name(attribute)), elements);
  }

  /** Takes a reference out of an attribute with many. */
  static PatchOperation removeReference(String attribute, String id) {
    AttributeName name = name(attribute);
    return remove(Path.root(name.urn())
        .attribute(name.name(), Filter.eq(Path.of("value"), TextNode.valueOf(id))));
  }

  /** The filter of a search for a value (RFC 7644 §3.4.2.2). */
  static String search(String attribute, String value) {
    AttributeName name = name(attribute);
    JsonNode typed = name.typed(JsonNodeFactory.instance.stringNode(value));
    Path path = Path.root(name.urn()).attribute(name.name());
    String sub = name.sub();
    if (!name.filter().isEmpty()) {
      // Put together here, as the library sets parentheses that some services stumble over.
      String conditions = name.filter().entrySet().stream()
          .map(condition -> equal(Path.of(condition.getKey()), condition.getValue()) + " and ")
          .collect(Collectors.joining());
      return path + "[" + conditions + equal(Path.of(sub == null ? "value" : sub), typed) + "]";
    }
    return equal(
            sub != null ? path.attribute(sub) : name.isReference() ? path.attribute("value") : path,
            typed)
        .toString();
  }

  private static AttributeName name(String attribute) {
    return AttributeName.parse(attribute)
        .orElseThrow(() -> new TargetException(
            Problem.ENTRY_REFUSED,
            null,
            null,
            "The schema's attribute " + attribute
                + " is no path of SCIM 2.0. Correct the mapping."));
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

  /** An element goes as a whole if nothing would be left that is of use. */
  private static PatchOperation remove(JsonNode current, AttributeName name) {
    String sub = name.sub();
    boolean whole = !name.filter().isEmpty()
        && sub != null
        && (sub.equalsIgnoreCase("value")
            || elements(current, name).stream()
                .filter(name::picks)
                .allMatch(element -> element.propertyNames().stream()
                    .allMatch(member -> member.equalsIgnoreCase(sub)
                        || name.filter().keySet().stream().anyMatch(member::equalsIgnoreCase))));
    return remove(
        path(whole ? new AttributeName(name.urn(), name.name(), name.filter(), null) : name));
  }

  private static Path path(AttributeName name) {
    Path path = Path.root(name.urn());
    path = name.filter().isEmpty()
        ? path.attribute(name.name())
        : path.attribute(name.name(), condition(name));
    String sub = name.sub();
    return sub == null ? path : path.attribute(sub);
  }

  private static Filter condition(AttributeName name) {
    List<Filter> conditions = name.filter().entrySet().stream()
        .map(condition -> equal(Path.of(condition.getKey()), condition.getValue()))
        .toList();
    return conditions.size() == 1 ? conditions.get(0) : Filter.and(conditions);
  }

  private static Filter equal(Path path, JsonNode value) {
    return Filter.eq(
        path,
        value.isBoolean()
            ? BooleanNode.valueOf(value.booleanValue())
            : TextNode.valueOf(value.asString("")));
  }

  private static PatchOperation replace(Path path, JsonNode value) {
    return PatchOperation.replace(path, jackson2(value));
  }

  private static PatchOperation add(Path path, JsonNode value) {
    return PatchOperation.add(path, jackson2(value));
  }

  private static PatchOperation remove(Path path) {
    return PatchOperation.remove(path);
  }

  /** The same value for the library, which has the older Jackson. */
  static com.fasterxml.jackson.databind.JsonNode jackson2(JsonNode value) {
    try {
      return JsonUtils.getObjectReader().readTree(value.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
