package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.Target.Whole;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes of a resource as a whole, by PUT (RFC 7644 §3.5.1), for services that don't take PATCH, which the standard leaves to them. The service gets the resource as it shows
 * it, with what it is known to hide and with the changes.
 *
 * @param operations the changes
 * @param earlier changes that the service has taken before, which it may not show yet
 * @param whole tells what the service may hide
 * @param shown reads the resource
 * @param put sends it as a whole, with the version that is to be replaced, or null for any
 */
record Replacement(
    List<PatchOperation> operations,
    List<PatchOperation> earlier,
    Supplier<Whole> whole,
    Supplier<ScimResponse> shown,
    BiFunction<ObjectNode, @Nullable String, ScimResponse> put) {

  /** Attributes that clients can't change (RFC 7643 §3.1 and §4.1.2), and that some services refuse instead of ignoring them. */
  private static final Set<String> READ_ONLY = Set.of("id", "groups");

  /** True if the service shows the resource. */
  boolean isThere() {
    return shown.get().status() == 200;
  }

  /**
   * Sends the resource as a whole; empty if the service takes none, or if something could be lost.
   *
   * @param only whether the service takes nothing else
   */
  Optional<ScimResponse> resource(boolean only) {
    Whole known = whole.get();
    if (only && !known.safe()) {
      known.refused().run();
    }
    Optional<ScimResponse> taken = before(known)
        .flatMap(before -> replaced(before, known))
        .filter(answer -> !PatchForms.isUnsupported(answer) && !answer.isMissing());
    if (taken.filter(ScimResponse::isError).isPresent()) {
      known.refused().run();
    }
    return taken;
  }

  /**
   * Replaces whole attributes in place of some of their elements; empty if the changes pick none, or if something could be lost.
   *
   * @param patch sends operations
   */
  Optional<ScimResponse> attributes(Function<List<PatchOperation>, ScimResponse> patch) {
    if (operations.stream().allMatch(operation -> name(operation).filter().isEmpty())) {
      return Optional.empty();
    }
    Whole known = whole.get();
    return before(known)
        .flatMap(before -> changed(before.body(), known))
        .map(resource -> operations.stream()
            .map(operation -> name(operation).root())
            .distinct()
            .map(path -> PatchOperation.replace(path, attribute(resource, name(path))))
            .toList())
        .filter(all -> all.stream().noneMatch(Replacement::hasNoValue))
        .map(patch);
  }

  /** The resource as it is shown before the change; empty if it is not, or if something could be lost. */
  private Optional<ScimResponse> before(Whole known) {
    return known.safe()
        ? Optional.of(shown.get()).filter(before -> before.status() == 200)
        : Optional.empty();
  }

  /**
   * Replaces the version of the resource that was read, and once more the next one where others have changed it meanwhile; empty if it isn't shown. A service that
   * refuses the version that it goes on showing gets none.
   */
  private Optional<ScimResponse> replaced(ScimResponse before, Whole known) {
    ScimResponse now = before;
    String version = ScimWrites.version(before);
    Optional<ScimResponse> answer = replaced(now, known, version);
    for (int i = 0;
        i < ScimWrites.MOST_VERSIONS
            && answer.filter(ScimWrites::demandsVersion).isPresent();
        i++) {
      String former = version;
      now = shown.get();
      version = ScimWrites.version(now);
      if (version == null) {
        break;
      }
      answer = replaced(now, known, version.equals(former) ? null : version);
    }
    return answer;
  }

  private Optional<ScimResponse> replaced(
      ScimResponse before, Whole known, @Nullable String version) {
    return changed(before.body(), known).map(resource -> send(resource, known.values(), version));
  }

  /** Sends the resource, and once more without what the service doesn't let anybody write. */
  private ScimResponse send(
      ObjectNode resource, Map<String, JsonNode> values, @Nullable String version) {
    ScimResponse answer = put.apply(resource, version);
    if (answer.status() != 400) {
      return answer;
    }
    Set<String> ours = new HashSet<>();
    operations.forEach(operation -> ours.add(name(operation).name().toLowerCase(Locale.ROOT)));
    values.keySet().forEach(name -> ours.add(name.toLowerCase(Locale.ROOT)));
    String words = answer.words().toLowerCase(Locale.ROOT);
    ObjectNode less = resource.deepCopy();
    less.propertyNames().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList().stream()
        .filter(name -> !ours.contains(name))
        .filter(name -> READ_ONLY.contains(name)
            || Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(words)
                .find())
        .forEach(name -> less.remove(AttributeName.spelling(less, name)));
    return less.equals(resource) ? answer : put.apply(less, version);
  }

  /**
   * The resource with the changes; empty if it isn't shown.
   *
   * @param known what it has as well, if it doesn't show it
   */
  private Optional<ObjectNode> changed(JsonNode there, Whole known) {
    if (!(there instanceof ObjectNode object)) {
      return Optional.empty();
    }
    ObjectNode resource = object.deepCopy();
    resource.remove(AttributeName.spelling(resource, "meta"));
    known.values().forEach((name, value) -> {
      if (ScimDocument.value(resource, name).isMissingNode()) {
        ScimDocument.set(resource, name, value);
      }
    });
    known
        .references()
        .forEach((name, ids) -> apply(resource, ScimPatch.addReferences(name, List.copyOf(ids))));
    earlier.forEach(operation -> apply(resource, operation));
    operations.forEach(operation -> apply(resource, operation));
    return Optional.of(resource);
  }

  private static boolean hasNoValue(PatchOperation operation) {
    return operation.value() == null || operation.value().isMissingNode();
  }

  private static void apply(ObjectNode resource, PatchOperation operation) {
    JsonNode value = operation.value();
    AttributeName name = name(operation);
    String urn = name.urn();
    JsonNode attribute = attribute(resource, name);
    JsonNode reference = name.filter().get("value");
    String removed =
        value == null && reference != null && name.sub() == null ? reference.asString("") : null;
    if (removed != null && attribute instanceof ArrayNode elements) {
      elements.removeIf(element -> refersTo(element, removed));
    } else if (removed != null) {
      // A service may keep the values of an attribute that is left out (RFC 7644 §3.5.1).
      AttributeName all = new AttributeName(urn, name.name(), Map.of(), null);
      ScimDocument.set(resource, all.path(), resource.arrayNode());
    } else if (value == null) {
      ScimDocument.set(resource, operation.path(), NullNode.getInstance());
    } else if (operation.op().equals("add")
        && value.isArray()
        && attribute instanceof ArrayNode elements) {
      value.valueStream().filter(each -> !isThere(elements, each)).forEach(elements::add);
    } else {
      ScimDocument.set(resource, operation.path(), value);
    }
  }

  private static JsonNode attribute(JsonNode resource, AttributeName name) {
    String urn = name.urn();
    return AttributeName.member(
        urn == null ? resource : AttributeName.member(resource, urn), name.name());
  }

  /** True if a reference, of which nothing but the id is known, is there in any form. */
  private static boolean isThere(ArrayNode elements, JsonNode reference) {
    String id = reference.size() == 1 ? reference.path("value").asString("") : "";
    return !id.isEmpty() && elements.valueStream().anyMatch(element -> refersTo(element, id));
  }

  /** Services show references as objects with the id or the address, or as bare ids. */
  private static boolean refersTo(JsonNode element, String id) {
    return element
            .asString(AttributeName.member(element, "value").asString(""))
            .equalsIgnoreCase(id)
        || AttributeName.member(element, "$ref").asString("").endsWith("/" + id);
  }

  private static AttributeName name(PatchOperation operation) {
    return name(operation.path());
  }

  private static AttributeName name(String path) {
    return AttributeName.parse(path).orElseThrow();
  }
}
