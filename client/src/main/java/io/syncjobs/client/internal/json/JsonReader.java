package io.syncjobs.client.internal.json;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON into models, each of which has a generated method for it: setting up a mapper that binds by reflection takes as long as all the
 * rest of a program's first call. Not thread-safe.
 */
public final class JsonReader {

  static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a whole document.
   *
   * @param type a model, or a type that {@link #value} knows
   * @return null if the document is {@code null}
   * @throws JacksonException if it isn't JSON, or not of the type
   */
  public static <T> @Nullable T read(byte[] document, Class<T> type) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      parser.nextToken();
      T read = new JsonReader(parser).value(type);
      if (parser.nextToken() != null) {
        throw new StreamReadException(
            parser, "Expected the end of the document, found " + parser.currentToken());
      }
      return read;
    }
  }

  /** Enters an object and returns the name of its first member; null if it has none. */
  public @Nullable String firstMember() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected("an object");
    }
    return nextMember();
  }

  /** Returns the name of the next member of the object; null at its end. */
  public @Nullable String nextMember() {
    String name = parser.nextName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  /** Skips a value. */
  public void skip() {
    parser.skipChildren();
  }

  /**
   * Reads a value.
   *
   * @param type String, Boolean, Integer, Long, OffsetDateTime, Object for any value, or a model
   */
  public <T> @Nullable T value(Class<T> type) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw unexpected(type.getSimpleName());
    }
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    Object value;
    if (type == String.class) {
      value = token.isScalarValue() ? parser.getString() : null;
    } else if (type == Boolean.class) {
      value = token.isBoolean() ? parser.getBooleanValue() : null;
    } else if (type == Integer.class) {
      value = token.isNumeric() ? parser.getIntValue() : null;
    } else if (type == Long.class) {
      value = token.isNumeric() ? parser.getLongValue() : null;
    } else if (type == OffsetDateTime.class) {
      value = token == JsonToken.VALUE_STRING ? time(parser.getString()) : null;
    } else if (type == Object.class) {
      value = any(token);
    } else {
      value = Models.read(type, this);
    }
    if (value == null) {
      throw unexpected(type.getSimpleName());
    }
    return type.cast(value);
  }

  /** Reads a list. */
  public <T> @Nullable List<T> list(Class<T> type) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw unexpected("a list");
    }
    List<T> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(type));
    }
    return items;
  }

  /** Reads an object with any members, whose values are of one type. */
  public <T> @Nullable Map<String, T> map(Class<T> type) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    Map<String, T> members = new LinkedHashMap<>();
    for (String name = firstMember(); name != null; name = nextMember()) {
      members.put(name, value(type));
    }
    return members;
  }

  /** Returns the current string. */
  String string() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw unexpected("a string");
    }
    return parser.getString();
  }

  private @Nullable Object any(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> map(Object.class);
      case START_ARRAY -> list(Object.class);
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> null;
    };
  }

  private OffsetDateTime time(String text) {
    try {
      return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw unexpected("a time with an offset");
    }
  }

  private StreamReadException unexpected(String wanted) {
    return new StreamReadException(
        parser,
        "Expected "
            + wanted
            + ", found "
            + parser.currentToken()
            + " at '"
            + parser.streamReadContext().pathAsPointer()
            + "'");
  }
}
