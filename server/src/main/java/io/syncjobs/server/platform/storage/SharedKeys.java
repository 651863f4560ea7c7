package io.syncjobs.server.platform.storage;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Random keys that all nodes on the same database share. They guard what only has to be recognized
 * as this server's own, such as a paging token; secrets are not for them. Safe for use by many
 * threads.
 */
@Repository
public class SharedKeys {

  private static final int BYTES = 32;

  private final JdbcClient jdbc;
  private final Map<String, byte[]> known = new ConcurrentHashMap<>();

  SharedKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The key of a name, made at the first call ever. */
  public byte[] key(String name) {
    return known.computeIfAbsent(name, this::readOrMake).clone();
  }

  private byte[] readOrMake(String name) {
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    jdbc.sql("INSERT INTO shared_keys (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING")
        .param("name", name)
        .param("value", Base64.getEncoder().encodeToString(fresh))
        .update();
    String value = jdbc.sql("SELECT value FROM shared_keys WHERE name = :name")
        .param("name", name)
        .query(String.class)
        .single();
    return Base64.getDecoder().decode(value);
  }
}
