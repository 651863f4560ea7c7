package io.syncjobs.server.job.secret;

import io.syncjobs.server.platform.startup.SetupException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Encrypts secrets of older keys with the current key when a server starts. Other nodes may keep running, and several may do this at once.
 */
@Component
class SecretKeyRotation implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(SecretKeyRotation.class);
  private static final int BATCH = 500;

  /** Tables with encrypted texts, each with the name of a row's owner within its text. */
  private enum Table {
    SECRETS("secrets", "tenant_id || '/' || application_id"),
    WEBHOOKS("webhooks", "tenant_id || '/' || application_id || '/' || job_id");

    private final String name;
    private final String owner;

    Table(String name, String owner) {
      this.name = name;
      this.owner = owner;
    }
  }

  private record Row(String owner, String sealed) {}

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final SecretKeys keys;

  SecretKeyRotation(JdbcClient jdbc, TransactionOperations transactions, SecretKeys keys) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.keys = keys;
  }

  @Override
  public void afterSingletonsInstantiated() {
    int renewed = 0;
    try {
      for (Table table : Table.values()) {
        for (List<Row> rows = outdated(table); !rows.isEmpty(); rows = outdated(table)) {
          List<Row> batch = rows;
          renewed += Objects.requireNonNull(transactions.execute(
              transaction -> batch.stream().mapToInt(row -> renew(table, row)).sum()));
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

  private List<Row> outdated(Table table) {
    return jdbc.sql("SELECT %s AS owner, sealed FROM %s WHERE key_id <> :current LIMIT :batch"
            .formatted(table.owner, table.name))
        .param("current", keys.currentId())
        .param("batch", BATCH)
        .query((row, number) -> new Row(row.getString("owner"), row.getString("sealed")))
        .list();
  }

  /** Changes nothing if the secrets were replaced meanwhile. */
  private int renew(Table table, Row row) {
    SecretKeys.Sealed sealed = keys.encrypt(row.owner(), keys.decrypt(row.owner(), row.sealed()));
    return jdbc.sql(
            "UPDATE %s SET sealed = :sealed, key_id = :key WHERE %s = :owner AND sealed = :before"
                .formatted(table.name, table.owner))
        .param("sealed", sealed.text())
        .param("key", sealed.keyId())
        .param("owner", row.owner())
        .param("before", row.sealed())
        .update();
  }
}
