package io.syncjobs.server.mapping.expression.value;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in .NET's syntax. A match that takes too many steps is aborted. Immutable and safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-language-quick-reference">Microsoft's
 *     reference of the syntax</a>
 */
public final class DotNetRegex {

  /** Maximum number of characters that a match may read: a thousand times the need of usual patterns, and a fraction of a second. */
  private static final long STEPS = 10_000_000;

  private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;

  private static final LoadingCache<String, DotNetRegex> KNOWN =
      Caffeine.newBuilder().maximumSize(1000).build(DotNetRegex::new);

  private final DotNetRegexSyntax syntax;
  private final Pattern pattern;

  private DotNetRegex(String text) {
    try {
      syntax = DotNetRegexSyntax.translate(text);
      pattern = Pattern.compile(syntax.java(), FLAGS);
    } catch (PatternSyntaxException e) {
      throw invalid(e.getDescription());
    } catch (StackOverflowError e) {
      throw invalid("it is nested too deeply");
    }
  }

  /**
   * Reads a pattern.
   *
   * @throws ExpressionException if it isn't valid or uses unsupported syntax
   */
  public static DotNetRegex of(String pattern) {
    if (pattern.length() > 10_000) {
      throw invalid("it is longer than 10000 characters");
    }
    return KNOWN.get(pattern);
  }

  /** True if it matches the whole text. */
  public boolean matches(String text) {
    return bounded(() -> search(text).matcher().matches());
  }

  /** Replaces each match; {@code ${name}}, {@code $1}, {@code $&} and {@code $$} in the replacement mean the same as in .NET. */
  public String replace(String text, String replacement) {
    DotNetReplacement parts = DotNetReplacement.of(replacement, syntax);
    return bounded(() -> {
      Search search = search(text);
      Matcher matcher = search.matcher();
      StringBuilder result = new StringBuilder();
      int copied = 0;
      while (search.find()) {
        result.append(text, copied, matcher.start());
        parts.append(matcher, text, result);
        Values.checkLength(result.length());
        copied = matcher.end();
      }
      return result.append(text, copied, text.length()).toString();
    });
  }

  /** Replaces the part of each match that a group matched. */
  public String replaceGroup(String text, String group, String replacement) {
    List<Integer> numbers = group(group);
    return bounded(() -> {
      Search search = search(text);
      Matcher matcher = search.matcher();
      StringBuilder result = new StringBuilder();
      int copied = 0;
      while (search.find()) {
        int number = participant(matcher, numbers);
        // A group in a lookaround may lie outside its match.
        if (number >= 0 && matcher.start(number) >= copied) {
          result.append(text, copied, matcher.start(number)).append(replacement);
          Values.checkLength(result.length());
          copied = matcher.end(number);
        }
      }
      return result.append(text, copied, text.length()).toString();
    });
  }

  /** The part of the first match that a group matched; null if there is none. */
  public @Nullable String extract(String text, String group) {
    List<Integer> numbers = group(group);
    return bounded(() -> {
      Search search = search(text);
      Matcher matcher = search.matcher();
      int number = search.find() ? participant(matcher, numbers) : -1;
      return number < 0 ? null : text.substring(matcher.start(number), matcher.end(number));
    });
  }

  /** The last of the groups that took part in a match; -1 if none did. */
  static int participant(Matcher matcher, List<Integer> numbers) {
    int last = -1;
    for (int number : numbers) {
      last = matcher.start(number) >= 0 ? number : last;
    }
    return last;
  }

  /**
   * Makes sure that it has a group.
   *
   * @throws ExpressionException if it hasn't
   */
  public void requireGroup(String name) {
    group(name);
  }

  private List<Integer> group(String name) {
    List<Integer> numbers = syntax.group(name);
    if (numbers.isEmpty()) {
      throw new ExpressionException(
          Problem.INVALID_VALUE,
          "The regular expression has no group of the given name. Name one that it has, as in (?<name>…).");
    }
    return numbers;
  }

  private Search search(String text) {
    Budget budget = new Budget(STEPS, syntax.weight());
    return new Search(pattern.matcher(new Counted(text, budget)), budget);
  }

  private static <T extends @Nullable Object> T bounded(Supplier<T> work) {
    try {
      return work.get();
    } catch (StackOverflowError e) {
      throw Budget.exceeded();
    }
  }

  static ExpressionException invalid(String why) {
    return new ExpressionException(
        Problem.INVALID_VALUE,
        "The regular expression can't be used: " + why + ". Correct it; its syntax is .NET's.");
  }

  private record Search(Matcher matcher, Budget budget) {
    boolean find() {
      budget.spend();
      return matcher.find();
    }
  }

  /** Remaining steps of a match. */
  private static final class Budget {
    private long left;
    private final int each;

    Budget(long left, int each) {
      this.left = left;
      this.each = each;
    }

    void spend() {
      left -= each;
      if (left < 0) {
        throw exceeded();
      }
    }

    static ExpressionException exceeded() {
      return new ExpressionException(
          Problem.LIMIT_EXCEEDED,
          "The regular expression takes too long on this value. Avoid repetitions inside repetitions, such as (a+)+.");
    }
  }

  /** A text that counts reads of its characters. */
  private record Counted(CharSequence text, Budget budget) implements CharSequence {

    @Override
    public char charAt(int index) {
      budget.spend();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), budget);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
