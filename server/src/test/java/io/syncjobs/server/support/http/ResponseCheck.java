package io.syncjobs.server.support.http;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Checks answers against the contract: the status must be declared, headers and body must match their
 * declarations, without undeclared members. It parses the contract itself and shares no code with the
 * server. It records the answered operations for the whole test run.
 */
public final class ResponseCheck {

  /** Headers that HTTP, the servlet container or a proxy may add without a declaration. */
  private static final Set<String> OF_HTTP = Set.of(
      "cache-control",
      "connection",
      "content-length",
      "content-type",
      "date",
      "keep-alive",
      "transfer-encoding",
      "x-content-type-options");

  /** Served in development mode only, not part of the contract. */
  private static final Pattern SIGN_IN = Pattern.compile(
      ".*/(oauth2/v2[.]0/(token|devicecode|authorize)|devicelogin|openid-configuration|discovery/.*)");

  private static final String LOCATION = "urn:test:openapi";
  private static final JsonNode DOCUMENT = closed(Contracts.ofServer());
  private static final Operations OPERATIONS = new Operations(DOCUMENT);
  private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
      Dialects.getOpenApi30(),
      builder -> builder
          .schemas(Map.of(LOCATION, DOCUMENT.toString()))
          .schemaRegistryConfig(SchemaRegistryConfig.builder()
              .formatAssertionsEnabled(true)
              .strict("duration", false)
              .build()));
  private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

  private ResponseCheck() {}

  /** Every operation and success status of the contract, as {@code operationId status}. */
  public static Set<String> declaredSuccesses() {
    Set<String> declared = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
      for (JsonNode operation : path.getValue()) {
        for (String status : operation.path("responses").propertyNames()) {
          if (status.matches("[23][0-9][0-9]")) {
            declared.add(operation.path("operationId").stringValue() + " " + status);
          }
        }
      }
    }
    return declared;
  }

  /** Every operation and status that was answered so far in this run. */
  public static Set<String> seen() {
    return Set.copyOf(SEEN);
  }

  /**
   * Checks an answer.
   *
   * @throws AssertionError if the answer violates the contract
   */
  public static void check(String method, URI uri, int status, HttpHeaders headers, byte[] body) {
    String path = uri.getRawPath();
    if (SIGN_IN.matcher(path).matches()) {
      return;
    }
    String operation = OPERATIONS.find(method, path);
    if (operation != null) {
      SEEN.add(document(operation + "/operationId").stringValue() + " " + status);
    }
    List<String> faults = new ArrayList<>();
    String response = response(operation, status);
    if (response == null) {
      faults.add("the status isn't declared");
    } else {
      checkHeaders(response, headers, faults);
      checkBody(response, method, headers, body, faults);
    }
    if (!faults.isEmpty()) {
      throw new AssertionError("%s %s answered %d against the contract: %s%n%s%n%s"
          .formatted(
              method,
              uri,
              status,
              faults,
              headers.map(),
              new String(body, StandardCharsets.UTF_8)));
    }
  }

  private static @Nullable String response(@Nullable String operation, int status) {
    if (operation == null) {
      return "/components/responses/"
          + (status == 401 ? "unauthorized" : status < 500 ? "otherError" : "serverError");
    }
    for (String key : List.of(String.valueOf(status), (status / 100) + "XX")) {
      String pointer = operation + "/responses/" + key;
      if (document(pointer).isObject()) {
        return resolve(pointer);
      }
    }
    return null;
  }

  private static void checkHeaders(String response, HttpHeaders headers, List<String> faults) {
    JsonNode declared = document(response + "/headers");
    for (Map.Entry<String, JsonNode> header : declared.properties()) {
      String pointer = resolve(response + "/headers/" + header.getKey());
      List<String> values = headers.allValues(header.getKey());
      if (values.isEmpty() && document(pointer).path("required").asBoolean(false)) {
        faults.add("no header " + header.getKey());
      }
      for (String value : values) {
        String type = document(resolve(pointer + "/schema")).path("type").stringValue();
        JsonNode node = type.equals("integer")
            ? JsonNodeFactory.instance.numberNode(Long.parseLong(value))
            : JsonNodeFactory.instance.stringNode(value);
        for (Error error : SCHEMAS.getSchema(at(pointer + "/schema")).validate(node)) {
          faults.add("header " + header.getKey() + " " + error.getMessage());
        }
      }
    }
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(declared.propertyNames());
    for (String name : headers.map().keySet()) {
      if (!OF_HTTP.contains(name.toLowerCase(Locale.ROOT)) && !names.contains(name)) {
        faults.add("undeclared header " + name);
      }
    }
  }

  private static void checkBody(
      String response, String method, HttpHeaders headers, byte[] body, List<String> faults) {
    if (!document(response + "/content").isObject() || method.equals("HEAD")) {
      if (body.length > 0) {
        faults.add("a body where none is declared");
      }
      if (!method.equals("HEAD") && headers.firstValue("Content-Type").isPresent()) {
        faults.add("Content-Type without a body");
      }
      return;
    }
    String type = headers.firstValue("Content-Type").orElse("none");
    String content = response + "/content/" + type.replace("/", "~1");
    if (!document(content).isObject()) {
      faults.add("media type " + type);
      return;
    }
    JsonNode value = type.equals("text/markdown") || type.endsWith("xml")
        ? StringNode.valueOf(new String(body, StandardCharsets.UTF_8))
        : JsonMapper.shared().readTree(body);
    SCHEMAS.getSchema(at(content + "/schema")).validate(value).stream()
        .filter(error -> !isAnnotation(error))
        .forEach(error -> faults.add(error.getInstanceLocation() + " " + error.getMessage()));
  }

  /** Ignores OData annotations, which callers may add to a schema and which the contract doesn't list. */
  private static boolean isAnnotation(Error error) {
    return error.getKeyword().equals("additionalProperties")
        && error.getProperty() != null
        && error.getProperty().contains("@");
  }

  private static SchemaLocation at(String pointer) {
    return SchemaLocation.of(LOCATION + "#" + pointer);
  }

  private static String resolve(String pointer) {
    JsonNode reference = document(pointer).path("$ref");
    return reference.isString() ? resolve(reference.stringValue().substring(1)) : pointer;
  }

  private static JsonNode document(String pointer) {
    return DOCUMENT.at(pointer);
  }

  private static JsonNode closed(JsonNode document) {
    document.path("components").path("schemas").forEach(ResponseCheck::close);
    return document;
  }

  /**
   * Forbids additional properties. The contract allows them, since callers must tolerate new members, but the server must not send undeclared ones.
   */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
  }
}
