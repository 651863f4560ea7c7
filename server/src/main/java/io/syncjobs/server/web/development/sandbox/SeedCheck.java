package io.syncjobs.server.web.development.sandbox;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Checks all that a test wants to write to a directory before any of it is written. Stateless. */
final class SeedCheck {

  /** Id of the directory of users and groups in templates. */
  private static final String DIRECTORY = "aad";

  private static final List<String> IDS = List.of("id", "objectId");

  /** Types of attributes by the type of the entry. Others can have any value, as schemas can add them. */
  private final Map<String, Map<String, String>> types = new HashMap<>();

  /** Checks the types that the directory's definition in a template's schema lists. */
  SeedCheck(JsonNode schema) {
    schema
        .path("directories")
        .valueStream()
        .filter(directory -> directory.path("id").asString("").equals(DIRECTORY))
        .flatMap(directory -> directory.path("objects").valueStream())
        .forEach(object -> {
          Map<String, String> ofObject =
              types.computeIfAbsent(object.path("name").asString(""), name -> new HashMap<>());
          object
              .path("attributes")
              .forEach(attribute -> ofObject.put(
                  attribute.path("name").asString(""), attribute.path("type").asString("")));
        });
    types
        .computeIfAbsent(SandboxSeed.GROUP, name -> new HashMap<>())
        .put(SandboxSeed.DELETED, "Boolean");
  }

  /** True if the directory's attribute of a type of entries is true or false. */
  boolean isBoolean(String type, String attribute) {
    return types.getOrDefault(type, Map.of()).getOrDefault(attribute, "").equals("Boolean");
  }

  /**
   * Checks entries.
   *
   * @param known tells whether the directory has an entry of this name
   * @param knownUser tells whether the directory has a user of this name
   * @param inSchemas tells whether a schema of the tenant has a name
   * @throws Refusal at the first fault
   */
  void check(
      JsonNode seed,
      Predicate<String> known,
      Predicate<String> knownUser,
      Predicate<String> inSchemas) {
    Set<String> users = new HashSet<>();
    for (JsonNode user : seed.path("users")) {
      users.add(lower(name(user, SandboxSeed.USER_NAME)));
    }
    Set<String> names = new HashSet<>(users);
    Set<String> deleted = new HashSet<>();
    for (JsonNode group : seed.path("groups")) {
      (SandboxSeed.isDeleted(group) ? deleted : names)
          .add(lower(name(group, SandboxSeed.GROUP_NAME)));
    }
    Predicate<String> exists =
        name -> names.contains(lower(name)) || (!deleted.contains(lower(name)) && known.test(name));
    Predicate<String> isUser = name -> users.contains(lower(name)) || knownUser.test(name);
    int place = 0;
    for (JsonNode user : seed.path("users")) {
      String at = "users/" + place++ + "/";
      checkName(user, SandboxSeed.USER_NAME, at);
      checkAttributes(user, SandboxSeed.USER, SandboxSeed.MEMBERS, at, inSchemas);
      checkReferences(user, SandboxSeed.USER_NAME, SandboxSeed.MANAGER, at, exists);
      checkManager(user, at, isUser);
    }
    place = 0;
    Set<String> filled = new HashSet<>();
    for (JsonNode group : seed.path("groups")) {
      String at = "groups/" + place++ + "/";
      checkMembers(group, at, filled);
      checkName(group, SandboxSeed.GROUP_NAME, at);
      checkAttributes(group, SandboxSeed.GROUP, SandboxSeed.MANAGER, at, inSchemas);
      checkReferences(group, SandboxSeed.GROUP_NAME, SandboxSeed.MEMBERS, at, exists);
    }
  }

