package io.syncjobs.server.engine;

import java.util.List;

/** The schema of a job has no such rule, or none that entries of a type go by. */
public final class UnknownRuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> ruleIds;

  UnknownRuleException(String ruleId, String type, List<String> ruleIds) {
    super("The schema of the job has no rule '%s' for a %s. Use one of those in details."
        .formatted(ruleId, type));
    this.ruleIds = List.copyOf(ruleIds);
  }

  /** The rules that there are. */
  public List<String> ruleIds() {
    return ruleIds;
  }
}
