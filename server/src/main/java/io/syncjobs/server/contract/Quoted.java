package io.syncjobs.server.contract;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Quotes a caller's text in messages: cut to a readable length, on one line, with escapes for what nobody could see. */
public final class Quoted {

  private static final int MAX_LENGTH = 100;
  private static final int MAX_LITERAL = 40;
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Quoted() {}

  /** The text in single quotes. */
  public static String of(String text) {
    return "'" + INVISIBLE.matcher(cut(text, MAX_LENGTH)).replaceAll(Quoted::escape) + "'";
  }

  private static String escape(MatchResult match) {
    return switch (match.group()) {
      case "\n" -> "\\\\n";
      case "\r" -> "\\\\r";
      case "\t" -> "\\\\t";
      default -> "\\\\u%04x".formatted(match.group().codePointAt(0));
    };
  }

  /** A value as a sentence shows it: a text in quotes, a number or boolean as it is, and the kind of an array or object. */
  public static String value(JsonNode value) {
    if (value.isContainer()) {
      return value.isArray() ? "an array" : "an object";
    }
    return value.isString() ? of(value.stringValue()) : cut(value.toString(), MAX_LITERAL);
  }

  /** At most this many characters of a text; an ellipsis stands for the rest. */
  public static String cut(String text, int maxLength) {
    return text.length() <= maxLength
        ? text
        : text.substring(
                0, maxLength - (Character.isHighSurrogate(text.charAt(maxLength - 2)) ? 2 : 1))
            + "…";
  }
}
