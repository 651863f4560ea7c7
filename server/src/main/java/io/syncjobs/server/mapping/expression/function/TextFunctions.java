package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.Diacritics;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** Functions of texts. Most have no value where their source has none. */
final class TextFunctions {

  static final List<Function> ALL = List.of(
      Function.of(
          "Append(source, suffix)", ofText((a, source) -> joined(source, a.textOrEmpty(1)))),
      Function.of(
          "InStr(value1, value2, POSITION start?, COMPARISON compareType?)", TextFunctions::inStr),
      Function.of("Join(separator, source...)", TextFunctions::join),
      Function.of("Left(string, INTEGER numChars)", TextFunctions::left),
      Function.of("Len(string)", a -> IntNode.valueOf(a.textOrEmpty(0).length())),
      Function.of("Mid(source, POSITION start, LENGTH length)", ofText(TextFunctions::mid)),
      Function.of("NormalizeDiacritics(source)", plain(Diacritics::remove)),
      Function.of("PCase(source, wordSeparators?)", ofText(TextFunctions::properCase)),
      Function.of("StripSpaces(source)", plain(text -> text.replace(" ", ""))),
      Function.of(
          "ToLower(source, CULTURE culture?)", ofText((a, text) -> text.toLowerCase(culture(a)))),
      Function.of(
          "ToUpper(source, CULTURE culture?)", ofText((a, text) -> text.toUpperCase(culture(a)))),
      Function.of("Word(string, INTEGER wordNumber, delimiters)", TextFunctions::word));

  private TextFunctions() {}

  private static Function.Body ofText(BiFunction<Arguments, String, String> body) {
    return arguments -> {
      String source = arguments.text(0);
      return source == null ? Values.NONE : Values.of(body.apply(arguments, source));
    };
  }

  private static Function.Body plain(UnaryOperator<String> body) {
    return ofText((arguments, source) -> body.apply(source));
  }

  private static String joined(String one, String other) {
    Values.checkLength((long) one.length() + other.length());
    return one + other;
  }

  /** Joins the arguments that aren't empty; no value if all are. */
  private static JsonNode join(Arguments arguments) {
    String separator = arguments.textOrEmpty(0);
    StringBuilder joined = new StringBuilder();
    for (int i = 1; i < arguments.size(); i++) {
      for (JsonNode each : Values.all(arguments.value(i))) {
        String part = Values.text(each);
        if (part == null) {
          throw arguments.invalid(i, "has a complex value. Join its parts");
        }
        if (!part.isEmpty()) {
          Values.checkLength((long) joined.length() + separator.length() + part.length());
          joined.append(joined.isEmpty() ? "" : separator).append(part);
        }
      }
    }
    return joined.isEmpty() ? Values.NONE : Values.of(joined.toString());
  }

  /** Returns a position counted from 1, or 0 if the part isn't there. */
  private static JsonNode inStr(Arguments arguments) {
    String text = arguments.textOrEmpty(0);
    String part = arguments.textOrEmpty(1);
    int start = arguments.integerOr(2, 1);
    boolean anyCase = Set.of("vbTextCompare", "1").contains(arguments.textOrEmpty(3));
    for (int i = start - 1; i <= text.length() - part.length(); i++) {
      if (text.regionMatches(anyCase, i, part, 0, part.length())) {
        return IntNode.valueOf(i + 1);
      }
    }
    return IntNode.valueOf(0);
  }

  /** Returns an empty text if there is none. */
  private static JsonNode left(Arguments arguments) {
    String text = arguments.textOrEmpty(0);
    int count = arguments.integer(1);
    boolean whole = count < 0 || count >= text.length();
    return Values.of(whole ? text : part(text, 0, count));
  }

  private static String mid(Arguments arguments, String text) {
    int start = arguments.integer(1);
    int length = arguments.integer(2);
    int from = Math.min(start - 1, text.length());
    return part(text, from, (int) Math.min((long) from + length, text.length()));
  }

  /** A part of a text by positions as .NET counts them, without the halves of characters that they cut in two. */
  private static String part(String text, int from, int to) {
    boolean startsInside = from < to && Character.isLowSurrogate(text.charAt(from));
    boolean endsInside = from < to && Character.isHighSurrogate(text.charAt(to - 1));
    int start = startsInside ? from + 1 : from;
    return text.substring(start, endsInside ? Math.max(start, to - 1) : to);
  }

  private static String properCase(Arguments arguments, String source) {
    String separators = arguments.text(1);
    IntPredicate separates =
        separators == null ? c -> isWordSeparator(c) : c -> separators.indexOf(c) >= 0;
    StringBuilder result = new StringBuilder(source.length());
    boolean inWord = false;
    for (int c : source.toLowerCase(Locale.ROOT).codePoints().toArray()) {
      result.appendCodePoint(inWord ? c : Character.toTitleCase(c));
      inWord = !separates.test(c) && (inWord || separators != null || Character.isLetter(c));
    }
    return result.toString();
  }

  /** Separates words as .NET's ToTitleCase does, at anything but letters, marks, digits, unassigned characters and apostrophes. */
  private static boolean isWordSeparator(int c) {
    return c != '\''
        && switch (Character.getType(c)) {
          case Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.CONTROL,
              Character.FORMAT,
              Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION,
              Character.MATH_SYMBOL,
              Character.CURRENCY_SYMBOL,
              Character.MODIFIER_SYMBOL,
              Character.OTHER_SYMBOL -> true;
          default -> false;
        };
  }

  private static Locale culture(Arguments arguments) {
    return Locale.forLanguageTag(arguments.textOrEmpty(1));
  }

  /** Returns an empty text if there is no such word. */
  private static JsonNode word(Arguments arguments) {
    String text = arguments.textOrEmpty(0);
    int number = arguments.integer(1);
    String delimiters = arguments.textOrEmpty(2);
    int found = 0;
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inWord = i < text.length() && delimiters.indexOf(text.charAt(i)) < 0;
      if (inWord && start < 0) {
        start = i;
      } else if (!inWord && start >= 0) {
        found++;
        if (found == number) {
          return Values.of(text.substring(start, i));
        }
        start = -1;
      }
    }
    return Values.of("");
  }
}
