package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** Functions that give a value another type or coding. */
final class ConversionFunctions {

  static final List<Function> ALL = List.of(
      Function.of("BitAnd(value1, value2)", ConversionFunctions::bitAnd),
      Function.of("CBool(expression)", ConversionFunctions::cbool),
      Function.of("ConvertToBase64(source)", ConversionFunctions::base64),
      Function.of("ConvertToUTF8Hex(source)", ConversionFunctions::hex),
      Function.of("CStr(value)", a -> Values.of(a.text(0))));

  private ConversionFunctions() {}

  private static JsonNode bitAnd(Arguments arguments) {
    return LongNode.valueOf(bits(arguments, 0) & bits(arguments, 1));
  }

  private static long bits(Arguments arguments, int index) {
    Long bits = Values.integer(arguments.textOrEmpty(index));
    if (bits == null) {
      throw arguments.invalid(index, "isn't a whole number. Give one such as 15 or &HF");
    }
    return bits;
  }

  private static JsonNode cbool(Arguments arguments) {
    Boolean truth = Values.truth(arguments.value(0));
    if (truth == null) {
      throw arguments.invalid(
          0, "is neither true nor false nor a number. Compare it with something");
    }
    return Values.of(truth);
  }

  /** Base64 of UTF-16, as .NET's Unicode encoding has it. */
  private static JsonNode base64(Arguments arguments) {
    String text = arguments.text(0);
    return text == null
        ? Values.NONE
        : Values.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE)));
  }

  private static JsonNode hex(Arguments arguments) {
    String text = arguments.text(0);
    return text == null
        ? Values.NONE
        : Values.of(
            HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8)));
  }
}
