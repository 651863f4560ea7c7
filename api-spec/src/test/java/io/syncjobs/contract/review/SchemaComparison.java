package io.syncjobs.contract.review;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Compares schemas. A request that may hold less breaks callers; one that may hold more breaks implementers, who have to accept
 * it. An answer that promises less breaks callers; one that promises more breaks implementers, who have to send it. New members
 * and new values of enumerations in answers break nobody: the contract tells callers to ignore unknown members and to keep
 * unknown values as text.
 */
final class SchemaComparison {

  /** Upper limits: a smaller one allows less. */
  private static final List<String> MAXIMA =
      List.of("maxLength", "maximum", "maxItems", "maxProperties", "x-max-duration");

  /** Lower limits: a greater one allows less. */
  private static final List<String> MINIMA =
      List.of("minLength", "minimum", "minItems", "minProperties", "x-min-duration");

  private final Document before;
  private final Document after;
  private final Consumer<Difference> found;
  private final Set<String> seen = new HashSet<>();

  SchemaComparison(Document before, Document after, Consumer<Difference> found) {
    this.before = before;
    this.after = after;
    this.found = found;
  }

  /**
   * Compares two schemas.
   *
   * @param place place of the schemas, used if they have no names
   * @param request true for what callers send, false for what they read
   */
  void compare(String place, JsonNode old, JsonNode now, boolean request) {
    String name = now.path("$ref").asString("");
    String at = name.isEmpty() ? place : "`" + name.substring(name.lastIndexOf('/') + 1) + "`";
    if (!name.isEmpty() && !seen.add(name + request + old.path("$ref").asString(""))) {
      return;
    }
    Side side = new Side(at + (request ? " in requests" : " in answers"), request);
    JsonNode one = before.resolve(old);
    JsonNode other = after.resolve(now);
    values(side, one, other);
    limits(side, one, other);
    members(side, one, other);
    if (one.has("items") && other.has("items")) {
      compare(at + " items", one.path("items"), other.path("items"), request);
    }
  }

  private record Side(String place, boolean request) {}

  private void values(Side side, JsonNode one, JsonNode other) {
    for (String keyword : List.of("type", "format")) {
      if (!one.path(keyword).equals(other.path(keyword))) {
        say(
            side,
            Impact.CALLERS,
            "`%s` was %s and is %s".formatted(keyword, text(one, keyword), text(other, keyword)),
            "Send and read it as what it is now; generate clients again.");
      }
    }
    if (!one.path("default").equals(other.path("default"))) {
      say(
          side,
          side.request() ? Impact.CALLERS : Impact.COMPATIBLE,
          "the default was %s and is %s".formatted(text(one, "default"), text(other, "default")),
          side.request()
              ? "Send the value that you mean instead of leaving it out."
              : "Nothing; an answer says what it means.");
    }
    nullable(side, allowsNull(one), allowsNull(other));
    owner(side, "readOnly", one, other);
    owner(side, "writeOnly", one, other);
    deprecation(side.place(), one, other, found);
    enumeration(side, one, other);
  }

  /** A schema without a type allows null, whatever {@code nullable} says. */
  private static boolean allowsNull(JsonNode schema) {
    return schema.path("nullable").asBoolean(false) || !schema.has("type");
  }

  /** Compares {@code readOnly} or {@code writeOnly}, which reserve a member for one of the two sides. */
  private void owner(Side side, String keyword, JsonNode one, JsonNode other) {
    boolean was = one.path(keyword).asBoolean(false);
    boolean is = other.path(keyword).asBoolean(false);
    if (was == is) {
      return;
    }
    // Nothing changes for those who read a read-only member or send a write-only one.
    boolean concerned = keyword.equals("readOnly") == side.request();
    Impact impact = !concerned ? Impact.COMPATIBLE : is ? Impact.CALLERS : Impact.IMPLEMENTERS;
    String advice = !concerned
        ? "Nothing."
        : side.request()
            ? (is ? "Don't send it." : "Accept it.")
            : (is ? "Do without it." : "Send it.");
    say(side, impact, "`%s` was %s and is %s".formatted(keyword, was, is), advice);
  }

