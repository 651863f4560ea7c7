package io.syncjobs.server.job.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a job, or the default of a template.
 *
 * @param name unique within its list
 * @param value a text; booleans are written as {@code True} and {@code False}
 */
public record Setting(String name, @Nullable String value) {

  /** Name of the number of deletions in a cycle at which further ones are held back; 0 for no limit. */
  public static final String DELETE_THRESHOLD = "QuarantineTooManyDeletesThreshold";

  /** Name of the largest number of requests that the target gets in a second; 0 for no limit. Not in Graph. */
  public static final String REQUESTS_PER_SECOND = "TargetRequestsPerSecond";

  /** Largest values of the settings that are whole numbers, by name. */
  public static final Map<String, Long> NUMBERS =
      Map.of(DELETE_THRESHOLD, 1_000_000_000L, REQUESTS_PER_SECOND, 1000L);

  /** True unless the setting has to be a whole number within its limit, and isn't one. */
  public boolean isValid() {
    Long largest = NUMBERS.get(name);
    return largest == null
        || value == null
        || (value.matches("0|[1-9][0-9]{0,9}") && Long.parseLong(value) <= largest);
  }
}
