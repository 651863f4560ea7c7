package io.syncjobs.server.contract;

/** Quotes a caller's text in messages: cut to a readable length, on one line. */
public final class Quoted {

  private static final int MAX_LENGTH = 100;

  private Quoted() {}

  /** The text in single quotes. */
  public static String of(String text) {
    return "'" + cut(text, MAX_LENGTH).replaceAll("\\p{Cc}", " ") + "'";
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
