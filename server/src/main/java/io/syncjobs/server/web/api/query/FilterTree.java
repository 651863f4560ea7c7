package io.syncjobs.server.web.api.query;

import io.syncjobs.server.audit.AuditFilter.Operator;
import java.util.List;

/** What a {@code $filter} says, before anybody has looked whether there are such members and values. */
sealed interface FilterTree {

  /**
   * A member or a value.
   *
   * @param text the member's path, or the value: a text without its quotes
   * @param quoted whether it is a text
   * @param folded whether its lower case is meant
   * @param position of its first character, from 1
   */
  record Operand(String text, boolean quoted, boolean folded, int position) {}

  /** A test of a member. */
  record Test(Operand member, Operator operator, Operand value) implements FilterTree {}

  /** All of these, at least two. */
  record And(List<FilterTree> operands) implements FilterTree {}

  /** One of these, at least two. */
  record Or(List<FilterTree> operands) implements FilterTree {}

  /**
   * Not this.
   *
   * @param position of the word's first character, from 1
   */
  record Not(FilterTree operand, int position) implements FilterTree {}
}
