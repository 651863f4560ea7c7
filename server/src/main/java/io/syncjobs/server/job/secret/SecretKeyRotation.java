package io.syncjobs.server.job.secret;

import io.syncjobs.server.platform.startup.SetupException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Encrypts secrets of older keys with the current key when a server starts. Other nodes may keep running, and several may do this at once.
 */
@Component
class SecretKeyRotation implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(SecretKeyRotation.class);
  private static final int BATCH = 500;

  private record Row(String tenant, String application, String sealed) {
    String owner() {
      return SecretStore.name(tenant, application);
    }
  }

  private final JdbcClient jdbc;
  private final SecretKeys keys;

  SecretKeyRotation(JdbcClient jdbc, SecretKeys keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  @Override
  public void afterSingletonsInstantiated() {
    int renewed = 0;
    try {
      for (List<Row> rows = outdated(); !rows.isEmpty(); rows = outdated()) {
        for (Row row : rows) {
          renewed += renew(row);
        }
      }
    } catch (WrongSecretKeyException e) {
      throw new SetupException(
          "The key with the id " + e.keyId()
              + " differs from the key of that id that encrypted secrets in the database.",
          "Restore the original key in the file that syncjobs.secret-key names.",
          null);
    }
    if (renewed > 0) {
      log.info(
          "Encrypted the secrets of {} owners with the current key {}", renewed, keys.currentId());
    }
    keys.renewProbe();
  }

  private List<Row> outdated() {
    return jdbc.sql(
            "SELECT tenant_id, application_id, sealed FROM secrets WHERE key_id <> :current LIMIT :batch")
        .param("current", keys.currentId())
        .param("batch", BATCH)
        .query((row, number) -> new Row(
            row.getString("tenant_id"), row.getString("application_id"), row.getString("sealed")))
        .list();
  }

  /** Changes nothing if the secrets were replaced meanwhile. */
  private int renew(Row row) {
    SecretKeys.Sealed sealed = keys.encrypt(row.owner(), keys.decrypt(row.owner(), row.sealed()));
    return jdbc.sql("""
            UPDATE secrets SET sealed = :sealed, key_id = :key
            WHERE tenant_id = :tenant AND application_id = :application AND sealed = :before
            """)
        .param("sealed", sealed.text())
        .param("key", sealed.keyId())
        .param("tenant", row.tenant())
        .param("application", row.application())
        .param("before", row.sealed())
        .update();
  }
}
