package io.syncjobs.server.web.api.query;

import io.syncjobs.server.audit.AuditFilter.Operator;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.JobFilter;
import io.syncjobs.server.job.JobFilter.Field;
import io.syncjobs.server.web.api.generated.model.SynchronizationScheduleState;
import io.syncjobs.server.web.api.generated.model.SynchronizationStatusCode;
import io.syncjobs.server.web.api.query.FilterTree.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parses {@code $filter} of the list of jobs: comparisons of three members by {@code eq}, {@code and}, {@code or} and parentheses. */
public final class JobFilterParser {

  private static final String SUPPORTED =
      "Supported: templateId, status/code and schedule/state, each compared by eq with a string in single quotes,"
          + " and, or, parentheses.";

  private JobFilterParser() {}

  /**
   * Parses a filter.
   *
   * @throws Refusal if it is malformed or not supported
   */
  public static JobFilter parse(String text) {
    return read(FilterParser.parse(text, SUPPORTED));
  }

  private static JobFilter read(FilterTree tree) {
    if (tree instanceof FilterTree.And and) {
      return new JobFilter.And(read(and.operands()));
    }
    if (tree instanceof FilterTree.Or or) {
      return new JobFilter.Or(read(or.operands()));
    }
    if (tree instanceof FilterTree.Not not) {
      throw refuse("has 'not' at character %d, which isn't supported".formatted(not.position()));
    }
    FilterTree.Test test = (FilterTree.Test) tree;
    Operand value = test.value();
    if (test.operator() != Operator.EQ || test.member().folded() || value.folded()) {
      throw refuse("compares %s at character %d by something other than eq"
          .formatted(test.member().text(), test.member().position()));
    }
    if (!value.quoted()) {
      throw refuse("has %s at character %d, where a string in single quotes is expected"
          .formatted(Quoted.of(value.text()), value.position()));
    }
    return switch (test.member().text()) {
      case "templateId" -> new JobFilter.Equal(Field.TEMPLATE_ID, value.text());
      case "status/code" ->
        new JobFilter.Equal(
            Field.STATUS_CODE,
            constant(
                SynchronizationStatusCode.values(),
                SynchronizationStatusCode::getValue,
                value.text()));
      case "schedule/state" ->
        new JobFilter.Equal(
            Field.SCHEDULE_STATE,
            constant(
                SynchronizationScheduleState.values(),
                SynchronizationScheduleState::getValue,
                value.text()));
      default ->
        throw refuse("has %s at character %d, which is no member to filter by"
            .formatted(Quoted.of(test.member().text()), test.member().position()));
    };
  }

  private static List<JobFilter> read(List<FilterTree> trees) {
    return trees.stream().map(JobFilterParser::read).toList();
  }

  private static <E extends Enum<E>> String constant(
      E[] known, Function<E, String> wire, String literal) {
    return Arrays.stream(known)
        .filter(constant -> wire.apply(constant).equals(literal))
        .map(Enum::name)
        .findFirst()
        .orElseThrow(() -> refuse("has %s, which isn't one of %s"
            .formatted(
                Quoted.of(literal),
                Arrays.stream(known).map(wire).collect(Collectors.joining(", ")))));
  }

  private static Refusal refuse(String why) {
    return FilterParser.refuse(why, SUPPORTED);
  }
}
