package io.syncjobs.client;

import io.syncjobs.client.internal.Transport;

/** Jobs, templates, schemas and secrets of one application. Thread-safe. */
public final class Synchronization {

  private final Jobs jobs;
  private final Templates templates;
  private final Schemas schemas;
  private final Secrets secrets;

  Synchronization(Transport transport, String ownerId) {
    this.jobs = new Jobs(transport, ownerId);
    this.templates = new Templates(transport, ownerId);
    this.schemas = new Schemas(transport, ownerId);
    this.secrets = new Secrets(transport, ownerId);
  }

  /** Jobs of the application. */
  public Jobs jobs() {
    return jobs;
  }

  /** Schemas of its jobs and templates, which say how objects are mapped. */
  public Schemas schemas() {
    return schemas;
  }

  /** Secrets by which its jobs connect to their target. */
  public Secrets secrets() {
    return secrets;
  }

  /** Templates that its jobs can be created from. */
  public Templates templates() {
    return templates;
  }
}
