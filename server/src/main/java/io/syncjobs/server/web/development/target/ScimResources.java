package io.syncjobs.server.web.development.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.connector.scim.AttributeName;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Users and groups of a SCIM service, with ids that follow from their order, so that the same requests give the same answers. For one thread at a time. */
final class ScimResources {

  private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
  private static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

  /** Required attribute of each type. */
  private static final Map<String, String> REQUIRED =
      Map.of("User", "userName", "Group", "displayName");

  private static final List<String> LISTS =
      List.of("members", "emails", "phoneNumbers", "addresses", "roles", "entitlements");

  private final Clock clock;
  private final Map<String, Map<String, ObjectNode>> byType =
      Map.of("User", new LinkedHashMap<>(), "Group", new LinkedHashMap<>());
  private int created;

  /**
   * @param resources by type, in the order of their creation
   * @param created number of resources that were ever created
   */
  ScimResources(Clock clock, Map<String, List<ObjectNode>> resources, int created) {
    this.clock = clock;
    this.created = created;
    resources.forEach((type, all) ->
        all.forEach(each -> of(type).put(each.path("id").stringValue(), each)));
  }

  /** Copies of all resources by type, in the order of their creation. */
  Map<String, List<ObjectNode>> copy() {
    return byType.keySet().stream()
        .collect(Collectors.toMap(
            type -> type, type -> all(type).stream().map(ObjectNode::deepCopy).toList()));
  }

  int created() {
    return created;
  }

  List<ObjectNode> all(String type) {
    return List.copyOf(of(type).values());
  }

  private Map<String, ObjectNode> of(String type) {
    return Objects.requireNonNull(byType.get(type));
  }

  /** Answers a request for a collection or for one resource. */
  ScimAnswer handle(
      String method, List<String> path, ScimQuery query, @Nullable ObjectNode body, String base) {
    if (path.isEmpty()) {
      return ScimAnswer.error(
          404, null, "The service has Users and Groups below its base address.");
    }
    String type = path.get(0).endsWith("s")
        ? path.get(0).substring(0, path.get(0).length() - 1)
        : path.get(0);
    if (!byType.containsKey(type)) {
      return ScimAnswer.error(
          404, null, "The service has /Users and /Groups, but nothing at '/" + path.get(0) + "'.");
    }
    Map<String, ObjectNode> resources = of(type);
    if (path.size() == 1) {
      return switch (method) {
        case "GET" -> list(resources, query);
        case "POST" -> create(type, require(body), base);
        default -> ScimAnswer.error(405, null, "Use GET or POST here.");
      };
    }
    ObjectNode current = path.size() == 2 ? resources.get(path.get(1)) : null;
    if (current == null) {
      return ScimAnswer.error(
          404,
          null,
          "There is no " + type + " '" + String.join("/", path.subList(1, path.size())) + "'.");
    }
    return switch (method) {
      case "GET" -> new ScimAnswer(200, query.select(current));
      case "PUT" -> change(type, current, replacement(current, require(body)));
      case "PATCH" -> {
        ObjectNode patched = current.deepCopy();
        ScimPatches.apply(patched, require(body));
        yield change(type, current, patched);
      }
      case "DELETE" -> delete(type, path.get(1));
      default -> ScimAnswer.error(405, null, "Use GET, PUT, PATCH or DELETE here.");
    };
  }

  private static ObjectNode require(@Nullable ObjectNode body) {
    if (body == null) {
      throw new ScimAnswer.ScimException(400, "invalidSyntax", "The body must be a JSON object.");
    }
    return body;
  }

  private static ScimAnswer list(Map<String, ObjectNode> resources, ScimQuery query) {
    List<ObjectNode> matching =
        resources.values().stream().filter(query.filter()).toList();
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.putArray("schemas").add(LIST);
    list.put("totalResults", matching.size());
    list.put("startIndex", query.startIndex());
    ArrayNode page = list.putArray("Resources");
    matching.stream()
        .skip(query.startIndex() - 1L)
        .limit(query.count())
        .forEach(resource -> page.add(query.select(resource)));
    list.put("itemsPerPage", page.size());
    return new ScimAnswer(200, list);
  }

  private ScimAnswer create(String type, ObjectNode body, String base) {
    ObjectNode resource = body.deepCopy();
    String id = UUID.nameUUIDFromBytes((type + created).getBytes(UTF_8)).toString();
    check(type, id, resource);
    created++;
    if (!resource.has("schemas")) {
      resource.putArray("schemas").add(CORE + type);
    }
    String now = clock.instant().toString();
    resource.put("id", id);
    resource.set(
        "meta",
        JsonNodeFactory.instance
            .objectNode()
            .put("resourceType", type)
            .put("created", now)
            .put("lastModified", now)
            .put("location", base + "/" + type + "s/" + id));
    of(type).put(id, resource);
    return new ScimAnswer(201, resource.deepCopy());
  }

  private static ObjectNode replacement(ObjectNode current, ObjectNode body) {
    ObjectNode replacement = body.deepCopy();
    replacement.set("id", current.path("id"));
    replacement.set("meta", current.path("meta").deepCopy());
    return replacement;
  }

  private ScimAnswer change(String type, ObjectNode current, ObjectNode changed) {
    String id = current.path("id").stringValue();
    check(type, id, changed);
    if (changed.path("meta") instanceof ObjectNode meta) {
      meta.put("lastModified", clock.instant().toString());
    }
    of(type).put(id, changed);
    return new ScimAnswer(200, changed.deepCopy());
  }

  /** Demands the required attribute, and that no other user has the userName. */
  private void check(String type, String id, ObjectNode resource) {
    String required = String.valueOf(REQUIRED.get(type));
    JsonNode name = AttributeName.member(resource, required);
    if (!name.isString() || name.stringValue().isBlank()) {
      throw new ScimAnswer.ScimException(
          400, "invalidValue", "A " + type + " needs " + required + ", a text.");
    }
    String lower = name.stringValue().toLowerCase(Locale.ROOT);
    checkLists(resource);
    boolean taken = type.equals("User")
        && of(type).values().stream()
            .filter(other -> !other.path("id").asString("").equals(id))
            .map(other -> AttributeName.member(other, required).asString(""))
            .anyMatch(other -> other.toLowerCase(Locale.ROOT).equals(lower));
    if (taken) {
      throw new ScimAnswer.ScimException(
          409, "uniqueness", "Another User has the userName '" + name.stringValue() + "'.");
    }
  }

  /** Demands lists of objects where SCIM has lists, each member of a group with its id. */
  private static void checkLists(ObjectNode resource) {
    for (String list : LISTS) {
      JsonNode elements = AttributeName.member(resource, list);
      boolean right = elements.isMissingNode()
          || elements.isNull()
          || (elements.isArray()
              && elements
                  .valueStream()
                  .allMatch(element -> element.isObject()
                      && (!list.equals("members")
                          || AttributeName.member(element, "value").isString())));
      if (!right) {
        throw new ScimAnswer.ScimException(
            400, "invalidValue", "'" + list + "' must be a list of objects with a value.");
      }
    }
  }

  /** Deletes a resource, and the group memberships that name it. */
  private ScimAnswer delete(String type, String id) {
    of(type).remove(id);
    for (ObjectNode group : of("Group").values()) {
      if (group.path("members") instanceof ArrayNode members) {
        members.removeIf(member -> member.path("value").asString("").equals(id));
      }
    }
    return new ScimAnswer(204, null);
  }
}
