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
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Writes users and groups of tests to directories. References name other entries by their names, since tests don't know ids. */
class SandboxSeed {

  static final String USER = "User";
  static final String GROUP = "Group";
  static final String USER_NAME = "userPrincipalName";
  static final String GROUP_NAME = "displayName";
  static final String MANAGER = "manager";
  static final String MEMBERS = "members";

  private final Directory directory;
  private final SeedCheck check;

  SandboxSeed(Directory directory, SeedCheck check) {
    this.directory = directory;
    this.check = check;
  }

  /**
   * Writes entries: first all users and groups, then the references between them.
   *
   * @throws Refusal if one of them has a fault; nothing is written then
   */
  void write(String tenantId, JsonNode entries) {
    try (Target target = directory.target(tenantId)) {
      check.check(entries, name -> find(target, name).isPresent());
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
        .filter(value -> !value.getKey().startsWith("@"))
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
    List<String> to = SeedCheck.names(entry.path(attribute)).stream()
        .flatMap(name -> find(target, name).stream())
        .map(Entry::id)
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

  private static Optional<Entry> find(Target target, String name) {
    return Stream.concat(
            target.find(USER, USER_NAME, name).stream(),
            target.find(GROUP, GROUP_NAME, name).stream())
        .findFirst();
  }

  private static Refusal refused(TargetException e, String place) {
    return new Refusal(ErrorCode.INVALID_MEMBER, place, String.valueOf(e.getMessage()));
  }
}
