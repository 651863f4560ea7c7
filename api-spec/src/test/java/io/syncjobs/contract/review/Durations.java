package io.syncjobs.contract.review;

import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.DatatypeFactory;

/** Comparison of ISO 8601 durations. */
final class Durations {

  private Durations() {}

  /** Compares two durations in the manner of a comparator. */
  static int compare(String one, String other) {
    try {
      DatatypeFactory durations = DatatypeFactory.newInstance();
      int order = durations.newDuration(one).compare(durations.newDuration(other));
      return order == DatatypeConstants.INDETERMINATE ? -1 : order;
    } catch (DatatypeConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
