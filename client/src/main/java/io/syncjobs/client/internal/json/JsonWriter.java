package io.syncjobs.client.internal.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes models as JSON, each by its generated method. Not thread-safe. */
public final class JsonWriter {

  private final JsonGenerator generator;

  private JsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  /**
   * Writes a whole document.
   *
   * @throws IllegalArgumentException if it has a value that JSON has no form for
   */
  public static byte[] write(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator =
        JsonReader.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
      new JsonWriter(generator).value(value);
    }
    return bytes.toByteArray();
  }

  /** Starts an object. */
  public void begin() {
    generator.writeStartObject();
  }

  /** Ends an object. */
  public void end() {
    generator.writeEndObject();
  }

  /** Writes a member that must not be absent. */
  public void required(String name, @Nullable Object value) {
    generator.writeName(name);
    value(value);
  }

  /** Writes a member unless it is null, or undefined. */
  public void optional(String name, @Nullable Object value) {
    if (value instanceof JsonNullable<?> nullable) {
      if (nullable.isPresent()) {
        required(name, nullable.get());
      }
    } else if (value != null) {
      required(name, value);
    }
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Map<?, ?> members) {
      begin();
      members.forEach((name, member) -> required(String.valueOf(name), member));
      end();
    } else if (value instanceof Iterable<?> items) {
      generator.writeStartArray();
      items.forEach(this::value);
      generator.writeEndArray();
    } else if (value instanceof Object[] items) {
      value(Arrays.asList(items));
    } else if (value instanceof OffsetDateTime time) {
      generator.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
    } else if (value instanceof CharSequence
        || value instanceof UUID
        || value instanceof TemporalAccessor
        || value instanceof Enum) {
      generator.writeString(value.toString());
    } else {
      Models.write(value, this);
    }
  }

  private void number(Number number) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte) {
      generator.writeNumber(number.longValue());
    } else if (number instanceof Double) {
      generator.writeNumber(number.doubleValue());
    } else if (number instanceof Float) {
      generator.writeNumber(number.floatValue());
    } else if (number instanceof BigInteger big) {
      generator.writeNumber(big);
    } else {
      generator.writeNumber(new BigDecimal(number.toString()));
    }
  }

  /** Writes a string. */
  void string(String text) {
    generator.writeString(text);
  }
}
