package io.syncjobs.server.mapping.expression.function;

/**
 * A parameter of a function.
 *
 * @param name as the list of functions has it
 * @param key Graph's name of it in a parsed expression, mostly the same
 * @param type the values that it accepts
 * @param required false if its argument may be left out
 * @param repeats true if it takes any number of arguments
 */
public record Parameter(
    String name, String key, ParameterType type, boolean required, boolean repeats) {

  /**
   * Reads {@code name}, {@code name?} if it is optional or {@code name...} if it repeats, each after its type where it has one; {@code name:key}
   * where Graph's key differs.
   */
  static Parameter of(String text) {
    boolean repeats = text.endsWith("...");
    boolean optional = text.endsWith("?");
    String plain = text.replaceFirst("(\\?|\\.\\.\\.)$", "");
    int type = plain.indexOf(' ');
    String[] names = plain.substring(type + 1).split(":", 2);
    return new Parameter(
        names[0],
        names[names.length - 1],
        type < 0 ? ParameterType.ANY : ParameterType.valueOf(plain.substring(0, type)),
        !optional,
        repeats);
  }

  boolean isCalled(String other) {
    return name.equalsIgnoreCase(other) || key.equalsIgnoreCase(other);
  }
}
