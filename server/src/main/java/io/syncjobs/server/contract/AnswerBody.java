package io.syncjobs.server.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Body of an answer, which is written into memory while it is checked, and leaves only then. Not thread-safe. */
public final class AnswerBody {

  private final Object value;
  private final JsonMapper json;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream(8192);

  /**
   * @param value a tree, or an object that is mapped to one
   */
  public AnswerBody(Object value, JsonMapper json) {
    this.value = value;
    this.json = json;
  }

  /** Writes the body into memory. Returns true if the form certainly allows it. */
  boolean follows(Form form) {
    written.reset();
    try (JsonGenerator plain = json.createGenerator(written)) {
      FormGenerator compared = new FormGenerator(plain, form);
      json.writeValue(compared, value);
      return compared.follows();
    }
  }

  JsonNode tree() {
    return value instanceof JsonNode tree ? tree : json.valueToTree(value);
  }

  /** Copies what the check has written. */
  public void writeTo(OutputStream out) throws IOException {
    written.writeTo(out);
  }
}
