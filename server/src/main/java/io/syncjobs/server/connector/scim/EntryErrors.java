package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Explains why a service refuses an entry (RFC 7644 §3.12). Stateless. */
final class EntryErrors {

  private static final int MAX_DETAIL = 200;

  private EntryErrors() {}

  /**
   * Error for a response that refuses what was sent. It quotes the service, but no secret.
   *
   * @param sent values of the entry
   */
  static TargetException refused(
      ScimResponse response, Map<String, JsonNode> sent, ScimClient client) {
    String said = quote(client.withoutToken(response.detail()), sent);
    return response.status() == 409
        ? new TargetException(
            Problem.ENTRY_NOT_UNIQUE,
            null,
            null,
            "The target answered 409, as something that has to be unique isn't" + said)
        : new TargetException(
            Problem.ENTRY_REFUSED,
            null,
            null,
            "The target answered " + response.status() + ", and doesn't take the entry" + said);
  }

  private static String quote(String detail, Map<String, JsonNode> sent) {
    String quote = detail.replaceAll("\\p{Cntrl}+", " ");
    for (Map.Entry<String, JsonNode> value : sent.entrySet()) {
      String secret = value.getValue().asString("");
      if (value.getKey().toLowerCase(Locale.ROOT).contains("password") && !secret.isEmpty()) {
        quote = quote.replace(secret, "…");
      }
    }
    if (quote.isBlank()) {
      return ".";
    }
    return ": " + (quote.length() > MAX_DETAIL ? quote.substring(0, MAX_DETAIL) + "…" : quote);
  }

  /** Error for an entry that the service doesn't have. */
  static TargetException missing(String type) {
    return new TargetException(
        Problem.ENTRY_MISSING, null, null, "The target has no such " + type + " any more.");
  }
}
