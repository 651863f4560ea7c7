package io.syncjobs.server.platform.storage;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * HMAC-SHA-256 with random keys that all nodes on one database share, such as the signatures of paging tokens. The keys are stored in plain text, so
 * they must not encrypt secrets. Safe for use by many threads.
 */
@Repository
public class SharedHmac {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final JdbcClient jdbc;
  private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();

  /** By key name and thread, since setting the key costs more than hashing a short value. */
  private final ThreadLocal<Map<String, Mac>> macs = ThreadLocal.withInitial(HashMap::new);

  SharedHmac(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Hashes a message.
   *
   * @param keyName name of the key, which is created on first use
   * @param parts the message in pieces
   */
  public byte[] hash(String keyName, byte[]... parts) {
    Mac mac = macs.get().computeIfAbsent(keyName, this::mac);
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private Mac mac(String keyName) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(keys.computeIfAbsent(keyName, this::readOrCreate));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform provides " + ALGORITHM, e);
    }
  }

  private SecretKeySpec readOrCreate(String name) {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    jdbc.sql("INSERT INTO shared_keys (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING")
        .param("name", name)
        .param("value", Base64.getEncoder().encodeToString(random))
        .update();
    String value = jdbc.sql("SELECT value FROM shared_keys WHERE name = :name")
        .param("name", name)
        .query(String.class)
        .single();
    return new SecretKeySpec(Base64.getDecoder().decode(value), ALGORITHM);
  }
}
