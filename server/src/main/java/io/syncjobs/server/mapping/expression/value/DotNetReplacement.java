package io.syncjobs.server.mapping.expression.value;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A replacement text in .NET's syntax. A reference to a missing group is a literal.
 *
 * @see <a href="https://learn.microsoft.com/dotnet/standard/base-types/substitutions-in-regular-expressions">Microsoft's reference</a>
 */
final class DotNetReplacement {

  private static final Pattern SUBSTITUTION =
      Pattern.compile("\\$(?:(?<sign>[$&`'_+])|\\{(?<name>\\w+)}|(?<number>\\d+))");

  @FunctionalInterface
  private interface Part {
    void append(Matcher matcher, String text, StringBuilder result);
  }

  private final List<Part> parts = new ArrayList<>();

  private DotNetReplacement() {}

  static DotNetReplacement of(String text, DotNetRegexSyntax syntax) {
    DotNetReplacement replacement = new DotNetReplacement();
    Matcher matcher = SUBSTITUTION.matcher(text);
    int end = 0;
    while (matcher.find()) {
      replacement.literal(text.substring(end, matcher.start()));
      String sign = matcher.group("sign");
      String name = matcher.group("name");
      replacement.parts.add(
          sign != null
              ? sign(sign, syntax)
              : group(
                  matcher.group(), syntax.group(name == null ? matcher.group("number") : name)));
      end = matcher.end();
    }
    replacement.literal(text.substring(end));
    return replacement;
  }

  void append(Matcher matcher, String text, StringBuilder result) {
    parts.forEach(part -> part.append(matcher, text, result));
  }

  private void literal(String literal) {
    if (!literal.isEmpty()) {
      parts.add((matcher, text, result) -> result.append(literal));
    }
  }

  private static Part group(String written, List<Integer> numbers) {
    return (matcher, text, result) -> {
      int number = DotNetRegex.participant(matcher, numbers);
      if (numbers.isEmpty()) {
        result.append(written);
      } else if (number >= 0) {
        result.append(text, matcher.start(number), matcher.end(number));
      }
    };
  }

  private static Part sign(String sign, DotNetRegexSyntax syntax) {
    return switch (sign) {
      case "$" -> (matcher, text, result) -> result.append('$');
      case "&" -> (matcher, text, result) -> result.append(text, matcher.start(), matcher.end());
      case "`" -> (matcher, text, result) -> result.append(text, 0, matcher.start());
      case "'" -> (matcher, text, result) -> result.append(text, matcher.end(), text.length());
      case "_" -> (matcher, text, result) -> result.append(text);
      default -> group("$+", syntax.group(String.valueOf(syntax.groupCount())));
    };
  }
}
