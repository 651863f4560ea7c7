package io.syncjobs.server.mapping.expression.value;

/** Translation of a character class such as {@code [a-z-[aeiou]]} from .NET's syntax to Java's, in which more characters are special. */
final class DotNetCharacterClass {

  private DotNetCharacterClass() {}

  /** Translates the class at a position and returns the position after it. */
  static int translate(String text, int start, StringBuilder java) {
    StringBuilder base = new StringBuilder("[");
    int at = start + 1;
    if (at < text.length() && text.charAt(at) == '^') {
      base.append('^');
      at++;
    }
    int first = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ']' && at > first) {
        java.append(base).append(']');
        return at + 1;
      }
      if (c == '-' && at > first && text.startsWith("-[", at)) {
        // A subtraction, which ends the class.
        StringBuilder other = new StringBuilder();
        int end = translate(text, at + 1, other);
        java.append('[').append(base).append("]&&[^").append(other).append("]]");
        return text.startsWith("]", end) ? end + 1 : end;
      }
      if (c == '\\' && at + 1 < text.length()) {
        boolean block = text.startsWith("p{Is", at + 1) || text.startsWith("P{Is", at + 1);
        base.append(block ? text.substring(at, at + 3) + "In" : text.substring(at, at + 2));
        at += block ? 5 : 2;
      } else {
        base.append("[]&# ~".indexOf(c) >= 0 ? "\\" : "").append(c);
        at++;
      }
    }
    throw DotNetRegex.invalid("a bracket isn't closed");
  }
}
