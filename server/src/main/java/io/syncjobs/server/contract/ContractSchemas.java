package io.syncjobs.server.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of the contract, ready to check values. Immutable and thread-safe. */
final class ContractSchemas {

  private static final String LOCATION = "urn:syncjobs:openapi";
  private static final String CLOSED_IN_REQUESTS = "x-closed-in-requests";
  private static final String ADDITIONAL = "additionalProperties";

  private final JsonNode document;
  private final QuickCheck quick;
  private final Schema root;
  private final Map<String, Schema> byPointer = new ConcurrentHashMap<>();

  /**
   * Compiles the schemas of a document.
   *
   * @param close changes a copy of each named type
   */
  ContractSchemas(JsonNode document, Consumer<ObjectNode> close) {
    this.document = document;
    Dialect.Builder dialect = Dialect.builder(Dialects.getOpenApi30())
        .keyword(DurationBound.minimum())
        .keyword(DurationBound.maximum())
        .keyword(new NonValidationKeyword(CLOSED_IN_REQUESTS))
        .keyword(new NonValidationKeyword("x-form"))
        .keyword(new NonValidationKeyword(ValueCases.FLAGS))
        .keyword(new NonValidationKeyword("x-enum-descriptions"))
        .keyword(new NonValidationKeyword("x-enum-statuses"));
    // The document is no schema, but has some in it.
    document.propertyNames().forEach(name -> dialect.keyword(new NonValidationKeyword(name)));
    JsonNode closed = document.deepCopy();
    closed.at("/components/schemas").forEach(type -> close.accept(type.asObject()));
    quick = new QuickCheck(closed);
    root = SchemaRegistry.withDefaultDialect(
            dialect.build(),
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                // Seconds have fractions in OData, unlike in JSON Schema.
                .strict("duration", false)
                .locale(Locale.ENGLISH)
                .build()))
        .getSchema(SchemaLocation.of(LOCATION), closed);
  }

  /** Makes a type whose answers may grow refuse unknown members. */
  static void closeRequests(ObjectNode type) {
    if (type.path(CLOSED_IN_REQUESTS).asBoolean(false)) {
      type.put(ADDITIONAL, false);
    }
  }

  /** Makes a type refuse members that the server doesn't declare, although callers have to accept them. */
  static void closeAnswers(ObjectNode type) {
    if (type.has("properties") && !type.has(ADDITIONAL)) {
      type.put(ADDITIONAL, false);
    }
  }

  /**
   * Checks a value. Reports at most one violation for each place, and none for members whose name contains {@code @}, which are OData annotations.
   *
   * @param pointer place of the schema in the document
   * @param showValues false for secrets
   */
  List<Violation> violations(String pointer, JsonNode value, boolean showValues) {
    return violations(pointer, value, value, showValues);
  }

  /**
   * Checks a value that was corrected.
   *
   * @param sent value as it was sent, which messages show
   */
  List<Violation> violations(String pointer, JsonNode value, JsonNode sent, boolean showValues) {
    List<Error> errors = at(pointer).validate(value);
    if (errors.isEmpty()) {
      return List.of();
    }
    Map<String, Violation> found = new LinkedHashMap<>();
    for (Error error : errors) {
      String property = error.getProperty();
      boolean unknown = error.getKeyword().equals(ADDITIONAL);
      if (unknown && property != null && property.contains("@")) {
        continue;
      }
      Requirement requirement = new Requirement(error, schemaOf(error), sent);
      Violation violation = Violation.of(error, requirement.words(showValues));
      found.putIfAbsent(violation.path(), violation);
    }
    return List.copyOf(found.values());
  }

  /** Tells at little cost that a value has no violation; false doesn't mean that it has one. */
  boolean surelyAllow(String pointer, JsonNode value) {
    return quick.holds(pointer, value);
  }

  /** Values that a schema certainly allows. */
  Form form(String pointer) {
    return quick.form(pointer);
  }

  /** The schema with the keyword that an error is about. */
  private JsonNode schemaOf(Error error) {
    JsonPointer holder = JsonPointer.compile(rule(error)).head();
    return holder == null ? document : document.at(holder);
  }

  static String rule(Error error) {
    return error.getSchemaLocation().getFragment().toString();
  }

  private Schema at(String pointer) {
    return byPointer.computeIfAbsent(
        pointer, at -> root.getRefSchema(SchemaLocation.of(LOCATION + "#" + at).getFragment()));
  }
}
