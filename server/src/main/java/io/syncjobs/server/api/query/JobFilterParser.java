package io.syncjobs.server.api.query;

import io.syncjobs.server.api.error.RefusedException;
import io.syncjobs.server.api.generated.model.ErrorCode;
import io.syncjobs.server.api.generated.model.SynchronizationScheduleState;
import io.syncjobs.server.api.generated.model.SynchronizationStatusCode;
import io.syncjobs.server.job.JobFilter;
import io.syncjobs.server.job.JobFilter.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code $filter} of the list of jobs: {@code eq} on three members, {@code and}, {@code or},
 * parentheses (OData 4.01 part 2 section 5.1.1). {@code and} binds more closely than {@code or}.
 */
public final class JobFilterParser {

  private static final String SUPPORTED =
      "Supported: templateId, status/code and schedule/state, each with eq and a text in single quotes,"
          + " and, or, parentheses.";
  private static final Pattern TOKEN = Pattern.compile("\\s*([()]|'(?:[^']|'')*'|[A-Za-z/]+)");

  /** Far more than a filter of the permitted length has use for, and safe for the stack. */
  private static final int MAX_DEPTH = 32;

  private final String text;
  private int position;
  private int depth;
  private String token = "";

  private JobFilterParser(String text) {
    this.text = text;
    next();
  }

  /**
   * Reads a filter.
   *
   * @throws RefusedException if it can't be read or asks for what isn't supported
   */
  public static JobFilter parse(String text) {
    JobFilterParser parser = new JobFilterParser(text);
    JobFilter filter = parser.disjunction();
    if (!parser.token.isEmpty()) {
      throw parser.unexpected("'and', 'or' or the end");
    }
    return filter;
  }

  private JobFilter disjunction() {
    return chain("or", this::conjunction, JobFilter.Or::new);
  }

  private JobFilter conjunction() {
    return chain("and", this::operand, JobFilter.And::new);
  }

  private JobFilter chain(
      String operator, Supplier<JobFilter> part, Function<List<JobFilter>, JobFilter> join) {
    List<JobFilter> parts = new ArrayList<>();
    parts.add(part.get());
    while (token.equals(operator)) {
      next();
      parts.add(part.get());
    }
    return parts.size() == 1 ? parts.get(0) : join.apply(parts);
  }

  private JobFilter operand() {
    if (token.equals("(")) {
      if (++depth > MAX_DEPTH) {
        throw refuse("Parentheses are nested more than " + MAX_DEPTH + " deep.");
      }
      next();
      JobFilter inner = disjunction();
      expect(")");
      depth--;
      return inner;
    }
    return switch (token) {
      case "templateId" -> comparison(Field.TEMPLATE_ID, UnaryOperator.identity());
      case "status/code" ->
        comparison(
            Field.STATUS_CODE,
            literal -> constant(
                SynchronizationStatusCode.values(), SynchronizationStatusCode::getValue, literal));
      case "schedule/state" ->
        comparison(
            Field.SCHEDULE_STATE,
            literal -> constant(
                SynchronizationScheduleState.values(),
                SynchronizationScheduleState::getValue,
                literal));
      default -> throw unexpected("a member");
    };
  }

  private JobFilter comparison(Field field, UnaryOperator<String> stored) {
    next();
    expect("eq");
    if (!token.startsWith("'")) {
      throw unexpected("a text in single quotes");
    }
    String literal = token.substring(1, token.length() - 1).replace("''", "'");
    JobFilter comparison = new JobFilter.Equal(field, stored.apply(literal));
    next();
    return comparison;
  }

  private static <E extends Enum<E>> String constant(
      E[] known, Function<E, String> wire, String literal) {
    return Arrays.stream(known)
        .filter(constant -> wire.apply(constant).equals(literal))
        .map(Enum::name)
        .findFirst()
        .orElseThrow(() -> refuse("'%s' isn't one of %s."
            .formatted(literal, Arrays.stream(known).map(wire).collect(Collectors.joining(", ")))));
  }

  private void expect(String wanted) {
    if (!token.equals(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
    next();
  }

  /** Goes to the next token; an empty one is the end. */
  private void next() {
    Matcher matcher = TOKEN.matcher(text).region(position, text.length());
    if (matcher.lookingAt()) {
      token = matcher.group(1);
      position = matcher.end();
    } else if (text.substring(position).isBlank()) {
      token = "";
      position = text.length();
    } else {
      throw refuse("It can't be read from character " + (position + 1) + " on.");
    }
  }

  private RefusedException unexpected(String wanted) {
    return refuse("Expected %s before character %d, found %s."
        .formatted(wanted, position + 1, token.isEmpty() ? "the end" : token));
  }

  private static RefusedException refuse(String why) {
    return new RefusedException(
        ErrorCode.INVALID_FILTER, "$filter", "$filter: " + why + " " + SUPPORTED);
  }
}
