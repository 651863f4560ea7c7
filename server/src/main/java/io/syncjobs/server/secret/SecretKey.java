package io.syncjobs.server.secret;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import io.syncjobs.server.startup.DataFolder;
import io.syncjobs.server.startup.SetupException;
import io.syncjobs.server.startup.SyncJobsProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The key that secrets are encrypted with at rest: AES-256-GCM, as JSON Web Encryption (RFC 7516), bound to their owner. It is kept beside the
 * database, never in it; nodes that share a database need the same one. Safe for use by many threads.
 */
@Component
class SecretKey {

  private static final int BITS = 256;
  private static final String OWNER = "owner";

  private final OctetSequenceKey key;

  SecretKey(SyncJobsProperties properties, DataFolder folder) throws JOSEException {
    Path file = properties.secretKey();
    if (!Files.exists(file)) {
      folder.writeSecret(
          file,
          new OctetSequenceKeyGenerator(BITS)
              .keyID(UUID.randomUUID().toString())
              .generate()
              .toJSONString());
    }
    try {
      key = OctetSequenceKey.parse(Files.readString(file));
    } catch (IOException | ParseException e) {
      throw new SetupException(
          "The key of secrets, " + file + ", can't be read as a JSON Web Key of type oct.",
          "Bring the right file back. Without it, the secrets in the database can't be read; a new key makes them void.",
          null);
    }
  }

  /** Encrypts a text that belongs to an owner. */
  String encrypt(String owner, String text) {
    JWEObject sealed = new JWEObject(
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
            .keyID(key.getKeyID())
            .customParam(OWNER, owner)
            .build(),
        new Payload(text));
    try {
      sealed.encrypt(new DirectEncrypter(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java platform has AES-GCM", e);
    }
    return sealed.serialize();
  }

  /**
   * Decrypts what was encrypted for an owner.
   *
   * @throws IllegalStateException if it was encrypted with another key or for another owner, or was changed
   */
  String decrypt(String owner, String sealed) {
    try {
      JWEObject object = JWEObject.parse(sealed);
      object.decrypt(new DirectDecrypter(key));
      if (!owner.equals(object.getHeader().getCustomParam(OWNER))) {
        throw new IllegalStateException("Secrets in the database belong to another owner");
      }
      return object.getPayload().toString();
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException("Secrets in the database don't fit the key", e);
    }
  }
}
