package io.syncjobs.server.web.api.query;

import io.syncjobs.server.audit.AuditFilter.Operator;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.api.query.FilterTree.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the part of {@code $filter} (OData 4.01 part 2 section 5.1.1) that lists support: comparisons, {@code and}, {@code or}, {@code not} and
 * parentheses. {@code not} has the highest precedence, {@code or} the lowest. For use by one thread.
 */
final class FilterParser {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*([(),]|'(?:[^']|'')*'|[A-Za-z0-9_/.:+-]+)");
  private static final String TO_LOWER = "tolower";

  /** Deeper than any useful filter of the permitted length, and safe for the stack. */
  private static final int MAX_DEPTH = 32;

  private final String text;
  private final String supported;
  private int end;
  private int start;
  private int depth;
  private String token = "";

  private FilterParser(String text, String supported) {
    this.text = text;
    this.supported = supported;
    next();
  }

  /**
   * Parses a filter.
   *
   * @param supported sentence that lists all that is supported, for messages
   * @throws Refusal if the filter is malformed
   */
  static FilterTree parse(String text, String supported) {
    FilterParser parser = new FilterParser(text, supported);
    FilterTree tree = parser.disjunction();
    if (!parser.token.isEmpty()) {
      throw parser.unexpected("'and', 'or' or the end");
    }
    return tree;
  }

  /**
   * Refuses a filter.
   *
   * @param why predicate of a sentence about {@code $filter}
   */
  static Refusal refuse(String why, String supported) {
    return new Refusal(ErrorCode.INVALID_FILTER, "$filter", "$filter " + why + ". " + supported);
  }

  private FilterTree disjunction() {
    return chain("or", this::conjunction, FilterTree.Or::new);
  }

  private FilterTree conjunction() {
    return chain("and", this::operand, FilterTree.And::new);
  }

  private FilterTree chain(
      String operator, Supplier<FilterTree> part, Function<List<FilterTree>, FilterTree> join) {
    List<FilterTree> parts = new ArrayList<>();
    parts.add(part.get());
    while (token.equals(operator)) {
      next();
      parts.add(part.get());
    }
    return parts.size() == 1 ? parts.get(0) : join.apply(parts);
  }

  private FilterTree operand() {
    if (++depth > MAX_DEPTH) {
      throw refuse("is nested more than " + MAX_DEPTH + " deep", supported);
    }
    FilterTree tree;
    if (token.equals("not")) {
      int position = start + 1;
      next();
      tree = new FilterTree.Not(operand(), position);
    } else if (token.equals("(")) {
      next();
      tree = disjunction();
      expect(")");
    } else {
      tree = test();
    }
    depth--;
    return tree;
  }

  private FilterTree test() {
    Optional<Operator> function = operator().filter(found -> isFunction(found) && isCall());
    if (function.isPresent()) {
      next();
      expect("(");
      Operand member = member();
      expect(",");
      Operand value = value();
      expect(")");
      return new FilterTree.Test(member, function.get(), value);
    }
    Operand member = member();
    Operator operator = operator()
        .filter(found -> !isFunction(found))
        .orElseThrow(() -> unexpected("an operator such as 'eq'"));
    next();
    return new FilterTree.Test(member, operator, value());
  }

  private Optional<Operator> operator() {
    return Arrays.stream(Operator.values())
        .filter(operator -> isFunction(operator)
            ? word(operator).equalsIgnoreCase(token) // Graph's documentation writes startsWith.
            : word(operator).equals(token))
        .findFirst();
  }

  /** Name of an operator in OData. */
  static String word(Operator operator) {
    return operator.name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** Tells functions such as {@code contains(…)} from operators such as {@code eq}. */
  static boolean isFunction(Operator operator) {
    return operator == Operator.CONTAINS || operator == Operator.STARTS_WITH;
  }

  private Operand member() {
    return perhapsFolded(() -> {
      if (!token.matches("[A-Za-z][A-Za-z/]*")) {
        throw unexpected("the name of a member");
      }
      return taken(token, false);
    });
  }

  private Operand value() {
    return perhapsFolded(() -> {
      if (token.startsWith("'")) {
        return taken(token.substring(1, token.length() - 1).replace("''", "'"), true);
      }
      if (token.isEmpty() || "(),".contains(token)) {
        throw unexpected("a value, such as a string in single quotes,");
      }
      return taken(token, false);
    });
  }

  private Operand perhapsFolded(Supplier<Operand> plain) {
    if (!token.equals(TO_LOWER) || !isCall()) {
      return plain.get();
    }
    next();
    expect("(");
    Operand operand = plain.get();
    expect(")");
    return new Operand(operand.text(), operand.quoted(), true, operand.position());
  }

  private Operand taken(String value, boolean quoted) {
    Operand operand = new Operand(value, quoted, false, start + 1);
    next();
    return operand;
  }

  /** Tells whether the token is followed by an opening parenthesis. */
  private boolean isCall() {
    return text.substring(end).stripLeading().startsWith("(");
  }

  private void expect(String wanted) {
    if (!token.equals(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
    next();
  }

  /** Moves to the next token; an empty one is the end. */
  private void next() {
    Matcher matcher = TOKEN.matcher(text).region(end, text.length());
    if (matcher.lookingAt()) {
      token = matcher.group(1);
      start = matcher.start(1);
      end = matcher.end();
    } else if (text.substring(end).isBlank()) {
      token = "";
      start = text.length();
      end = text.length();
    } else {
      throw refuse(
          "can't be read from character %d on: %s"
              .formatted(end + 1, Quoted.of(text.substring(end).strip())),
          supported);
    }
  }

  private Refusal unexpected(String wanted) {
    return refuse(
        token.isEmpty()
            ? "ends at character %d, where %s is expected".formatted(start + 1, wanted)
            : "has %s at character %d, where %s is expected"
                .formatted(Quoted.of(token), start + 1, wanted),
        supported);
  }
}
