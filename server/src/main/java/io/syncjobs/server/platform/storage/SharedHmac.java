package io.syncjobs.server.platform.storage;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * HMAC-SHA-256 with random keys that all nodes on one database share. The keys are stored in plain text, so they must not encrypt secrets. Safe for use
 * by many threads.
 */
@Repository
public class SharedHmac implements SmartInitializingSingleton {

  /** Purposes, each of which has a key of its own. */
  public enum Purpose {
    /** Signatures of paging tokens. */
    SKIPTOKEN,
    /** Hashes of written values. */
    FINGERPRINTS;

    private String stored() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private volatile Map<Purpose, SecretKeySpec> keys = Map.of();

  /** By thread, since setting the key costs more than hashing a short value. */
  private final ThreadLocal<Map<Purpose, Mac>> macs =
      ThreadLocal.withInitial(() -> new EnumMap<>(Purpose.class));

  SharedHmac(JdbcClient jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /** Reads the keys, or creates them in a new database, before a caller's transaction needs one: it could undo the creation. */
  @Override
  public void afterSingletonsInstantiated() {
    Map<Purpose, SecretKeySpec> found = read();
    if (found.size() < Purpose.values().length) {
      transactions.executeWithoutResult(transaction -> create());
      found = read();
    }
    keys = found;
  }

  private Map<Purpose, SecretKeySpec> read() {
    Map<Purpose, SecretKeySpec> found = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      jdbc.sql("SELECT value FROM shared_keys WHERE name = :name")
          .param("name", purpose.stored())
          .query(String.class)
          .optional()
          .map(value -> new SecretKeySpec(Base64.getDecoder().decode(value), ALGORITHM))
          .ifPresent(key -> found.put(purpose, key));
    }
    return found;
  }

  private void create() {
    SecureRandom random = new SecureRandom();
    for (Purpose purpose : Purpose.values()) {
      byte[] key = new byte[KEY_BYTES];
      random.nextBytes(key);
      jdbc.sql(
              "INSERT INTO shared_keys (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING")
          .param("name", purpose.stored())
          .param("value", Base64.getEncoder().encodeToString(key))
          .update();
    }
  }

  /** Hashes a message, given in pieces. */
  public byte[] hash(Purpose purpose, byte[]... parts) {
    Mac mac = macs.get().computeIfAbsent(purpose, this::mac);
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private Mac mac(Purpose purpose) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(keys.get(purpose));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform provides " + ALGORITHM, e);
    }
  }
}
