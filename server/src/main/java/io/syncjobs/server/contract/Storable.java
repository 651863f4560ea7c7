package io.syncjobs.server.contract;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Values that every database stores: PostgreSQL refuses the character NUL, no encoding has halves of surrogate pairs, and JSON has no infinite
 * numbers, for which Jackson takes those that are too large.
 */
public final class Storable {

  /** In a pattern, halves of a pair are characters of this class; a whole pair is another character. */
  private static final Pattern UNSTORABLE = Pattern.compile("\\x00|\\p{Cs}");

  private static final String OF_TEXT =
      "has an escape for the character NUL or for half of a surrogate pair, which can't be stored. Leave it out, or send both halves.";
  private static final String OF_NUMBER =
      "has a number that is too large to be stored. Send one between -1.7E308 and 1.7E308.";

  private Storable() {}

  /** True if a text can be stored. */
  public static boolean is(String text) {
    return !UNSTORABLE.matcher(text).find();
  }

  /** The text with a sign in place of each character that can't be stored. */
  public static String shown(String text) {
    return UNSTORABLE.matcher(text).replaceAll("\uFFFD");
  }

  /**
   * A value that can't be stored.
   *
   * @param place where it is
   * @param reason predicate of a sentence
   */
  record Fault(String place, String reason) {

    private Fault below(String name) {
      return new Fault(place.isEmpty() ? name : name + "/" + place, reason);
    }
  }

  /** The first text, name or number within a value that can't be stored; null if all can. */
  static @Nullable Fault fault(JsonNode value) {
    if (value.isString()) {
      return is(value.stringValue()) ? null : new Fault("", OF_TEXT);
    }
    if (value.isDouble()) {
      return Double.isFinite(value.doubleValue()) ? null : new Fault("", OF_NUMBER);
    }
    int index = 0;
    for (JsonNode item : value.isArray() ? value : Map.<String, JsonNode>of().values()) {
      Fault fault = fault(item);
      if (fault != null) {
        return fault.below(String.valueOf(index));
      }
      index++;
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      Fault fault = is(member.getKey()) ? fault(member.getValue()) : new Fault("", OF_TEXT);
      if (fault != null) {
        return fault.below(shown(member.getKey()));
      }
    }
    return null;
  }
}
