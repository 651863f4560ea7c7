package io.syncjobs.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;

/** Form that an operation requires of its request body. Immutable and thread-safe. */
public final class RequestBody {

  /** Words in parentheses that name a feature of the parser. */
  private static final String FEATURE = " *\\([^()]*[A-Z]_[A-Z][^()]*\\)";

  private final String mediaType;
  private final boolean required;
  private final int maxBytes;
  private final int maxDepth;
  private final boolean secret;
  private final UnaryOperator<JsonNode> cases;
  private final BiFunction<JsonNode, JsonNode, List<Violation>> schema;
  private final JsonMapper json;

  /**
   * @param mediaType media type of the body
   * @param required true if a request must have a body
   * @param maxBytes largest length
   * @param maxDepth deepest nesting
   * @param secret true if messages must not show values
   * @param cases writes values of enumerations in the contract's case
   * @param schema checks a value, and shows it as in the second one
   */
  RequestBody(
      String mediaType,
      boolean required,
      int maxBytes,
      int maxDepth,
      boolean secret,
      UnaryOperator<JsonNode> cases,
      BiFunction<JsonNode, JsonNode, List<Violation>> schema) {
    this.mediaType = mediaType;
    this.required = required;
    this.maxBytes = maxBytes;
    this.maxDepth = maxDepth;
    this.secret = secret;
    this.cases = cases;
    this.schema = schema;
    json = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(maxDepth).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** Media type of the body, which is JSON even if its media type is that of a stream. */
  public String mediaType() {
    return mediaType;
  }

  public boolean required() {
    return required;
  }

  public int maxBytes() {
    return maxBytes;
  }

  /**
   * Parses a body.
   *
   * @throws Refusal if it isn't JSON in UTF-8, repeats a member or is nested too deep
   */
  public JsonNode read(byte[] body) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("The body is not valid UTF-8. Send one JSON object in UTF-8.");
    }
    JsonNode node;
    Numbers numbers = new Numbers();
    try {
      node = json.reader().with(numbers).readTree(text);
    } catch (JacksonException e) {
      throw malformed(
          "The body is not valid JSON%s%s. Send one JSON object with each member once, nested at most %d deep."
              .formatted(place(e.getLocation()), secret ? "" : ": " + reason(e), maxDepth));
    }
    // Faulty texts can only be written as escapes, or Jackson or the decoder would have refused
    // them.
    Storable.Fault fault =
        text.contains("\\u") || numbers.haveInfinite ? Storable.fault(node) : null;
    if (fault != null) {
      throw new Refusal(
          ErrorCode.INVALID_MEMBER,
          fault.place().isEmpty() ? null : fault.place(),
          "The member '%s' %s".formatted(Quoted.cut(fault.place(), 500), fault.reason()));
    }
    return node;
  }

  /** Notices numbers that are too large, so that no other body needs to be searched for them. */
  private static final class Numbers extends JsonNodeFactory {

    private boolean haveInfinite;

    @Override
    public NumericNode numberNode(double value) {
      haveInfinite |= Double.isInfinite(value);
      return super.numberNode(value);
    }
  }

  /**
   * A body that was checked.
   *
   * @param json the body with values of enumerations in the contract's case
   * @param violations violations, which show values as they were sent
   */
  public record Checked(JsonNode json, List<Violation> violations) {}

  /** Checks a parsed body against the schema. The case of values of enumerations has no meaning. */
  public Checked check(JsonNode sent) {
    if (schema.apply(sent, sent).isEmpty()) {
      return new Checked(sent, List.of());
    }
    JsonNode corrected = cases.apply(sent.deepCopy());
    return new Checked(corrected, schema.apply(corrected, sent));
  }

  /** Refuses a request that lacks its body. */
  public static Refusal missing() {
    return new Refusal(
        ErrorCode.BODY_REQUIRED, null, "The operation needs a body. Send a JSON object.");
  }

  private static Refusal malformed(String message) {
    return new Refusal(ErrorCode.MALFORMED_JSON, null, message);
  }

  private static String place(TokenStreamLocation location) {
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** What the parser says, without what it says of itself. */
  private static String reason(JacksonException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("");
    if (e instanceof StreamConstraintsException) {
      return message.startsWith("Document nesting")
          ? "it is nested too deeply"
          : "a number, name or text is too long";
    }
    if (e instanceof MismatchedInputException) {
      return "there is something behind its end";
    }
    String words = message.replaceAll(" \\(start marker at .*", "").replaceAll(FEATURE, "");
    // Names of its classes and features are in such quotes.
    int name = words.indexOf('`');
    return name < 0 ? words : words.substring(0, name).replaceAll("[ (:;,]+[a-z ]*$", "");
  }
}
