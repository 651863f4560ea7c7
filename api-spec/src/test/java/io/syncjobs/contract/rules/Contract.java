package io.syncjobs.contract.rules;

import io.syncjobs.contract.packaging.PackagedContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A packaged contract as a tree, and the line on which each part of it is written. Places are JSON pointers.
 *
 * @param document the whole tree with its references
 * @param lines line of each place in the written contract, from 1
 * @param requested references of requests, direct or not, such as {@code #/components/schemas/templateId}
 * @param answered references of responses, direct or not
 */
record Contract(
    JsonNode document, Map<String, Integer> lines, Set<String> requested, Set<String> answered) {

  private static final String SCHEMAS = "/components/schemas/";

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** An operation with its place. */
  record Operation(String path, String method, JsonNode json) {
    String place() {
      return "/paths/" + escape(path) + "/" + method;
    }
  }

  /** @throws tools.jackson.core.JacksonException if it isn't YAML or has a key twice */
  static Contract parse(PackagedContract contract) {
    String yaml = contract.text();
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = YAML.createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        // The first token of a member is its name, which gives the line.
        lines.putIfAbsent(
            parser.streamReadContext().pathAsPointer().toString(),
            contract.writtenLine(parser.currentTokenLocation().getLineNr()));
      }
    }
    JsonNode document = YAML.readTree(yaml);
    Set<String> answered = new HashSet<>();
    collect(document, document.at("/components/responses"), answered);
    return new Contract(document, Map.copyOf(lines), requested(document), Set.copyOf(answered));
  }

  private static Set<String> requested(JsonNode document) {
    Set<String> references = new HashSet<>();
    collect(document, document.at("/components/requestBodies"), references);
    collect(document, document.at("/components/parameters"), references);
    for (JsonNode item : document.path("paths")) {
      collect(document, item.path("parameters"), references);
      for (JsonNode operation : item) {
        collect(document, operation.path("requestBody"), references);
        collect(document, operation.path("parameters"), references);
      }
    }
    return Set.copyOf(references);
  }

  private static void collect(JsonNode document, JsonNode part, Set<String> references) {
    for (JsonNode reference : part.findValues("$ref")) {
      String target = reference.asString("");
      if (target.startsWith("#/") && references.add(target)) {
        collect(document, document.at(target.substring(1)), references);
      }
    }
  }

  /** Returns the line of a place or, if that doesn't exist, of the nearest place around it. */
  int line(String place) {
    String at = place;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return lines.getOrDefault(at, 1);
  }

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Returns the place that the reference at a place leads to, or the place itself. */
  String target(String place) {
    JsonNode reference = document.at(place).path("$ref");
    return reference.isString() && reference.stringValue().startsWith("#/")
        ? reference.stringValue().substring(1)
        : place;
  }

  /** Returns the node that a reference leads to, or the node itself; missing if the reference leads nowhere. */
  JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isString() && reference.stringValue().startsWith("#/")
        ? document.at(reference.stringValue().substring(1))
        : node;
  }

  /** Tells if answers contain the schema at a place in {@code components/schemas}. */
  boolean isAnswer(String place) {
    return answered.contains(component(place));
  }

  /** Reference to the schema that a place in {@code components/schemas} is part of. */
  private static String component(String place) {
    int end = place.indexOf('/', SCHEMAS.length());
    return "#" + (end < 0 ? place : place.substring(0, end));
  }

  /** Tells if requests contain the part at a place. */
  boolean isRequest(String place) {
    if (place.startsWith(SCHEMAS)) {
      return requested.contains(component(place));
    }
    return place.matches("(/components|/paths/[^/]+(/[a-z]+)?)/(requestBod(y|ies)|parameters)/.*");
  }

  /** Returns all operations in the order of the document. */
  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(path -> path.getValue().properties().forEach(method -> {
          if (method.getValue().has("responses")) {
            operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()));
          }
        }));
    return operations;
  }
}
