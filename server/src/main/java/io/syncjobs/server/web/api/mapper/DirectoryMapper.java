package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.connector.directory.DirectoryObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Maps users, groups and members of the directory. They are JSON, because schemas can add any attribute. */
public final class DirectoryMapper {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Members of users in Graph, in order, with the names of their attributes in schemas. */
  private static final Map<String, String> USER = members(
      "userPrincipalName accountEnabled displayName givenName surname mail mailNickname jobTitle department companyName employeeId externalId"
          + " businessPhones=telephoneNumber mobilePhone=mobile officeLocation=physicalDeliveryOfficeName preferredLanguage streetAddress city"
          + " state postalCode country");

  private static final Map<String, String> GROUP =
      members("displayName description mail mailNickname externalId");

  private static final Map<String, String> USER_MEMBER =
      members("displayName userPrincipalName mail");

  private static final Map<String, String> GROUP_MEMBER = members("displayName mail");

  private DirectoryMapper() {}

  private static Map<String, String> members(String list) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String member : list.split(" ", -1)) {
      String[] names = member.split("=", 2);
      members.put(names[0], names[names.length - 1]);
    }
    return members;
  }

  /**
   * Writes a user or group.
   *
   * @param context context URL; null within a list
   * @param select members to write beside the id; null for all
   */
  public static JsonNode write(
      DirectoryObject entry, @Nullable URI context, @Nullable List<String> select) {
    ObjectNode body = JSON.objectNode();
    if (context != null) {
      body.put("@odata.context", context.toString());
    }
    body.put("id", entry.id());
    Map<String, String> members = isUser(entry) ? USER : GROUP;
    Predicate<String> selected = select == null ? name -> true : Set.copyOf(select)::contains;
    write(entry, members, selected, body);
    entry.attributes().properties().forEach(attribute -> {
      String name = attribute.getKey();
      if (!members.containsValue(name)
          && !body.has(name)
          && !name.contains("@")
          && selected.test(name)) {
        body.set(name, attribute.getValue());
      }
    });
    if (select != null) {
      select.stream().filter(name -> !body.has(name)).forEach(body::putNull);
    }
    return body;
  }

  /**
   * Writes a member of a group.
   *
   * @param select members to write beside type and id; null for all
   */
  public static JsonNode writeMember(DirectoryObject entry, @Nullable List<String> select) {
    ObjectNode body = JSON.objectNode()
        .put("@odata.type", isUser(entry) ? "#microsoft.graph.user" : "#microsoft.graph.group")
        .put("id", entry.id());
    write(
        entry,
        isUser(entry) ? USER_MEMBER : GROUP_MEMBER,
        name -> select == null || select.contains(name),
        body);
    return body;
  }

  private static boolean isUser(DirectoryObject entry) {
    return entry.type().equals(DirectoryObject.USER);
  }

  private static void write(
      DirectoryObject entry,
      Map<String, String> members,
      Predicate<String> selected,
      ObjectNode body) {
    members.forEach((member, attribute) -> {
      if (selected.test(member)) {
        JsonNode value = entry.attributes().path(attribute);
        body.set(
            member, typed(member, value.isMissingNode() ? entry.attributes().path(member) : value));
      }
    });
  }

  /** Mappings can write any value to any attribute; the members have fixed types. */
  private static JsonNode typed(String member, JsonNode value) {
    return switch (member) {
      case "accountEnabled" -> {
        String text = value.asString("");
        boolean enabled = text.equalsIgnoreCase("true");
        yield enabled || text.equalsIgnoreCase("false")
            ? JSON.booleanNode(enabled)
            : JSON.nullNode();
      }
      case "businessPhones" -> {
        ArrayNode phones = JSON.arrayNode();
        for (JsonNode phone : value.isArray() ? value : JSON.arrayNode().add(value)) {
          if (!phone.isMissingNode()) {
            phones.add(text(phone));
          }
        }
        yield phones;
      }
      default -> value.isMissingNode() ? JSON.nullNode() : JSON.stringNode(text(value));
    };
  }

  private static String text(JsonNode value) {
    return value.isContainer() ? value.toString() : value.asString("");
  }
}
