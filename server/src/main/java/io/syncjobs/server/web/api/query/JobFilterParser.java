package io.syncjobs.server.web.api.query;

import io.syncjobs.server.audit.AuditFilter.Operator;
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

/** Reads {@code $filter} of the list of jobs: {@code eq} on three members, {@code and}, {@code or}, parentheses. */
public final class JobFilterParser {

  private static final String SUPPORTED =
      "Supported: templateId, status/code and schedule/state, each with eq and a text in single quotes,"
          + " and, or, parentheses.";

  private JobFilterParser() {}

  /**
   * Reads a filter.
   *
   * @throws Refusal if it can't be read or asks for what isn't supported
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
      throw refuse("'not' at character %d isn't supported.".formatted(not.position()));
    }
    FilterTree.Test test = (FilterTree.Test) tree;
    Operand value = test.value();
    if (test.operator() != Operator.EQ || test.member().folded() || value.folded()) {
      throw refuse("The test at character %d isn't one by 'eq' alone."
          .formatted(test.member().position()));
    }
    if (!value.quoted()) {
      throw refuse("Expected a text in single quotes at character %d, found %s."
          .formatted(value.position(), value.text()));
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
        throw refuse("There is no member %s as at character %d to filter by."
            .formatted(test.member().text(), test.member().position()));
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
        .orElseThrow(() -> refuse("'%s' isn't one of %s."
            .formatted(literal, Arrays.stream(known).map(wire).collect(Collectors.joining(", ")))));
  }

  private static Refusal refuse(String why) {
    return FilterParser.refuse(why, SUPPORTED);
  }
}
