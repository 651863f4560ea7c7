package io.syncjobs.server.web.development;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Writes users and groups of tests to directories. References name other entries by their names, since tests don't know ids. */
class SandboxSeed {

  private static final String USER = "User";
  private static final String GROUP = "Group";
  private static final String USER_NAME = "userPrincipalName";
  private static final String GROUP_NAME = "displayName";
  private static final String MANAGER = "manager";
  private static final String MEMBERS = "members";

  private final Directory directory;

  SandboxSeed(Directory directory) {
    this.directory = directory;
  }

  /**
   * Writes entries: first all users and groups, then the references between them.
   *
   * @throws Refusal if the directory refuses one of them
   */
  void write(String tenantId, JsonNode entries) {
    try (Target target = directory.target(tenantId)) {
      List<JsonNode> users = entries.path("users").valueStream().toList();
      List<JsonNode> groups = entries.path("groups").valueStream().toList();
      for (int i = 0; i < users.size(); i++) {
        write(target, USER, USER_NAME, users.get(i), "users/" + i);
      }
      for (int i = 0; i < groups.size(); i++) {
        write(target, GROUP, GROUP_NAME, groups.get(i), "groups/" + i);
      }
      for (int i = 0; i < users.size(); i++) {
        refer(target, USER, USER_NAME, users.get(i), MANAGER, "users/" + i + "/" + MANAGER);
      }
      for (int i = 0; i < groups.size(); i++) {
        refer(target, GROUP, GROUP_NAME, groups.get(i), MEMBERS, "groups/" + i + "/" + MEMBERS);
      }
    }
  }

  private static void write(
      Target target, String type, String nameAttribute, JsonNode entry, String place) {
    Map<String, JsonNode> values = new HashMap<>();
    entry.properties().stream()
        .filter(value -> !value.getKey().contains("@"))
        .filter(value -> !value.getKey().equals(MANAGER) && !value.getKey().equals(MEMBERS))
        .forEach(value -> values.put(value.getKey(), value.getValue()));
    try {
      List<Entry> found =
          target.find(type, nameAttribute, entry.path(nameAttribute).stringValue());
      if (found.isEmpty()) {
        target.create(type, values);
      } else {
        target.update(type, found.get(0).id(), values);
      }
    } catch (TargetException e) {
      throw refused(e, place);
    }
  }

  private static void refer(
      Target target,
      String type,
      String nameAttribute,
      JsonNode entry,
      String attribute,
      String place) {
    if (!entry.has(attribute)) {
      return;
    }
    Entry from = target
        .find(type, nameAttribute, entry.path(nameAttribute).stringValue())
        .get(0);
    JsonNode names = entry.path(attribute);
    List<String> to = (names.isArray() ? names.valueStream() : Stream.of(names))
        .filter(JsonNode::isString)
        .map(name -> id(target, name.stringValue(), place))
        .toList();
    try {
      List<String> before = attribute.equals(MANAGER)
          ? target.read(type, from.id()).stream()
              .flatMap(user -> user.value(MANAGER).valueStream())
              .map(JsonNode::asString)
              .toList()
          : List.of();
      target.changeReferences(type, from.id(), attribute, to, before);
    } catch (TargetException e) {
      throw refused(e, place);
    }
  }

  private static String id(Target target, String name, String place) {
    return Stream.concat(
            target.find(USER, USER_NAME, name).stream(),
            target.find(GROUP, GROUP_NAME, name).stream())
        .findFirst()
        .map(Entry::id)
        .orElseThrow(() -> new Refusal(
            ErrorCode.INVALID_MEMBER,
            place,
            "The directory has no user and no group '%s'. Send it in the same request, or before."
                .formatted(name)));
  }

  private static Refusal refused(TargetException e, String place) {
    return new Refusal(ErrorCode.INVALID_MEMBER, place, String.valueOf(e.getMessage()));
  }
}
