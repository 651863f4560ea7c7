package io.syncjobs.server.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Texts that a schema certainly allows. Thread-safe. */
final class Texts {

  /** Allows every text. */
  static final Texts ANY = new Texts(null, 0, Integer.MAX_VALUE, null);

  private final @Nullable Set<String> values;
  private final int least;
  private final int most;

  /** Pattern and format; null for none. */
  private final @Nullable Predicate<String> test;

  /**
   * The last text that passed the test, since the entries of a list have many texts in common. Null at first. A race between threads only costs a
   * test.
   */
  private @Nullable String passed;

  private Texts(
      @Nullable Set<String> values, int least, int most, @Nullable Predicate<String> test) {
    this.values = values;
    this.least = least;
    this.most = most;
    this.test = test;
  }

  /** Compiles a schema of texts; null if it has a format that isn't known. */
  static @Nullable Texts of(JsonNode schema) {
    Set<String> values = null;
    if (schema.has("enum")) {
      values = new HashSet<>();
      for (JsonNode value : schema.path("enum")) {
        values.add(value.asString(""));
      }
    }
    Predicate<String> test = null;
    if (schema.has("pattern")) {
      Pattern pattern = Pattern.compile(schema.path("pattern").stringValue());
      test = text -> pattern.matcher(text).find();
    }
    String format = schema.path("format").asString("");
    if (!format.isEmpty()) {
      Predicate<String> formal = format(format);
      if (formal == null) {
        return null;
      }
      test = test == null ? formal : test.and(formal);
    }
    return new Texts(
        values,
        schema.path("minLength").asInt(0),
        schema.path("maxLength").asInt(Integer.MAX_VALUE),
        test);
  }

  private static @Nullable Predicate<String> format(String name) {
    return switch (name) {
      case "date-time" -> TextForms::isUtcTime;
      case "duration" -> TextForms::isDuration;
      case "uri" -> Texts::isUri;
      default -> null;
    };
  }

  boolean allow(String text) {
    // Lengths are counted in units of UTF-16, of which a character has one or two.
    int length = text.length();
    if (length > most
        || (length < 2 * least && text.codePointCount(0, length) < least)
        || (values != null && !values.contains(text))) {
      return false;
    }
    if (test == null || text.equals(passed)) {
      return true;
    }
    boolean passes = test.test(text);
    if (passes) {
      passed = text;
    }
    return passes;
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
