package io.syncjobs.server.engine.entry;

import io.syncjobs.server.platform.storage.SharedKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Keyed hashes of written values, which tell whether a value has changed without storing it. The key prevents guessing short values such as passwords.
 * Safe for use by many threads.
 */
@Component
public class Fingerprints {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 12;

  private final SharedKeys keys;

  /** Keyed once per thread, as that costs more than hashing a short value. */
  private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::keyed);

  Fingerprints(SharedKeys keys) {
    this.keys = keys;
  }

  /** Fingerprint of a value. */
  public String of(JsonNode value) {
    // The quotation mark distinguishes the text "1" from the number 1.
    String text = value.isString() ? '"' + value.stringValue() : value.toString();
    byte[] hash = macs.get().doFinal(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, BYTES));
  }

  private Mac keyed() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(keys.key("fingerprints"), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }
}
