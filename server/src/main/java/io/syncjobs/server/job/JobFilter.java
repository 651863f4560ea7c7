package io.syncjobs.server.job;

import java.util.List;

/** Filter of an owner's jobs. */
public sealed interface JobFilter {

  /** Passes all jobs. */
  JobFilter ALL = new And(List.of());

  /** Fields that a filter can use. */
  enum Field {
    TEMPLATE_ID,
    STATUS_CODE,
    SCHEDULE_STATE
  }

  /** The field equals a value; a state or code is given by the name of its enum constant. */
  record Equal(Field field, String value) implements JobFilter {}

  /** All operands hold; an empty list always holds. */
  record And(List<JobFilter> operands) implements JobFilter {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** At least one operand holds. */
  record Or(List<JobFilter> operands) implements JobFilter {
    public Or {
      operands = List.copyOf(operands);
    }
  }
}
