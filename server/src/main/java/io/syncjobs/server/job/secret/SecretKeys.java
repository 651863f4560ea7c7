package io.syncjobs.server.job.secret;

import io.syncjobs.server.platform.startup.DataFolder;
import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys that secrets are encrypted with at rest. They are in a file, never in the database; nodes that share a database need the same ones, which
 * the start makes sure of. Safe for use by many threads.
 */
@Component
class SecretKeys {

  /** What the probe in the database says, and to whom it belongs. */
  private static final String PROBE = "probe";

  private final Path file;
  private final JdbcClient jdbc;
  private volatile Keyring ring;

  /**
   * Reads the keys, or makes one if there is none and none was ever used.
   *
   * @throws SetupException if these aren't the keys of what is in the database; nothing is changed then
   */
  SecretKeys(SyncJobsProperties properties, DataFolder folder, JdbcClient jdbc) {
    this.file = properties.secretKey();
    this.jdbc = jdbc;
    if (!Files.exists(file)) {
      probe().ifPresent(secret -> {
        throw new SetupException(
            "The file with the key of secrets, " + file + ", is missing.",
            remedy(Keyring.idIn(secret)),
            null);
      });
      folder.makeSecret(file, Keyring.fresh());
    }
    this.ring = read();
    if (probe().isEmpty()) {
      jdbc.sql(
              "INSERT INTO secret_key_probe (id, sealed) VALUES (1, :sealed) ON CONFLICT DO NOTHING")
          .param("sealed", ring.encrypt(PROBE, PROBE))
          .update();
    }
    checkKeys();
  }

  /** The id of the key that {@link #encrypt} uses. */
  String currentId() {
    return ring.firstId();
  }

  /** Encrypts a text that belongs to an owner. */
  Sealed encrypt(String owner, String text) {
    Keyring current = ring;
    return new Sealed(current.encrypt(owner, text), current.firstId());
  }

  /** Something encrypted, and the id of its key. */
  record Sealed(String text, String keyId) {}

  /**
   * Decrypts what was encrypted for an owner.
   *
   * @throws WrongSecretKeyException if none of the keys fits, also none that was added to the file meanwhile
   */
  String decrypt(String owner, String sealed) {
    if (!ring.ids().contains(Keyring.idIn(sealed))) {
      ring = read(); // Another node may have begun to use a new key.
    }
    return ring.decrypt(owner, sealed);
  }

  /** Has the probe ask for the current key from now on. */
  void renewProbe() {
    if (probe().map(Keyring::idIn).filter(currentId()::equals).isEmpty()) {
      jdbc.sql("UPDATE secret_key_probe SET sealed = :sealed")
          .param("sealed", ring.encrypt(PROBE, PROBE))
          .update();
    }
  }

  private void checkKeys() {
    try {
      probe().ifPresent(secret -> ring.decrypt(PROBE, secret));
      for (String id : jdbc.sql("SELECT DISTINCT key_id FROM secrets WHERE key_id <> ''")
          .query(String.class)
          .list()) {
        if (!ring.ids().contains(id)) {
          throw new WrongSecretKeyException(id);
        }
      }
    } catch (WrongSecretKeyException e) {
      throw new SetupException(
          "The file " + file
              + " doesn't have the key that secrets in the database are encrypted with.",
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
    } catch (IOException | ParseException e) {
      throw new SetupException(
          "The file " + file
              + " can't be read as a JSON Web Key of kty oct with 256 bits and a kid, or as a set of such with different kids.",
          "Bring the right file back. Without it, the secrets in the database can't be read.",
          null);
    }
  }

  private static String remedy(String keyId) {
    return "Bring back the file with the key " + keyId
        + ", or copy it from another node, to where syncjobs.secret-key says. Without that key, the secrets can't be read.";
  }
}
