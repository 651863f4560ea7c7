package io.syncjobs.client;

import io.syncjobs.client.internal.Transport;

/** All that an application has for synchronization. Safe for use by many threads. */
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

  /** Its jobs. */
  public Jobs jobs() {
    return jobs;
  }

  /** How its jobs map objects. */
  public Schemas schemas() {
    return schemas;
  }

  /** What its jobs connect to their target with. */
  public Secrets secrets() {
    return secrets;
  }

  /** What its jobs can be made from. */
  public Templates templates() {
    return templates;
  }
}
