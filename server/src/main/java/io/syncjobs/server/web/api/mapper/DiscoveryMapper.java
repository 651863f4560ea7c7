package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.connector.scim.DiscoveredObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a service describes into the definition of its directory. */
public final class DiscoveryMapper {

  private static final String DISCOVERABILITIES =
      "AttributeNames,AttributeDataTypes,AttributeReadOnly";

  private DiscoveryMapper() {}

  /**
   * Adds the object types and attributes that a definition lacks.
   *
   * @param version of what was discovered
   * @return a copy
   */
  public static JsonNode complete(
      ObjectNode directory, List<DiscoveredObject> found, Instant now, String version) {
    ObjectNode complete = directory.deepCopy();
    complete.put("discoverabilities", DISCOVERABILITIES);
    complete.put("discoveryDateTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    complete.put("version", version);
    if (!complete.has("readOnly")) {
      complete.put("readOnly", false);
    }
    ArrayNode objects = list(complete, "objects");
    for (DiscoveredObject object : found) {
      ArrayNode attributes = list(
          named(objects, object.name()).orElseGet(() -> create(objects, object.name())),
          "attributes");
      Set<String> known = attributes
          .valueStream()
          .map(attribute -> folded(attribute.path("name").asString("")))
          .collect(Collectors.toCollection(HashSet::new));
      for (DiscoveredObject.Attribute attribute : object.attributes()) {
        if (known.add(folded(attribute.name()))) {
          write(attribute, attributes.addObject());
        }
      }
    }
    return complete;
  }

  private static ObjectNode create(ArrayNode objects, String name) {
    ObjectNode object = objects.addObject().put("name", name);
    object.putArray("metadata");
    object.putArray("supportedApis");
    return object;
  }

  private static void write(DiscoveredObject.Attribute attribute, ObjectNode into) {
    into.put("name", attribute.name())
        .put("type", attribute.type())
        .put("anchor", attribute.name().equals("id"))
        .put("caseExact", attribute.caseExact())
        .putNull("defaultValue")
        .put("flowNullValues", false)
        .put("multivalued", attribute.multivalued())
        .put("mutability", attribute.mutability())
        .put("required", attribute.required());
    into.putArray("metadata");
    into.putArray("apiExpressions");
    ArrayNode referenced = into.putArray("referencedObjects");
    attribute
        .references()
        .forEach(name ->
            referenced.addObject().put("referencedObjectName", name).putNull("referencedProperty"));
  }

  private static Optional<ObjectNode> named(ArrayNode list, String name) {
    return list.valueStream()
        .filter(each -> each.path("name").asString("").equalsIgnoreCase(name))
        .findFirst()
        .map(JsonNode::asObject);
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static ArrayNode list(ObjectNode holder, String member) {
    return holder.path(member) instanceof ArrayNode list ? list : holder.putArray(member);
  }
}
