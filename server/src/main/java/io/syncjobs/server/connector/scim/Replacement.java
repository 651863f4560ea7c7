package io.syncjobs.server.connector.scim;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes of resources by PUT (RFC 7644 §3.5.1), for services that don't take PATCH, which the standard leaves to them. The service gets the resource as it shows
 * it, with the changes. A PUT may take away what the service doesn't show, so that only those changes are made in which nothing is hidden. Stateless.
 */
final class Replacement {

  /** Statuses of a service that doesn't take the method at all. */
  private static final Set<Integer> UNSUPPORTED = Set.of(405, 415, 501);

  /** Statuses by which a service may say so in its own words. */
  private static final Set<Integer> REFUSED = Set.of(400, 403);

  private static final Pattern SAYS_SO = Pattern.compile(
      "\\bpatch\\b.*\\b(not|isn't|doesn't|only|disabled|unsupported)\\b|\\b(not|doesn't|unsupported)\\b.*\\bpatch\\b");

  private Replacement() {}

  /** True if a whole resource may be sent: it shows all that was written, or is to be disabled, which is worth the loss of what it hides. */
  static boolean mayFollow(JsonNode shown, Map<String, JsonNode> values, Set<String> written) {
    boolean disables = values
        .getOrDefault("active", MissingNode.getInstance())
        .asString("")
        .equalsIgnoreCase("false");
    return disables
        || written.stream().noneMatch(name -> ScimDocument.value(shown, name).isMissingNode());
  }

  /**
   * Sends a resource as a whole, unless the service has taken the changes of it, or has refused them for another reason.
   *
   * @param response the service's response to the changes
   * @param shown reads the resource
   * @param put sends the whole
   * @return the response that counts
   */
  static ScimResponse unlessTaken(
      ScimResponse response,
      List<PatchOperation> operations,
      Supplier<ScimResponse> shown,
      Function<ObjectNode, ScimResponse> put) {
    if (!isUnsupported(response)) {
      return response;
    }
    ScimResponse before = shown.get();
    Optional<ObjectNode> whole =
        before.status() == 200 ? of(before.body(), operations) : Optional.empty();
    return whole
        .map(put)
        .filter(answer -> !isUnsupported(answer) && !answer.isMissing())
        .orElse(response);
  }

  /** True if a service has answered that it doesn't take a method, whatever is to be changed by it. */
  private static boolean isUnsupported(ScimResponse response) {
    return UNSUPPORTED.contains(response.status())
        || (REFUSED.contains(response.status())
            && SAYS_SO.matcher(response.words().toLowerCase(Locale.ROOT)).find());
  }

  /**
   * A resource with changes.
   *
   * @param shown the resource
   * @return empty if the service hides what the changes would take away
   */
  private static Optional<ObjectNode> of(JsonNode shown, List<PatchOperation> operations) {
    if (!(shown instanceof ObjectNode there)) {
      return Optional.empty();
    }
    ObjectNode resource = there.deepCopy();
    resource.remove(AttributeName.spelling(resource, "meta"));
    for (PatchOperation operation : operations) {
      if (!apply(resource, operation)) {
        return Optional.empty();
      }
    }
    return Optional.of(resource);
  }

  /** Makes a change; false if it is to take away what the resource doesn't show. */
  private static boolean apply(ObjectNode resource, PatchOperation operation) {
    JsonNode value = operation.value();
    AttributeName name = name(operation);
    JsonNode before = ScimDocument.value(resource, name);
    if (value == null) {
      ScimDocument.set(resource, operation.path(), NullNode.getInstance());
      return !before.isMissingNode();
    }
    String urn = name.urn();
    JsonNode home = urn == null ? resource : AttributeName.member(resource, urn);
    if (operation.op().equals("add")
        && value.isArray()
        && AttributeName.member(home, name.name()) instanceof ArrayNode elements) {
      value.forEach(elements::add);
    } else {
      ScimDocument.set(resource, operation.path(), value);
    }
    return true;
  }

  private static AttributeName name(PatchOperation operation) {
    return AttributeName.parse(operation.path()).orElseThrow();
  }
}