  private static void checkName(JsonNode entry, String attribute, String at) {
    String name = name(entry, attribute);
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw refused(
          at + attribute,
          "The name %s is blank or has control characters. Send a name that people can read."
              .formatted(Quoted.of(name)));
    }
  }

  private void checkAttributes(
      JsonNode entry, String type, String foreign, String at, Predicate<String> inSchemas) {
    for (Map.Entry<String, JsonNode> attribute : entry.properties()) {
      String name = attribute.getKey();
      String place = at + name;
      if (name.isBlank()) {
        throw refused(place, "An attribute needs a name. Name it as the schemas of jobs do.");
      }
      if (IDS.contains(name)) {
        throw refused(
            place,
            "The directory assigns ids. Leave '%s' out; entries are found by name."
                .formatted(name));
      }
      if (name.equals(foreign)) {
        throw refused(place, "A %s has no attribute '%s'. Leave it out.".formatted(type, name));
      }
      Map<String, String> own = types.getOrDefault(type, Map.of());
      checkSpelling(name, own.keySet(), place, inSchemas);
      checkType(own.getOrDefault(name, ""), attribute.getValue(), place);
    }
  }

  /** Refuses a name that is nearly a known one, and would be an attribute that no job reads. Others may get into a schema later. */
  private static void checkSpelling(
      String name, Set<String> known, String place, Predicate<String> inSchemas) {
    if (known.contains(name)) {
      return;
    }
    Stream.of(known, IDS, List.of(SandboxSeed.MANAGER, SandboxSeed.MEMBERS))
        .flatMap(Collection::stream)
        .filter(right -> !right.equals(name) && Spelling.isSlip(right, name))
        .sorted()
        .findFirst()
        .filter(right -> right.equalsIgnoreCase(name) || !inSchemas.test(name))
        .ifPresent(right -> {
          throw refused(
              place, "The attribute is spelled '%s', not '%s'. Correct it.".formatted(right, name));
        });
  }

  private static void checkType(String type, JsonNode value, String place) {
    boolean right = value.isNull()
        || switch (type) {
          case "String" -> value.isString();
          case "Boolean" -> value.isBoolean();
          default -> true;
        };
    if (!right) {
      throw refused(
          place,
          "The value must be %s or null, not %s."
              .formatted(type.equals("Boolean") ? "true, false" : "a text", Quoted.value(value)));
    }
  }

  private static void checkReferences(
      JsonNode entry, String nameAttribute, String attribute, String at, Predicate<String> exists) {
    String own = lower(name(entry, nameAttribute));
    int place = 0;
    for (String name : names(entry.path(attribute))) {
      String where =
          attribute.equals(SandboxSeed.MEMBERS) ? at + attribute + "/" + place++ : at + attribute;
      if (lower(name).equals(own)) {
        throw refused(
            where, "%s would refer to itself. Name another entry.".formatted(Quoted.of(name)));
      }
      if (!exists.test(name)) {
        throw refused(
            where,
            "The directory has no user and no group %s. Send it in the same request, or before."
                .formatted(Quoted.of(name)));
      }
    }
  }

  /** Refuses a second list of members of a group, since each would stand for all of them. */
  private static void checkMembers(JsonNode group, String at, Set<String> filled) {
    String name = name(group, SandboxSeed.GROUP_NAME);
    if (group.has(SandboxSeed.MEMBERS) && !filled.add(lower(name))) {
      throw refused(
          at + SandboxSeed.MEMBERS,
          "The members of %s are there already. Send all members of a group at once."
              .formatted(Quoted.of(name)));
    }
  }

  private static void checkManager(JsonNode user, String at, Predicate<String> isUser) {
    for (String name : names(user.path(SandboxSeed.MANAGER))) {
      if (!isUser.test(name)) {
        throw refused(
            at + SandboxSeed.MANAGER,
            "%s is a group, and a manager is a user. Name a user.".formatted(Quoted.of(name)));
      }
    }
  }

  /** Names of other entries in a reference: a text, a list of texts, or nothing. */
  static List<String> names(JsonNode reference) {
    return (reference.isArray() ? reference.valueStream() : Stream.of(reference))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .toList();
  }

  private static String name(JsonNode entry, String attribute) {
    return entry.path(attribute).asString("");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Refusal refused(String place, String message) {
    return new Refusal(ErrorCode.INVALID_MEMBER, place, message);
  }
}