  /** Reports a deprecation, or its withdrawal. */
  static void deprecation(String place, JsonNode one, JsonNode other, Consumer<Difference> found) {
    boolean is = other.path("deprecated").asBoolean(false);
    if (is != one.path("deprecated").asBoolean(false)) {
      found.accept(new Difference(
          place,
          Impact.COMPATIBLE,
          is ? "it is deprecated now" : "it isn't deprecated any more",
          is ? "Move to what its description names before it is removed." : "Nothing."));
    }
  }

  private void nullable(Side side, boolean was, boolean is) {
    if (was == is) {
      return;
    }
    // A request that may be null allows more; an answer that may be null promises less.
    Impact impact = side.request() == is ? Impact.IMPLEMENTERS : Impact.CALLERS;
    say(
        side,
        impact,
        is ? "it may be null now" : "it may not be null any more",
        side.request()
            ? (is ? "Accept null." : "Don't send null.")
            : (is ? "Be ready to read null." : "Don't send null."));
  }

  private void enumeration(Side side, JsonNode one, JsonNode other) {
    Set<String> was = texts(one.path("enum"));
    Set<String> is = texts(other.path("enum"));
    if (was.isEmpty() && is.isEmpty()) {
      return;
    }
    if (was.isEmpty() || is.isEmpty()) {
      boolean narrowed = was.isEmpty();
      say(
          side,
          narrowed == side.request() ? Impact.CALLERS : Impact.IMPLEMENTERS,
          narrowed ? "only listed values are allowed now" : "any value is allowed now",
          "Handle the values that are possible now.");
      return;
    }
    was.stream()
        .filter(value -> !is.contains(value))
        .forEach(value -> say(
            side,
            Impact.CALLERS,
            "the value `%s` is gone".formatted(value),
            "Don't use it; clients that are generated again have no constant for it."));
    is.stream()
        .filter(value -> !was.contains(value))
        .forEach(value -> say(
            side,
            side.request() ? Impact.IMPLEMENTERS : Impact.COMPATIBLE,
            "the value `%s` is new".formatted(value),
            side.request() ? "Accept it." : "Nothing; unknown values are kept as text."));
    for (String value : was) {
      JsonNode oldStatus = status(one, value);
      JsonNode newStatus = status(other, value);
      if (is.contains(value) && !oldStatus.equals(newStatus)) {
        say(
            side,
            Impact.CALLERS,
            "the code `%s` came with status %s and comes with %s"
                .formatted(value, oldStatus, newStatus),
            "Expect it with its new status.");
      }
    }
  }

  private static JsonNode status(JsonNode schema, String value) {
    int index = 0;
    for (JsonNode each : schema.path("enum")) {
      if (each.asString("").equals(value)) {
        return schema.path("x-enum-statuses").path(index);
      }
      index++;
    }
    return schema.path("none");
  }

  private void limits(Side side, JsonNode one, JsonNode other) {
    MAXIMA.forEach(keyword -> limit(side, keyword, one.path(keyword), other.path(keyword), 1));
    MINIMA.forEach(keyword -> limit(side, keyword, one.path(keyword), other.path(keyword), -1));
    for (String keyword : List.of("exclusiveMinimum", "exclusiveMaximum", "uniqueItems")) {
      boolean was = one.path(keyword).asBoolean(false);
      boolean is = other.path(keyword).asBoolean(false);
      if (was != is) {
        bound(side, is, "`%s` was %s and is %s".formatted(keyword, was, is));
      }
    }
    multiples(side, one.path("multipleOf"), other.path("multipleOf"));
    JsonNode was = one.path("pattern");
    JsonNode is = other.path("pattern");
    if (!was.equals(is)) {
      bound(
          side,
          !is.isMissingNode() && !isWider(is.asString(""), was.asString("")),
          "the pattern was %s and is %s".formatted(text(one, "pattern"), text(other, "pattern")));
    }
  }

  /** Patterns can't be compared, so a new one counts as narrower unless it allows everything, or what the old one allows or something else. */
  private static boolean isWider(String pattern, String than) {
    return pattern.matches("\\^?[.][*]\\$?")
        || (than.matches("\\^[^|]*\\$")
            && pattern.startsWith("^(" + than.substring(1, than.length() - 1) + "|")
            && pattern.endsWith(")$"));
  }

