package io.syncjobs.server.contract;

import tools.jackson.databind.JsonNode;

/** Quotes a caller's text in messages: cut to a readable length, on one line. */
public final class Quoted {

  private static final int MAX_LENGTH = 100;
  private static final int MAX_LITERAL = 40;

  private Quoted() {}

  /** The text in single quotes. */
  public static String of(String text) {
    return "'" + cut(text, MAX_LENGTH).replaceAll("\\p{Cc}", " ") + "'";
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
