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
      Function.of("BitAnd(BITS value1, BITS value2)", a -> LongNode.valueOf(a.bits(0) & a.bits(1))),
      Function.of("CBool(CONDITION expression)", a -> Values.of(a.truth(0))),
      Function.of("ConvertToBase64(source)", ConversionFunctions::base64),
      Function.of("ConvertToUTF8Hex(source)", ConversionFunctions::hex),
      Function.of("CStr(value)", a -> Values.of(a.text(0))));

  private ConversionFunctions() {}

  /** Base64 of UTF-16, which is .NET's Unicode encoding. */
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
