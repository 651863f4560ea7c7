package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Directories in the document of a schema, by id or name. */
final class SchemaDirectories {

  /** Members that identify a resource or that the server sets. A change of the others leaves them alone. */
  private static final Set<String> SET_BY_THE_SERVER =
      Set.of("id", "version", "provisioningTaskIdentifier");

  private SchemaDirectories() {}

  static List<JsonNode> all(ObjectNode document) {
    return document.path("directories").valueStream().toList();
  }

  /**
   * Finds a directory.
   *
   * @throws Refusal if there is none
   */
  static JsonNode get(ObjectNode document, String idOrName) {
    return all(document).stream()
        .filter(directory -> isNamed(directory, idOrName))
        .findFirst()
        .orElseThrow(() -> new Refusal(
            ErrorCode.DIRECTORY_NOT_FOUND,
            "directoryId",
            "The schema has no directory %s. List the directories to see their ids and names."
                .formatted(Quoted.of(idOrName))));
  }

  /**
   * Completes a definition that has no id or no name.
   *
   * @return a copy
   */
  static ObjectNode complete(JsonNode definition) {
    ObjectNode complete = definition.asObject().deepCopy();
    if (complete.path("id").asString("").isEmpty()) {
      complete.put("id", UUID.randomUUID().toString());
    }
    if (complete.path("name").asString("").isEmpty()) {
      complete.set("name", complete.path("id"));
    }
    return complete;
  }

  /**
   * Adds a complete definition.
   *
   * @throws Refusal if a directory has its name or id
   */
  static ObjectNode add(ObjectNode document, ObjectNode directory) {
    for (String member : List.of("id", "name")) {
      String value = directory.path(member).asString();
      if (all(document).stream().anyMatch(other -> isNamed(other, value))) {
        throw new Refusal(
            ErrorCode.DIRECTORY_ALREADY_EXISTS,
            member,
            "The schema already has a directory %s. Change it, or use another name and id."
                .formatted(Quoted.of(value)));
      }
    }
    list(document).add(directory);
    return document;
  }

  /** Merges members into a directory. */
  static ObjectNode merge(ObjectNode document, String idOrName, JsonNode members) {
    merge(get(document, idOrName).asObject(), members, Set.of("id"));
    return document;
  }

  /** Merges members into the document itself. */
  static ObjectNode merge(ObjectNode document, JsonNode members) {
    merge(document, members, SET_BY_THE_SERVER);
    return document;
  }

  /** Removes a directory. */
  static ObjectNode remove(ObjectNode document, String idOrName) {
    JsonNode id = get(document, idOrName).path("id");
    list(document).removeIf(directory -> directory.path("id").equals(id));
    return document;
  }

  private static ArrayNode list(ObjectNode document) {
    return document.path("directories") instanceof ArrayNode list
        ? list
        : document.putArray("directories");
  }

  private static boolean isNamed(JsonNode directory, String idOrName) {
    return Stream.of("id", "name")
        .anyMatch(member -> directory.path(member).asString("").equals(idOrName));
  }

  private static void merge(ObjectNode into, JsonNode members, Set<String> kept) {
    members.properties().forEach(member -> {
      if (!kept.contains(member.getKey()) && !member.getKey().contains("@")) {
        into.set(member.getKey(), member.getValue());
      }
    });
  }
}
