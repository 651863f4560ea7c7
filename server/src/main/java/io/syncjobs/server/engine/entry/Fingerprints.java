package io.syncjobs.server.engine.entry;

import io.syncjobs.server.platform.storage.SharedHmac;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Keyed hashes of written values, which tell whether a value has changed without storing it. The key prevents guessing short values such as passwords.
 * Safe for use by many threads.
 */
@Component
public class Fingerprints {

  private static final int BYTES = 12;

  private final SharedHmac hmac;

  Fingerprints(SharedHmac hmac) {
    this.hmac = hmac;
  }

  /** Fingerprint of a value. */
  public String of(JsonNode value) {
    // The quotation mark distinguishes the text "1" from the number 1.
    String text = value.isString() ? '"' + value.stringValue() : value.toString();
    byte[] hash = hmac.hash(SharedHmac.Purpose.FINGERPRINTS, text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, BYTES));
  }
}
