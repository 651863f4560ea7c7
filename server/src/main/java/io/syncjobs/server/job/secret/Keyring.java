package io.syncjobs.server.job.secret;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Keys for AES-256-GCM as JSON Web Encryption (RFC 7516). The first key encrypts; each key decrypts what names its id. Immutable.
 */
final class Keyring {

  private static final int BITS = 256;
  private static final String OWNER = "owner";

  private final Map<String, OctetSequenceKey> keys;
  private final OctetSequenceKey first;

  private Keyring(Map<String, OctetSequenceKey> keys) {
    this.keys = keys;
    this.first = keys.values().iterator().next();
  }

  /** Generates the text of a ring with one random key. */
  static String generate() {
    try {
      return new OctetSequenceKeyGenerator(BITS)
          .keyID(UUID.randomUUID().toString())
          .generate()
          .toJSONString();
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java platform generates random keys", e);
    }
  }

  /**
   * Reads a JSON Web Key, or a set of them (RFC 7517).
   *
   * @throws ParseException unless all keys have 256 bits and ids of their own
   */
  static Keyring parse(String text) throws ParseException {
    Map<String, Object> json = JSONObjectUtils.parse(text);
    List<JWK> all =
        json.containsKey("keys") ? JWKSet.parse(json).getKeys() : List.of(JWK.parse(json));
    Map<String, OctetSequenceKey> keys = new LinkedHashMap<>();
    for (JWK key : all) {
      if (!(key instanceof OctetSequenceKey octets)
          || octets.size() != BITS
          || key.getKeyID() == null) {
        throw new ParseException("A key doesn't have 256 bits and an id", 0);
      }
      if (keys.put(key.getKeyID(), octets) != null) {
        throw new ParseException("Two keys have the same id", 0);
      }
    }
    if (keys.isEmpty()) {
      throw new ParseException("The set has no key", 0);
    }
    return new Keyring(keys);
  }

  /** Id of the key that encrypts. */
  String firstId() {
    return first.getKeyID();
  }

  /** Ids of all keys. */
  Set<String> ids() {
    return keys.keySet();
  }

  /** Id of the key that encrypted a text. */
  static String idIn(String sealed) {
    return String.valueOf(read(sealed).getHeader().getKeyID());
  }

  /** Encrypts a text that belongs to an owner. */
  String encrypt(String owner, String text) {
    JWEObject sealed = new JWEObject(
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
            .keyID(first.getKeyID())
            .customParam(OWNER, owner)
            .build(),
        new Payload(text));
    try {
      sealed.encrypt(new DirectEncrypter(first));
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java platform provides AES-GCM", e);
    }
    return sealed.serialize();
  }

  /**
   * Decrypts a text of an owner.
   *
   * @throws WrongSecretKeyException if the ring lacks the key, or has a different key with its id
   * @throws IllegalStateException if the text belongs to another owner
   */
  String decrypt(String owner, String sealed) {
    JWEObject object = read(sealed);
    String id = String.valueOf(object.getHeader().getKeyID());
    OctetSequenceKey key = keys.get(id);
    if (key == null) {
      throw new WrongSecretKeyException(id);
    }
    try {
      object.decrypt(new DirectDecrypter(key));
    } catch (JOSEException e) {
      throw new WrongSecretKeyException(id);
    }
    if (!owner.equals(object.getHeader().getCustomParam(OWNER))) {
      throw new IllegalStateException("Secrets in the database belong to another owner");
    }
    return object.getPayload().toString();
  }

  private static JWEObject read(String sealed) {
    try {
      return JWEObject.parse(sealed);
    } catch (ParseException e) {
      throw new IllegalStateException("Secrets in the database aren't JSON Web Encryption", e);
    }
  }
}
