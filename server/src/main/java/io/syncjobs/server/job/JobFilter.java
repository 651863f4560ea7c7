package io.syncjobs.server.job;

import java.util.List;

/** Which jobs of an owner are meant. */
public sealed interface JobFilter {

  /** All of them. */
  JobFilter ALL = new And(List.of());

  /** What a job can be told by. */
  enum Field {
    TEMPLATE_ID,
    STATUS_CODE,
    SCHEDULE_STATE
  }

  /** The field has this value; a state or code is named as the enum's constant. */
  record Equal(Field field, String value) implements JobFilter {}

  /** All of these hold; none at all holds always. */
  record And(List<JobFilter> operands) implements JobFilter {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** At least one of these holds. */
  record Or(List<JobFilter> operands) implements JobFilter {
    public Or {
      operands = List.copyOf(operands);
    }
  }
}
