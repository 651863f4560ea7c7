package io.syncjobs.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operation wants in the body. Immutable and safe for use by many threads. */
public final class RequestBody {

  private final String mediaType;
  private final boolean required;
  private final int maxBytes;
  private final int maxDepth;
  private final boolean secret;
  private final Function<JsonNode, List<Violation>> schema;
  private final JsonMapper json;

  /**
   * @param mediaType what it is sent as
   * @param required whether there must be one
   * @param maxBytes how long it may be
   * @param maxDepth how deep it may be nested
   * @param secret whether messages may not show any of its values
   * @param schema tells what is wrong with a value
   */
  RequestBody(
      String mediaType,
      boolean required,
      int maxBytes,
      int maxDepth,
      boolean secret,
      Function<JsonNode, List<Violation>> schema) {
    this.mediaType = mediaType;
    this.required = required;
    this.maxBytes = maxBytes;
    this.maxDepth = maxDepth;
    this.secret = secret;
    this.schema = schema;
    json = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(maxDepth).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** The media type that it is sent as, always one of JSON. */
  public String mediaType() {
    return mediaType;
  }

  /** Whether there must be one. */
  public boolean required() {
    return required;
  }

  /** How many bytes it may have. */
  public int maxBytes() {
    return maxBytes;
  }

  /**
   * Reads a body.
   *
   * @throws Refusal if it isn't JSON in UTF-8 with each member once and nested no
   *     deeper than allowed
   */
  public JsonNode read(byte[] body) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("The body is not valid UTF-8. Send one JSON object in UTF-8.");
    }
    JsonNode node;
    try {
      node = json.readTree(text);
    } catch (JacksonException e) {
      throw malformed(
          "The body is not valid JSON%s%s. Send one JSON object with each member once, nested at most %d deep."
              .formatted(
                  place(e.getLocation()),
                  secret ? "" : ": " + firstLine(e.getOriginalMessage()),
                  maxDepth));
    }
    // An escape may stand for half of a surrogate pair, which is no character and can't be written
    // as UTF-8 again.
    if (text.contains("\\u") && !UTF_8.newEncoder().canEncode(node.toString())) {
      throw malformed(
          "The body has an escape that is half of a surrogate pair. Send both halves, or the character itself.");
    }
    return node;
  }

  /** What is wrong with a body; empty if nothing is. */
  public List<Violation> violations(JsonNode body) {
    return schema.apply(body);
  }

  private static Refusal malformed(String message) {
    return new Refusal(ErrorCode.MALFORMED_JSON, null, message);
  }

  private static String place(TokenStreamLocation location) {
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
