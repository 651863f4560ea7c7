package io.syncjobs.server.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Forms of answers: statuses, headers and bodies that the contract declares for each operation. Members that it doesn't declare are violations, although
 * callers have to accept them. Thread-safe.
 */
public final class AnswerForms {

  /**
   * Declared answer.
   *
   * @param headers declared headers
   * @param bodies places of the schemas by media type; empty if there is no body
   */
  private record Form(List<Parameter> headers, Map<String, String> bodies) {}

  private final Contract contract;
  private final ContractSchemas schemas;
  private final Map<String, Optional<Form>> forms = new ConcurrentHashMap<>();

  /** Compiles the forms of a contract. */
  public AnswerForms(Contract contract) {
    this.contract = contract;
    schemas = new ContractSchemas(contract.document(), ContractSchemas::closeAnswers);
  }

  /**
   * Checks an answer.
   *
   * @param header value of a header by its name; null for none
   * @param mediaType media type of the body, without parameters
   * @param body null for none
   * @return each violation with its place and the violated rule of the contract
   */
  public List<String> violations(
      Operation operation,
      int status,
      Function<String, @Nullable String> header,
      String mediaType,
      @Nullable AnswerBody body) {
    return forms
        .computeIfAbsent(operation.id() + status, key -> form(operation, status))
        .map(form -> violations(form, header, mediaType, body))
        .orElseGet(() -> List.of("the status isn't among " + operation.pointer() + "/responses"));
  }

  private List<String> violations(
      Form form,
      Function<String, @Nullable String> header,
      String mediaType,
      @Nullable AnswerBody body) {
    List<String> found = new ArrayList<>();
    for (Parameter declared : form.headers()) {
      String value = header.apply(declared.name());
      if (value == null) {
        if (declared.required()) {
          found.add("the header " + declared.name() + " is missing");
        }
      } else {
        describe("the header " + declared.name(), declared.violations(value), found);
      }
    }
    if (body == null || form.bodies().isEmpty()) {
      if (body != null || !form.bodies().isEmpty()) {
        found.add(body == null ? "the body is missing" : "a body where none is declared");
      }
      return found;
    }
    String schema = form.bodies().get(mediaType);
    if (schema == null) {
      found.add("the media type " + mediaType + " isn't among " + form.bodies().keySet());
    } else {
      describe("the body", violations(schema, body), found);
    }
    return found;
  }

  private List<Violation> violations(String schema, JsonNode value) {
    return schemas.surelyAllow(schema, value)
        ? List.of()
        : schemas.violations(schema, value, false);
  }

  private List<Violation> violations(String schema, AnswerBody body) {
    return body.follows(schemas.form(schema))
        ? List.of()
        : schemas.violations(schema, body.tree(), false);
  }

  private static void describe(String what, List<Violation> violations, List<String> into) {
    for (Violation violation : violations) {
      into.add("%s at /%s %s (%s)"
          .formatted(
              what,
              violation.path(),
              switch (violation.kind()) {
                case MISSING -> "is missing.";
                case UNKNOWN -> "isn't declared.";
                case INVALID -> violation.message();
              },
              violation.rule()));
    }
  }

  private Optional<Form> form(Operation operation, int status) {
    for (String key : List.of(String.valueOf(status), status / 100 + "XX")) {
      String at = contract.resolve(operation.pointer() + "/responses/" + key);
      JsonNode response = contract.document().at(at);
      if (response.isObject()) {
        List<Parameter> headers = new ArrayList<>();
        response
            .path("headers")
            .propertyNames()
            .forEach(name -> headers.add(header(name, contract.resolve(at + "/headers/" + name))));
        Map<String, String> bodies = new LinkedHashMap<>();
        response
            .path("content")
            .propertyNames()
            .forEach(
                type -> bodies.put(type, at + "/content/" + type.replace("/", "~1") + "/schema"));
        return Optional.of(new Form(List.copyOf(headers), bodies));
      }
    }
    return Optional.empty();
  }

  private Parameter header(String name, String at) {
    String schema = contract.resolve(at + "/schema");
    return new Parameter(
        name,
        Parameter.In.HEADER,
        contract.document().at(at).path("required").asBoolean(false),
        contract.document().at(schema).path("type").asString("string"),
        value -> violations(schema, value));
  }
}
