package io.syncjobs.server.engine.simulation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies PATCH operations (RFC 7644, section 3.5.2) as a service does. Stateless. */
final class Patches {

  private static final Pattern PATH = Pattern.compile(
      "(?:(urn:[^\\[]+:2\\.0:User):)?(\\w+)(?:\\[(\\w+) eq \"?([^\"\\]]*)\"?])?(?:\\.(\\w+))?");

  /** A request that the service refuses. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final String scimType;

    Refused(String message) {
      this("noTarget", message);
    }

    Refused(String scimType, String message) {
      super(message);
      this.scimType = scimType;
    }
  }

  private Patches() {}

  /** @param exact whether values of members are found in the same case alone */
  static void apply(ObjectNode resource, JsonNode operations, Quirks quirks, boolean exact) {
    operations.forEach(operation -> apply(
        resource,
        operation.path("op").stringValue(),
        operation.path("path").stringValue(),
        operation.path("value"),
        quirks,
        exact));
  }

  private static void apply(
      ObjectNode resource, String op, String path, JsonNode value, Quirks quirks, boolean exact) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw new Refused("No such path: " + path);
    }
    ObjectNode home = parts.group(1) == null ? resource : resource.withObject('/' + parts.group(1));
    String name = parts.group(2);
    if (parts.group(3) != null) {
      applyToElement(home, op, parts, value, quirks, exact);
    } else if (parts.group(5) != null) {
      ObjectNode whole = home.path(name) instanceof ObjectNode there ? there : home.putObject(name);
      set(whole, op, parts.group(5), value);
    } else if (op.equals("add") && value.isArray()) {
      ArrayNode all = home.path(name) instanceof ArrayNode there ? there : home.putArray(name);
      value.forEach(each -> {
        if (quirks.storesTwice()
            || element(all, "value", each.path("value").asString(""), exact).isEmpty()) {
          all.add(each);
        }
      });
    } else {
      set(home, op, name, value);
    }
  }

  private static void set(ObjectNode object, String op, String name, JsonNode value) {
    if (op.equals("remove")) {
      object.remove(name);
    } else {
      object.set(name, value);
    }
  }

  private static void applyToElement(
      ObjectNode home, String op, Matcher parts, JsonNode value, Quirks quirks, boolean exact) {
    ArrayNode all = home.path(parts.group(2)) instanceof ArrayNode there
        ? there
        : home.putArray(parts.group(2));
    Optional<ObjectNode> element = element(all, parts.group(3), parts.group(4), exact);
    if (element.isEmpty()) {
      // RFC 7644, section 3.5.2.3, leaves no choice where a value is replaced.
      if (quirks.refusesAbsent() || !op.equals("remove")) {
        throw new Refused("There is no such value.");
      }
      return;
    }
    if (op.equals("remove") && parts.group(5) == null) {
      all.removeIf(each -> isSame(each.path(parts.group(3)).asString(""), parts.group(4), exact));
    } else {
      set(element.get(), op, parts.group(5), value);
    }
  }

  private static boolean isSame(String value, String other, boolean exact) {
    return exact ? value.equals(other) : value.equalsIgnoreCase(other);
  }

  private static Optional<ObjectNode> element(
      ArrayNode all, String name, String value, boolean exact) {
    return all.valueStream()
        .filter(each -> isSame(each.path(name).asString(""), value, exact && name.equals("value")))
        .map(ObjectNode.class::cast)
        .findFirst();
  }
}
