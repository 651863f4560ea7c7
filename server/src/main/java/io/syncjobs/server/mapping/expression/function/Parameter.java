package io.syncjobs.server.mapping.expression.function;

/**
 * A parameter of a function.
 *
 * @param name as the list of functions has it
 * @param key as Graph calls it in a parsed expression; mostly the same
 * @param required whether there must be an argument for it
 * @param repeats whether there may be any number of arguments
 */
public record Parameter(String name, String key, boolean required, boolean repeats) {

  /** Reads {@code name}, {@code name?} if it is optional, {@code name...} if it repeats; {@code name:key} where Graph's key differs. */
  static Parameter of(String text) {
    boolean repeats = text.endsWith("...");
    boolean optional = text.endsWith("?");
    String[] names = text.replaceFirst("(\\?|\\.\\.\\.)$", "").split(":", 2);
    return new Parameter(names[0], names[names.length - 1], !optional, repeats);
  }

  boolean isCalled(String other) {
    return name.equalsIgnoreCase(other) || key.equalsIgnoreCase(other);
  }
}
