package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All functions, by name. */
public final class Functions {

  /** Picks the first value that no other entry in the target has; can't stand inside another function. */
  public static final String SELECT_UNIQUE_VALUE = "SelectUniqueValue";

  /** Functions that give an entry another value each time. */
  public static final List<String> CHANGING =
      List.of(SELECT_UNIQUE_VALUE, "Guid", "RandomString", "Now");

  /** Hides a value in logs. */
  public static final String REDACT = "Redact";

  /** Needs a setting of the server. */
  public static final String DEFAULT_DOMAIN = "DefaultDomain";

  public static final String IGNORE_FLOW = "IgnoreFlowIfNullOrEmpty";

  private static final int SHOWN = 60;

  private static final Map<String, Function> BY_NAME = index();

  private Functions() {}

  /** Finds a function; case is significant. */
  public static Optional<Function> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** All functions, by name. */
  public static Collection<Function> all() {
    return BY_NAME.values();
  }

  /** Describes a function that doesn't exist. */
  public static ExpressionException unknown(String name, String where) {
    String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
    String advice = BY_NAME.values().stream()
        .filter(known -> known.name().equalsIgnoreCase(name))
        .findFirst()
        .map(known -> "Write " + known.signature() + "; case is significant.")
        .orElse("Use one of the functions that the schema lists; case is significant.");
    return new ExpressionException(
        Problem.UNKNOWN_FUNCTION, "There is no function '" + shown + "' " + where + ". " + advice);
  }

  private static Map<String, Function> index() {
    Map<String, Function> index = new TreeMap<>();
    Stream.of(
            TextFunctions.ALL,
            ReplaceFunction.ALL,
            ConversionFunctions.ALL,
            DateFunctions.ALL,
            LogicFunctions.ALL,
            MultiValueFunctions.ALL,
            RandomFunctions.ALL,
            TenantFunctions.ALL)
        .flatMap(List::stream)
        .forEach(function -> index.put(function.name(), function));
    return Collections.unmodifiableMap(index);
  }
}
