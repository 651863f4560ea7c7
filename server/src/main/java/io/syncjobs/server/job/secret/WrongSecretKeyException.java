package io.syncjobs.server.job.secret;

/** Stored secrets can't be decrypted with the keys of this node. */
public final class WrongSecretKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String keyId;

  WrongSecretKeyException(String keyId) {
    super("This node lacks the key " + keyId
        + " that encrypted secrets in the database. Copy the key file of a node that has the key to the path that"
        + " syncjobs.secret-key names; the node needs no restart.");
    this.keyId = keyId;
  }

  /** Id of the key that encrypted the secrets. */
  public String keyId() {
    return keyId;
  }
}
