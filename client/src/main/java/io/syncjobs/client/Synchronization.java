package io.syncjobs.client;

import io.syncjobs.client.internal.Transport;

/** Jobs, their cycles, escrows and uploads, templates, schemas and secrets of one application. Thread-safe. */
public final class Synchronization {

  private final Transport transport;
  private final String ownerId;

  Synchronization(Transport transport, String ownerId) {
    this.transport = transport;
    this.ownerId = ownerId;
  }

  /** Jobs of the application. */
  public Jobs jobs() {
    return new Jobs(transport, ownerId);
  }

  /** Cycles of its jobs. */
  public Cycles cycles() {
    return new Cycles(transport, ownerId);
  }

  /** Webhooks of its jobs. */
  public Webhooks webhooks() {
    return new Webhooks(transport, ownerId);
  }

  /** Entries that its jobs failed to write, and try again. */
  public Escrows escrows() {
    return new Escrows(transport, ownerId);
  }

  /** Uploads to its API-driven jobs, with the results of their records. */
  public Uploads uploads() {
    return new Uploads(transport, ownerId);
  }

  /** Schemas of its jobs and templates, which say how objects are mapped. */
  public Schemas schemas() {
    return new Schemas(transport, ownerId);
  }

  /** Secrets by which its jobs connect to their target. */
  public Secrets secrets() {
    return new Secrets(transport, ownerId);
  }

  /** Templates that its jobs can be created from. */
  public Templates templates() {
    return new Templates(transport, ownerId);
  }
}
