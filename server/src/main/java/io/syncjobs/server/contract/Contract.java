package io.syncjobs.server.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The packaged contract as the running server reads it: the operations, what they need, and the check of a value against its
 * schema. Limits, permissions and statuses come from here, so they are nowhere in the code. Immutable and thread-safe.
 */
public final class Contract {

  private static final String FOLDER = "/META-INF/syncjobs/";

  private static @Nullable Contract loaded;

  private final JsonNode document;
  private final ContractSchemas requests;
  private final ValueCases cases;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Map<ErrorCode, Integer> errorStatuses = new EnumMap<>(ErrorCode.class);

  private Contract(JsonNode document) {
    this.document = document;
    requests = new ContractSchemas(document, ContractSchemas::closeRequests);
    cases = new ValueCases(document);
    document.path("paths").properties().forEach(path -> readPath(path.getKey(), path.getValue()));
    readErrorCodes(document.at("/components/schemas/errorCode"));
  }

  /**
   * Loads the contract that the server was built with, once.
   *
   * @throws IllegalStateException if it isn't on the class path
   */
  public static synchronized Contract load() {
    if (loaded == null) {
      loaded = new Contract(new JsonMapper().readTree(read("openapi.json")));
    }
    return loaded;
  }

  /**
   * Text of the packaged contract in YAML.
   *
   * @throws IllegalStateException if it isn't on the class path
   */
  public static String text() {
    return new String(read("openapi.yaml"), StandardCharsets.UTF_8);
  }

  /** Reads a file of the module {@code syncjobs-api-spec}. */
  private static byte[] read(String file) {
    try (InputStream in = Contract.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException(
            "The contract is not on the class path at " + FOLDER + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole document. */
  public JsonNode document() {
    return document;
  }

  /** Permissions that a token can carry, in the order of the document. */
  public Set<String> permissions() {
    return new LinkedHashSet<>(document
        .at("/components/securitySchemes/permissions/flows/clientCredentials/scopes")
        .propertyNames());
  }

  /** All operations, in the order of the document. */
  public List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  /** Finds the operation at a path of the contract. HEAD counts as GET (RFC 9110). */
  public Optional<Operation> operation(String method, String path) {
    return Optional.ofNullable(operations.get(key(method.equals("HEAD") ? "GET" : method, path)));
  }

  /** Methods of a path of the contract. */
  public List<String> methods(String path) {
    return operations.values().stream()
        .filter(operation -> operation.path().equals(path))
        .map(Operation::method)
        .toList();
  }

  /** The HTTP status of an error code. */
  public int statusOf(ErrorCode code) {
    return Objects.requireNonNull(errorStatuses.get(code));
  }

  /**
   * Checks a value against one of the contract's {@code components/schemas}. Reports at most one violation for each place, and none for members
   * whose name contains {@code @}, which are OData annotations.
   */
  public List<Violation> violations(String schema, JsonNode value) {
    return requests.violations("/components/schemas/" + schema, value, true);
  }

  /** Tells whether a text is a GUID by the contract. */
  public boolean isGuid(String text) {
    return violations("guid", JsonNodeFactory.instance.stringNode(text)).isEmpty();
  }

  private void readErrorCodes(JsonNode codes) {
    List<String> listed =
        codes.path("enum").valueStream().map(JsonNode::stringValue).toList();
    for (ErrorCode code : ErrorCode.values()) {
      errorStatuses.put(
          code, codes.path("x-enum-statuses").path(listed.indexOf(code.value())).intValue());
    }
    Set<String> known =
        Stream.of(ErrorCode.values()).map(ErrorCode::value).collect(Collectors.toSet());
    if (!known.equals(Set.copyOf(listed))) {
      throw new IllegalStateException(
          "The code has the error codes %s, the contract %s".formatted(known, listed));
    }
  }

  private void readPath(String path, JsonNode item) {
    String pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1");
    List<Parameter> shared = readParameters(pointer, item);
    for (Map.Entry<String, JsonNode> entry : item.properties()) {
      if (entry.getValue().has("operationId")) {
        String method = entry.getKey().toUpperCase(Locale.ROOT);
        operations.put(
            key(method, path),
            readOperation(method, path, shared, pointer + "/" + entry.getKey(), entry.getValue()));
      }
    }
  }

  private Operation readOperation(
      String method, String path, List<Parameter> shared, String pointer, JsonNode node) {
    List<Parameter> parameters = new ArrayList<>(shared);
    parameters.addAll(readParameters(pointer, node));
    Set<String> permissions = new HashSet<>();
    for (JsonNode alternative : node.path("security")) {
      alternative.forEach(scopes -> scopes.forEach(scope -> permissions.add(scope.stringValue())));
    }
    return new Operation(
        node.path("operationId").stringValue(),
        method,
        path,
        parameters,
        permissions,
        node.has("requestBody") ? readBody(pointer + "/requestBody") : null,
        node.path("x-calls-target").asBoolean(false),
        node.path("x-dispatches").asBoolean(false),
        node.has("x-ms-docs-operation-type"),
        answerType(pointer + "/responses"),
        pointer);
  }

  /** Media type of the answer with status 200; JSON for operations without one. */
  private String answerType(String responses) {
    return document.at(resolve(responses + "/200") + "/content").propertyNames().stream()
        .findFirst()
        .orElse("application/json");
  }

  private List<Parameter> readParameters(String pointer, JsonNode holder) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < holder.path("parameters").size(); i++) {
      String at = resolve(pointer + "/parameters/" + i);
      JsonNode node = document.at(at);
      String schemaPointer = resolve(at + "/schema");
      String type = document.at(schemaPointer).path("type").stringValue();
      parameters.add(new Parameter(
          node.path("name").stringValue(),
          Parameter.In.valueOf(node.path("in").stringValue().toUpperCase(Locale.ROOT)),
          node.path("required").asBoolean(false),
          type,
          value -> requests.violations(schemaPointer, value, true)));
    }
    return parameters;
  }

  private RequestBody readBody(String pointer) {
    String at = resolve(pointer);
    JsonNode node = document.at(at);
    String mediaType = node.path("content").propertyNames().stream().findFirst().orElseThrow();
    boolean secret = node.path("x-secret").asBoolean(false);
    String schema = at + "/content/" + mediaType.replace("/", "~1") + "/schema";
    return new RequestBody(
        mediaType,
        node.path("required").asBoolean(false),
        node.path("x-max-bytes").intValue(),
        node.path("x-max-depth").intValue(),
        secret,
        value -> cases.correct(schema, value),
        (value, sent) -> requests.violations(schema, value, sent, !secret));
  }

  /** Follows a {@code $ref} within the document, if the place has one. */
  String resolve(String pointer) {
    JsonNode reference = document.at(pointer).path("$ref");
    return reference.isString() ? resolve(reference.stringValue().substring(1)) : pointer;
  }

  private static String key(String method, String path) {
    return method + " " + path;
  }
}