  /** A divisor of the old number allows more than that one. */
  private void multiples(Side side, JsonNode was, JsonNode is) {
    if (!was.equals(is)) {
      boolean widened = is.isMissingNode()
          || (was.isNumber() && was.decimalValue().remainder(is.decimalValue()).signum() == 0);
      bound(
          side,
          !widened,
          "`multipleOf` was %s and is %s"
              .formatted(was.isMissingNode() ? "absent" : was, is.isMissingNode() ? "absent" : is));
    }
  }

  /** @param sign 1 for an upper limit, -1 for a lower one */
  private void limit(Side side, String keyword, JsonNode was, JsonNode is, int sign) {
    if (was.equals(is)) {
      return;
    }
    boolean narrowed;
    if (was.isMissingNode() || is.isMissingNode()) {
      narrowed = was.isMissingNode();
    } else {
      int order = keyword.endsWith("duration")
          ? Durations.compare(is.asString(""), was.asString(""))
          : is.decimalValue().compareTo(was.decimalValue());
      narrowed = order * sign < 0;
    }
    bound(
        side,
        narrowed,
        "`%s` was %s and is %s"
            .formatted(
                keyword, was.isMissingNode() ? "absent" : was, is.isMissingNode() ? "absent" : is));
  }

  private void bound(Side side, boolean narrowed, String what) {
    if (side.request()) {
      say(
          side,
          narrowed ? Impact.CALLERS : Impact.IMPLEMENTERS,
          what,
          narrowed ? "Send only what is still allowed." : "Accept what is allowed now.");
    } else {
      say(
          side,
          narrowed ? Impact.IMPLEMENTERS : Impact.COMPATIBLE,
          what,
          narrowed
              ? "Send only what is still allowed."
              : "Nothing, unless you relied on the limit.");
    }
  }

  private void members(Side side, JsonNode one, JsonNode other) {
    Set<String> required = texts(one.path("required"));
    Set<String> requiredNow = texts(other.path("required"));
    Set<String> names = new LinkedHashSet<>(one.path("properties").propertyNames());
    names.addAll(other.path("properties").propertyNames());
    for (String name : names) {
      JsonNode was = one.path("properties").path(name);
      JsonNode is = other.path("properties").path(name);
      Side member = new Side("`" + name + "` of " + side.place(), side.request());
      if (is.isMissingNode()) {
        say(member, Impact.CALLERS, "it is gone", "Don't send it and don't rely on it.");
      } else if (was.isMissingNode()) {
        added(member, requiredNow.contains(name));
      } else {
        required(member, required.contains(name), requiredNow.contains(name));
        compare("`" + name + "` of " + bare(side.place()), was, is, side.request());
      }
    }
    boolean open = isOpen(side, one);
    boolean openNow = isOpen(side, other);
    if (open != openNow) {
      bound(
          side,
          !openNow,
          openNow ? "other members are allowed now" : "other members are refused now");
    }
  }

  private static boolean isOpen(Side side, JsonNode schema) {
    return schema.path("additionalProperties").asBoolean(true)
        && !(side.request() && schema.path("x-closed-in-requests").asBoolean(false));
  }

  private static String bare(String place) {
    return place.replaceAll(" in (requests|answers)$", "");
  }

  private void added(Side member, boolean required) {
    if (member.request()) {
      say(
          member,
          required ? Impact.CALLERS : Impact.IMPLEMENTERS,
          required ? "it is new and required" : "it is new and optional",
          required ? "Send it." : "Accept it, or ignore it knowingly.");
    } else {
      say(
          member,
          required ? Impact.IMPLEMENTERS : Impact.COMPATIBLE,
          required ? "it is new and always there" : "it is new and may be there",
          required ? "Send it." : "Nothing; unknown members are ignored.");
    }
  }

  private void required(Side member, boolean was, boolean is) {
    if (was != is) {
      boolean callers = member.request() == is;
      say(
          member,
          callers ? Impact.CALLERS : Impact.IMPLEMENTERS,
          is ? "it is required now" : "it isn't required any more",
          member.request()
              ? (is ? "Send it." : "Do without it.")
              : (is ? "Send it always." : "Be ready to do without it."));
    }
  }

  private void say(Side side, Impact impact, String what, String advice) {
    found.accept(new Difference(side.place(), impact, what, advice));
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isMissingNode()
        ? "absent"
        : "`" + (value.isValueNode() ? value.asString("") : value.toString()) + "`";
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new LinkedHashSet<>();
    list.forEach(each -> texts.add(each.asString("")));
    return texts;
  }
}
