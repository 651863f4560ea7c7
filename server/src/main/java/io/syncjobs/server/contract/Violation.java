package io.syncjobs.server.contract;

import com.networknt.schema.Error;

/**
 * A violation of the contract by a value.
 *
 * @param kind kind of the violation
 * @param path place in the value: member names and indexes joined by slashes; empty for the whole value
 * @param message predicate of a sentence whose subject is the place
 * @param rule place of the violated keyword in the contract, a JSON pointer
 */
public record Violation(Kind kind, String path, String message, String rule) {

  /** Kinds of violations, each with its own error code. */
  public enum Kind {
    /** A required member is absent. */
    MISSING,
    /** The contract doesn't list the member. */
    UNKNOWN,
    /** Wrong type, or outside the limits. */
    INVALID
  }

  static Violation of(Error error, String requirement) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
      path.append(i == 0 ? "" : "/").append(error.getInstanceLocation().getName(i));
    }
    Kind kind = switch (error.getKeyword()) {
      case "required" -> Kind.MISSING;
      case "additionalProperties" -> Kind.UNKNOWN;
      default -> Kind.INVALID;
    };
    if (kind != Kind.INVALID) {
      path.append(path.isEmpty() ? "" : "/").append(error.getProperty());
    }
    return new Violation(kind, path.toString(), requirement, ContractSchemas.rule(error));
  }
}
