package io.syncjobs.server.web.api.query;

import io.syncjobs.server.audit.AuditFilter.Operator;
import java.util.List;

/** Syntax tree of a {@code $filter}. Names of members and values aren't checked yet. */
sealed interface FilterTree {

  /**
   * Member or value of a comparison.
   *
   * @param text path of the member, or the value without quotes
   * @param quoted true for a string
   * @param folded true if {@code tolower()} is applied
   * @param position position of the first character, from 1
   */
  record Operand(String text, boolean quoted, boolean folded, int position) {}

  /** Comparison of a member with a value. */
  record Test(Operand member, Operator operator, Operand value) implements FilterTree {}

  /** Conjunction of at least two conditions. */
  record And(List<FilterTree> operands) implements FilterTree {}

  /** Disjunction of at least two conditions. */
  record Or(List<FilterTree> operands) implements FilterTree {}

  /**
   * Negation.
   *
   * @param position position of the operator's first character, from 1
   */
  record Not(FilterTree operand, int position) implements FilterTree {}
}
