package io.syncjobs.server.connector.scim;

/** SCIM services within this server, which jobs may call although they have a private address. */
public interface OwnTargets {

  /** Tells whether an address belongs to one of them. */
  boolean include(String address);
}
