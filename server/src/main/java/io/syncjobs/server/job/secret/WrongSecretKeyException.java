package io.syncjobs.server.job.secret;

/** What is stored can't be decrypted with the keys that this node has. */
public final class WrongSecretKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String keyId;

  WrongSecretKeyException(String keyId) {
    super("This node doesn't have the key " + keyId
        + " that secrets in the database are encrypted with.");
    this.keyId = keyId;
  }

  /** The key that it was encrypted with. */
  public String keyId() {
    return keyId;
  }
}
