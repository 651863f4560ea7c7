package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.DotNetRegex;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code Replace}, a function with five forms, which differ in the arguments that are given. */
final class ReplaceFunction {

  static final List<Function> ALL = List.of(Function.of(
          "Replace(source, oldValue:Find?, regexPattern?, regexGroupName?, replacementValue:Replacement?, replacementAttributeName?, template?)",
          ReplaceFunction::check,
          ReplaceFunction::replace)
      .requiring(ReplaceFunction::checkGroup));

  private static final int OLD = 1;
  private static final int PATTERN = 2;
  private static final int GROUP = 3;
  private static final int REPLACEMENT = 4;
  private static final int OTHER_ATTRIBUTE = 5;
  private static final int TEMPLATE = 6;

  private ReplaceFunction() {}

  private static String check(List<? extends Operand> arguments) {
    boolean pattern = given(arguments, PATTERN);
    boolean old = given(arguments, OLD);
    if (given(arguments, OTHER_ATTRIBUTE)) {
      if (!pattern || !given(arguments, GROUP)) {
        return "needs regexPattern and regexGroupName where it has replacementAttributeName";
      }
    } else if (!(given(arguments, REPLACEMENT) && (old || pattern))
        && !(given(arguments, TEMPLATE) && old)) {
      return "needs oldValue or regexPattern with replacementValue, or oldValue with template";
    }
    @Nullable String constant = pattern ? arguments.get(PATTERN).constant() : null;
    if (constant != null) {
      DotNetRegex.of(constant);
    }
    return "";
  }

  /** A stored schema whose pattern lacks the group still works for entries that don't need it. */
  private static String checkGroup(List<? extends Operand> arguments) {
    boolean read =
        given(arguments, GROUP) && (given(arguments, OTHER_ATTRIBUTE) || !given(arguments, OLD));
    @Nullable String pattern = read ? arguments.get(PATTERN).constant() : null;
    @Nullable String group = read ? arguments.get(GROUP).constant() : null;
    if (pattern != null && group != null) {
      DotNetRegex.of(pattern).requireGroup(group);
    }
    return "";
  }

  private static boolean given(List<? extends Operand> arguments, int index) {
    return index < arguments.size() && !arguments.get(index).isAbsent();
  }

  private static JsonNode replace(Arguments arguments) {
    String source = arguments.text(0);
    if (arguments.isGiven(OTHER_ATTRIBUTE)) {
      return source == null || source.isEmpty()
          ? Values.of(pattern(arguments)
              .extract(arguments.textOrEmpty(OTHER_ATTRIBUTE), arguments.textOrEmpty(GROUP)))
          : Values.of(source);
    }
    if (source == null) {
      return Values.NONE;
    }
    String old = arguments.textOrEmpty(OLD);
    if (!arguments.isGiven(REPLACEMENT)) {
      return Values.of(replace(arguments.textOrEmpty(TEMPLATE), old, source));
    }
    String replacement = arguments.textOrEmpty(REPLACEMENT);
    if (arguments.isGiven(OLD)) {
      return Values.of(replace(source, old, replacement));
    }
    return Values.of(
        arguments.isGiven(GROUP)
            ? pattern(arguments).replaceGroup(source, arguments.textOrEmpty(GROUP), replacement)
            : pattern(arguments).replace(source, replacement));
  }

  /** Replaces all occurrences of a part; an empty part has none. */
  private static String replace(String text, String part, String replacement) {
    if (part.isEmpty()) {
      return text;
    }
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    Values.checkLength(text.length() + count * (replacement.length() - part.length()));
    return text.replace(part, replacement);
  }

  private static DotNetRegex pattern(Arguments arguments) {
    return DotNetRegex.of(arguments.textOrEmpty(PATTERN));
  }
}
