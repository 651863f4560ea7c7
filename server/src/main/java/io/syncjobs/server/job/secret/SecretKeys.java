package io.syncjobs.server.job.secret;

import io.syncjobs.server.platform.startup.DataFolder;
import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The keys that encrypt stored secrets. They are kept in a file, never in the database. Nodes that share a database need the same keys, which is
 * checked at their start. Safe for use by many threads.
 */
@Component
class SecretKeys implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(SecretKeys.class);

  /** Text and owner of the probe, an encrypted text in the database that tells whether a node has the right keys. */
  private static final String PROBE = "probe";

  private final Path file;
  private final DataFolder folder;
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private volatile @Nullable Keyring known;

  SecretKeys(
      SyncJobsProperties properties,
      DataFolder folder,
      JdbcClient jdbc,
      TransactionOperations transactions) {
    this.file = properties.secretKey();
    this.folder = folder;
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /** Opens the keys when all beans are made, which would otherwise wait for the database. */
  @Override
  public void afterSingletonsInstantiated() {
    ring();
  }

  private Keyring ring() {
    Keyring ring = known;
    return ring == null ? open() : ring;
  }

  /**
   * Reads the keys, or creates one if the database was never used with a key.
   *
   * @throws SetupException if the keys don't fit the database, which stays unchanged
   */
  private synchronized Keyring open() {
    // Read before the file is looked for: a node that starts at the same time creates the file
    // first and then the probe.
    Optional<String> probe = probe();
    if (!Files.exists(file)) {
      probe.ifPresent(secret -> {
        throw new SetupException(
            "The file " + file + " with the key that encrypts secrets is missing.",
            remedy(Keyring.idIn(secret)),
            null);
      });
      folder.createSecret(file, Keyring.generate());
    }
    Keyring ring = read();
    if (probe().isEmpty()) {
      storeProbe(
          "INSERT INTO secret_key_probe (id, sealed) VALUES (1, :sealed) ON CONFLICT DO NOTHING",
          ring);
    }
    checkKeys(ring);
    known = ring;
    return ring;
  }

  /** Id of the key that {@link #encrypt} uses. */
  String currentId() {
    return ring().firstId();
  }

  /** Encrypts a text that belongs to an owner. */
  Sealed encrypt(String owner, String text) {
    Keyring current = ring();
    return new Sealed(current.encrypt(owner, text), current.firstId());
  }

  /** An encrypted text and the id of its key. */
  record Sealed(String text, String keyId) {}

  /**
   * Decrypts a text of an owner.
   *
   * @throws WrongSecretKeyException if no key fits, including keys that were added to the file meanwhile
   */
  String decrypt(String owner, String sealed) {
    try {
      return ring().decrypt(owner, sealed);
    } catch (WrongSecretKeyException e) {
      readAgain();
      return ring().decrypt(owner, sealed);
    }
  }

  /** Another node may already use a new key, or the operator has mended the file. A file that is being replaced may be unreadable, and changes nothing. */
  private void readAgain() {
    try {
      known = read();
    } catch (SetupException e) {
      log.warn("{} {}", e.getMessage(), e.remedy());
    }
  }

  /** Encrypts the probe with the current key. */
  void renewProbe() {
    if (probe().map(Keyring::idIn).filter(currentId()::equals).isEmpty()) {
      storeProbe("UPDATE secret_key_probe SET sealed = :sealed", ring());
    }
  }

  private void storeProbe(String sql, Keyring ring) {
    transactions.executeWithoutResult(
        transaction -> jdbc.sql(sql).param("sealed", ring.encrypt(PROBE, PROBE)).update());
  }

  private void checkKeys(Keyring ring) {
    try {
      probe().ifPresent(secret -> ring.decrypt(PROBE, secret));
      for (String id : jdbc.sql(
              "SELECT key_id FROM secrets WHERE key_id <> '' UNION SELECT key_id FROM webhooks")
          .query(String.class)
          .list()) {
        if (!ring.ids().contains(id)) {
          throw new WrongSecretKeyException(id);
        }
      }
    } catch (WrongSecretKeyException e) {
      throw new SetupException(
          "The file " + file + " lacks the key that encrypted secrets in the database.",
          remedy(e.keyId()),
          null);
    }
  }

  private Optional<String> probe() {
    return jdbc.sql("SELECT sealed FROM secret_key_probe").query(String.class).optional();
  }

  private Keyring read() {
    try {
      return Keyring.parse(Files.readString(file));
    } catch (IOException e) {
      throw new SetupException(
          "The file " + file + " with the key that encrypts secrets can't be read: "
              + SetupException.reason(e),
          "Make sure that it is a file, and that the account of the server may read it.",
          null);
    } catch (ParseException e) {
      throw new SetupException(
          "The file " + file
              + " contains neither a JSON Web Key with kty oct, 256 bits and a kid, nor a set of such keys with different kids.",
          "Restore the original file. Without it, the secrets in the database can't be decrypted.",
          null);
    }
  }

  private static String remedy(String keyId) {
    return "Restore the file with the key " + keyId
        + ", or copy it from another node, to the path that syncjobs.secret-key names. Without that key, the secrets can't be decrypted.";
  }
}
