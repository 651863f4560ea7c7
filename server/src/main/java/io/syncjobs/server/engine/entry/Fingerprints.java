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
 * Tells whether a value is the one that was written last, without keeping it: a keyed hash, as short values such as passwords could be guessed from a
 * plain one. Safe for use by many threads.
 */
@Component
public class Fingerprints {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 12;

  private final SharedKeys keys;

  /** Keyed once, as that costs more than the hash of a short value. */
  private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::keyed);

  Fingerprints(SharedKeys keys) {
    this.keys = keys;
  }

  /** The fingerprint of a value. */
  public String of(JsonNode value) {
    // No other value is written with a quotation mark at its beginning.
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
