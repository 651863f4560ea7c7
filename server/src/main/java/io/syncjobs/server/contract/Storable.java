package io.syncjobs.server.contract;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Texts that every database stores: PostgreSQL refuses the character NUL, and no encoding has halves of surrogate pairs. */
public final class Storable {

  /** In a pattern, halves of a pair are characters of this class; a whole pair is another character. */
  private static final Pattern UNSTORABLE = Pattern.compile("\\x00|\\p{Cs}");

  private Storable() {}

  /** True if a text can be stored. */
  public static boolean is(String text) {
    return !UNSTORABLE.matcher(text).find();
  }

  /** The text with a sign in place of each character that can't be stored. */
  public static String shown(String text) {
    return UNSTORABLE.matcher(text).replaceAll("\uFFFD");
  }

  /** Place of the first text or name within a value that can't be stored; null if all can. */
  static @Nullable String fault(JsonNode value) {
    if (value.isString()) {
      return is(value.stringValue()) ? null : "";
    }
    int index = 0;
    for (JsonNode item : value.isArray() ? value : Map.<String, JsonNode>of().values()) {
      String fault = fault(item);
      if (fault != null) {
        return below(String.valueOf(index), fault);
      }
      index++;
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String fault = is(member.getKey()) ? fault(member.getValue()) : "";
      if (fault != null) {
        return below(shown(member.getKey()), fault);
      }
    }
    return null;
  }

  private static String below(String name, String place) {
    return place.isEmpty() ? name : name + "/" + place;
  }
}
