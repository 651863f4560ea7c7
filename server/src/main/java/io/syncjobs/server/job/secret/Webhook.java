package io.syncjobs.server.job.secret;

/**
 * Address that is told about the cycles of a job.
 *
 * @param url absolute http or https URL
 * @param secret signs messages
 */
public record Webhook(String url, String secret) {

  /** Leaves out the secret and the address, which may contain another one. */
  @Override
  public String toString() {
    return "Webhook";
  }
}
