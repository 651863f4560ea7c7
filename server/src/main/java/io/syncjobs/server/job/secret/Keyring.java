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
 * Keys of AES-256-GCM, used as JSON Web Encryption says (RFC 7516). The first one encrypts; all decrypt, each what names it. Immutable.
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

  /** The text of a ring with one new key. */
  static String fresh() {
    try {
      return new OctetSequenceKeyGenerator(BITS)
          .keyID(UUID.randomUUID().toString())
          .generate()
          .toJSONString();
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java platform makes random keys", e);
    }
  }

  /**
   * Reads a JSON Web Key, or a set of them (RFC 7517).
   *
   * @throws ParseException if it isn't one with keys of 256 bits that have different ids
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
        throw new ParseException("Not a key of 256 bits with an id", 0);
      }
      if (keys.put(key.getKeyID(), octets) != null) {
        throw new ParseException("Two keys have one id", 0);
      }
    }
    if (keys.isEmpty()) {
      throw new ParseException("No key", 0);
    }
    return new Keyring(keys);
  }

  /** The id of the key that encrypts. */
  String firstId() {
    return first.getKeyID();
  }

  /** The ids of all keys. */
  Set<String> ids() {
    return keys.keySet();
  }

  /** The id of the key that something was encrypted with. */
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
      throw new IllegalStateException("Every Java platform has AES-GCM", e);
    }
    return sealed.serialize();
  }

  /**
   * Decrypts what was encrypted for an owner.
   *
   * @throws WrongSecretKeyException if the key isn't on the ring, or has that id and is another
   * @throws IllegalStateException if it was encrypted for another owner
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
