package io.syncjobs.server.web.overload;

/** Schemas of any length. */
final class LargeSchema {

  private static final String ATTRIBUTE =
      "{\"name\": \"a%09d\", \"type\": \"String\", \"multivalued\": false, \"caseExact\": true}";

  private LargeSchema() {}

  /** Builds a schema of about this many bytes: one object with many attributes. */
  static String ofBytes(int bytes) {
    StringBuilder schema = new StringBuilder(bytes + 500)
        .append("{\"directories\": [{\"name\": \"d\", \"objects\": [");
    for (int object = 0; schema.length() < bytes; object++) {
      schema
          .append(object == 0 ? "" : ",")
          .append("{\"name\": \"o")
          .append(object)
          .append("\", \"attributes\": [");
      for (int attribute = 0; attribute < 5000 && schema.length() < bytes; attribute++) {
        schema.append(attribute == 0 ? "" : ",").append(ATTRIBUTE.formatted(attribute));
      }
      schema.append("]}");
    }
    return schema.append("]}]}").toString();
  }
}
