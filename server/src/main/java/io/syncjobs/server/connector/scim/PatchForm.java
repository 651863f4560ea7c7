package io.syncjobs.server.connector.scim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Ways to spell the operations of a PATCH, in the order in which services get them. Many take one of them alone. */
enum PatchForm {
  /** As RFC 7644 §3.5.2 has it. */
  STANDARD(false, false, false),

  /** References that go stand in the value instead of a filter. A service that reads the standard to the letter removes all of them. */
  BY_VALUE(false, true, false),

  /** Operations begin with a capital letter. */
  CAPITAL(true, false, false),

  /** Booleans are texts. */
  TEXT(false, false, true),

  /** All of these, as Entra ID sends them without its flag aadOptscim062020. */
  ENTRA(true, true, true),

  /** Attributes stand in the value instead of a path. */
  WITHOUT_PATH(false, false, false);

  private final boolean capital;
  private final boolean byValue;
  private final boolean text;

  PatchForm(boolean capital, boolean byValue, boolean text) {
    this.capital = capital;
    this.byValue = byValue;
    this.text = text;
  }

  /** Operations in this form; empty if it has none for one of them. */
  Optional<List<PatchOperation>> spell(List<PatchOperation> operations) {
    return this == WITHOUT_PATH
        ? withoutPath(operations)
        : Optional.of(operations.stream().map(this::spell).toList());
  }

  /** True if this form of operations could take more away than they do. */
  boolean isRisky(List<PatchOperation> operations) {
    return byValue && operations.stream().anyMatch(PatchForm::removesReference);
  }

  /** True if some form gives operations other values. */
  static boolean changeValues(List<PatchOperation> operations) {
    return operations.stream().anyMatch(operation -> {
      JsonNode value = operation.value();
      return removesReference(operation) || (value != null && value.isBoolean());
    });
  }

  /** True if operations may end access: they remove something, or set a Boolean such as {@code active}. */
  static boolean withdraw(List<PatchOperation> operations) {
    return operations.stream()
        .anyMatch(operation -> operation.value() == null || operation.value().isBoolean());
  }

  private PatchOperation spell(PatchOperation operation) {
    String op = capital
        ? operation.op().substring(0, 1).toUpperCase(Locale.ROOT)
            + operation.op().substring(1)
        : operation.op();
    if (byValue && removesReference(operation)) {
      AttributeName name = operation.name();
      return new PatchOperation(
          op,
          name.root(),
          JsonNodeFactory.instance
              .arrayNode()
              .add(JsonNodeFactory.instance
                  .objectNode()
                  .set("value", name.filter().get("value"))));
    }
    JsonNode value = operation.value();
    return new PatchOperation(
        op, operation.path(), text && value != null && value.isBoolean() ? textOf(value) : value);
  }

  private static JsonNode textOf(JsonNode value) {
    return JsonNodeFactory.instance.stringNode(value.booleanValue() ? "True" : "False");
  }

  private static boolean removesReference(PatchOperation operation) {
    AttributeName name = operation.name();
    return operation.value() == null && name.sub() == null && name.filter().containsKey("value");
  }

  private static Optional<List<PatchOperation>> withoutPath(List<PatchOperation> operations) {
    Map<String, ObjectNode> values = new LinkedHashMap<>();
    for (PatchOperation operation : operations) {
      JsonNode value = operation.value();
      if (value == null || !operation.name().filter().isEmpty()) {
        return Optional.empty();
      }
      ScimDocument.set(
          values.computeIfAbsent(operation.op(), op -> JsonNodeFactory.instance.objectNode()),
          operation.path(),
          value);
    }
    List<PatchOperation> all = new ArrayList<>();
    values.forEach((op, value) -> {
      value.remove("schemas");
      all.add(new PatchOperation(op, "", value));
    });
    return Optional.of(all);
  }
}
