package io.syncjobs.contract.rules;

import io.apicurio.datamodels.models.Operation;
import java.lang.module.ModuleDescriptor.Version;
import tools.jackson.databind.JsonNode;

/** Rule about {@code x-since}, the version of the contract in which an operation came. */
final class SinceRule extends Rule {

  private final JsonNode released;

  /** @param released newest released contract; missing if there is none */
  SinceRule(Contract contract, JsonNode released) {
    super(
        contract,
        "since",
        "Write `x-since` with `info.version` for a new operation, and leave it as it is when the operation has been released.");
    this.released = released;
  }

  @Override
  public void visitOperation(Operation node) {
    String since = at(node).path("x-since").asString("");
    JsonNode old = released.at(place(node));
    if (since.isEmpty()) {
      found(node, "operationId", "The operation doesn't say since when it exists.");
    } else if (!since.matches("[0-9]+[.][0-9]+[.][0-9]+")) {
      found(node, "x-since", "`" + since + "` isn't a version such as `1.2.0`.");
    } else if (old.isMissingNode()) {
      added(node, since);
    } else {
      released(node, since, old.path("x-since").asString(""));
    }
  }

  private void added(Operation node, String since) {
    String working = contract.document().at("/info/version").asString("");
    if (!since.equals(working)) {
      found(
          node,
          "x-since",
          "The operation is new in `%s`, but says `%s`.".formatted(working, since));
    }
  }

  /** Contracts that were released without {@code x-since} don't tell the version, but none of their operations is newer. */
  private void released(Operation node, String since, String before) {
    String release = released.at("/info/version").asString("");
    if (!before.isEmpty() && !since.equals(before)) {
      found(node, "x-since", "It was `%s` in %s, and is `%s`.".formatted(before, release, since));
    } else if (Version.parse(since).compareTo(Version.parse(release)) > 0) {
      found(
          node,
          "x-since",
          "The operation is already in %s, but says `%s`.".formatted(release, since));
    }
  }
}
