package io.syncjobs.contract.review;

import io.syncjobs.contract.packaging.PackagedContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A contract as a tree.
 *
 * @param root root of the tree
 */
record Document(JsonNode root) {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /** Reads a written or a packaged contract; a written one is packaged. */
  static Document read(Path file) throws IOException {
    return parse(PackagedContract.of(Files.readString(file)).text());
  }

  static Document parse(String yaml) {
    return new Document(new YAMLMapper().readTree(yaml));
  }

  String version() {
    return root.at("/info/version").asString("");
  }

  /** Returns the node that a reference leads to, or the node itself. */
  JsonNode resolve(JsonNode node) {
    JsonNode resolved = node;
    while (resolved.path("$ref").isString()) {
      resolved = root.at(resolved.path("$ref").stringValue().substring(1));
    }
    return resolved;
  }

  /** Returns the operations by method and path. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new LinkedHashMap<>();
    root.path("paths")
        .properties()
        .forEach(path -> path.getValue().properties().stream()
            .filter(operation -> METHODS.contains(operation.getKey()))
            .forEach(operation -> operations.put(
                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                operation.getValue())));
    return operations;
  }

  /** Returns the parameters of an operation and of its path, by location and name. */
  Map<String, JsonNode> parameters(String operation, JsonNode json) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    String path = operation.substring(operation.indexOf(' ') + 1);
    for (JsonNode list :
        List.of(root.path("paths").path(path).path("parameters"), json.path("parameters"))) {
      for (JsonNode each : list) {
        JsonNode parameter = resolve(each);
        parameters.put(
            parameter.path("in").asString("") + " parameter `"
                + parameter.path("name").asString("") + "`",
            parameter);
      }
    }
    return parameters;
  }
}
