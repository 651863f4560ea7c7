package io.syncjobs.server.engine.entry;

/**
 * Value by which a counterpart can be found that an attempt without a known outcome may have created.
 *
 * @param attribute name of the target's attribute
 * @param value value that the counterpart would have
 */
public record Trace(String attribute, String value) {

  /** True for the same value, or the same one in another case. */
  boolean isSameInAnyCase(Trace other) {
    return attribute.equals(other.attribute) && value.equalsIgnoreCase(other.value);
  }
}
