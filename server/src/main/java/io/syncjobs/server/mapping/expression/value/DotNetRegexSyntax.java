package io.syncjobs.server.mapping.expression.value;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translation of a pattern from .NET's syntax to Java's. Named groups become unnamed ones, since Java allows fewer names; their numbers are kept. .NET
 * numbers named groups after the others.
 */
final class DotNetRegexSyntax {

  /** Maximum product of nested counted repetitions. */
  private static final long MOST_TURNS = 10_000;

  private static final Pattern NAMED =
      Pattern.compile("\\(\\?(?:<(?<angle>\\w+)>|'(?<quote>\\w+)')");
  private static final Pattern REFERENCE = Pattern.compile(
      "\\\\(?:k(?:<(?<angle>\\w+)>|'(?<quote>\\w+)'|\\{(?<brace>\\w+)})|(?<number>[1-9]\\d?))");
  private static final Pattern OPTIONS = Pattern.compile("\\(\\?[imsx]*(-[imsx]+)?[:)]");
  private static final Pattern CATEGORY = Pattern.compile("\\\\[pP]\\{\\w+}");
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(,\\d{0,9})?}");

  private final String text;
  private final Map<String, List<Integer>> named = new LinkedHashMap<>();
  private final List<Integer> unnamed = new ArrayList<>();
  private final StringBuilder java = new StringBuilder();

  /** For each open group, the greatest repetition count in it and that of its last element. */
  private final Deque<long[]> turns = new ArrayDeque<>();

  private int at;
  private int groups;
  private boolean groupsKnown;

  private DotNetRegexSyntax(String text) {
    this.text = text;
  }

  static DotNetRegexSyntax translate(String text) {
    DotNetRegexSyntax syntax = new DotNetRegexSyntax(text);
    // The second run knows all groups, since a reference may come before its group.
    syntax.run();
    syntax.groupsKnown = true;
    syntax.run();
    return syntax;
  }

  String java() {
    return java.toString();
  }

  /** Maximum number of repetitions without reading the text. */
  int weight() {
    return (int) turns.getFirst()[0];
  }

  int groupCount() {
    return unnamed.size() + named.size();
  }

  /** Java's numbers of a group by its name or number in .NET; empty if there is none. */
  List<Integer> group(String name) {
    if (named.containsKey(name)) {
      return named.get(name);
    }
    if (!name.matches("\\d{1,4}")) {
      return List.of();
    }
    int number = Integer.parseInt(name);
    if (number == 0) {
      return List.of(0);
    }
    if (number <= unnamed.size()) {
      return List.of(unnamed.get(number - 1));
    }
    int further = number - unnamed.size() - 1;
    return further < named.size() ? List.copyOf(named.values()).get(further) : List.of();
  }

  private void run() {
    java.setLength(0);
    turns.clear();
    turns.push(new long[] {1, 1});
    groups = 0;
    at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '[' -> {
          at = DotNetCharacterClass.translate(text, at, java);
          last(1);
        }
        case '(' -> open();
        case ')' -> {
          copy(1);
          if (turns.size() > 1) {
            long inside = turns.pop()[0];
            last(inside);
          }
        }
        case '{' -> repeat();
        default -> {
          copy(1);
          if ("*+?|".indexOf(c) < 0) {
            last(1);
          }
        }
      }
    }
  }

  private void last(long weight) {
    long[] open = turns.getFirst();
    open[1] = weight;
    open[0] = Math.max(open[0], weight);
  }

  private void copy(int length) {
    java.append(text, at, at + length);
    at += length;
  }

  private void escape() {
    Matcher reference = at(REFERENCE);
    if (reference.lookingAt()) {
      String name = first(reference, "angle", "quote", "brace", "number");
      List<Integer> numbers = group(name);
      if (groupsKnown && numbers.isEmpty()) {
        throw DotNetRegex.invalid("it refers to a group that it doesn't have");
      }
      java.append("(?:\\").append(numbers.isEmpty() ? 1 : numbers.get(0)).append(')');
      at = reference.end();
      last(1);
      return;
    }
    last(1);
    if (text.startsWith("\\p{Is", at) || text.startsWith("\\P{Is", at)) {
      // .NET writes a block as IsGreek, Java as InGreek.
      java.append(text, at, at + 3).append("In");
      at += 5;
      return;
    }
    Matcher category = at(CATEGORY);
    if (category.lookingAt()) {
      copy(category.end() - at);
      return;
    }
    if ("QE".indexOf(at + 1 < text.length() ? text.charAt(at + 1) : 'Q') >= 0) {
      throw DotNetRegex.invalid("it has a backslash that .NET has no meaning for");
    }
    copy(2);
  }

  private void open() {
    Matcher name = at(NAMED);
    if (text.startsWith("(?#", at)) {
      int end = text.indexOf(')', at);
      at = end < 0 ? text.length() : end + 1;
      return;
    }
    turns.push(new long[] {1, 1});
    if (name.lookingAt()) {
      group(named.computeIfAbsent(first(name, "angle", "quote"), n -> new ArrayList<>()));
      java.append('(');
      at = name.end();
    } else if (!text.startsWith("(?", at)) {
      group(unnamed);
      copy(1);
    } else if (at(OPTIONS).lookingAt()) {
      int end = text.indexOf(')', at);
      if (text.substring(at, Math.max(end, at)).indexOf(':') < 0) {
        turns.pop();
        copy(end + 1 - at);
      } else {
        copy(text.indexOf(':', at) + 1 - at);
      }
    } else if (text.startsWith("(?<=", at) || text.startsWith("(?<!", at)) {
      copy(4);
    } else if (text.startsWith("(?=", at)
        || text.startsWith("(?!", at)
        || text.startsWith("(?>", at)) {
      copy(3);
    } else {
      throw DotNetRegex.invalid("it has a group of a kind that isn't supported here");
    }
  }

  private void group(List<Integer> numbers) {
    groups++;
    if (!groupsKnown) {
      numbers.add(groups);
    }
  }

  private void repeat() {
    Matcher count = at(COUNT);
    if (!count.lookingAt()) {
      // A brace that isn't a repetition is a literal in .NET.
      java.append("\\{");
      at++;
      last(1);
      return;
    }
    long weight = turns.getFirst()[1] * Math.max(1, Long.parseLong(count.group(1)));
    if (weight > MOST_TURNS) {
      throw DotNetRegex.invalid("its counted repetitions are too many");
    }
    last(weight);
    copy(count.end() - at);
  }

  private Matcher at(Pattern pattern) {
    return pattern.matcher(text).region(at, text.length());
  }

  private static String first(Matcher matcher, String... groups) {
    for (String group : groups) {
      String found = matcher.group(group);
      if (found != null) {
        return found;
      }
    }
    return "";
  }
}
