package io.syncjobs.server.connector.scim;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** SCIM services within this server, which jobs may call although they have a private address. */
public interface OwnTargets {

  /** Tells whether an address belongs to one of them. */
  boolean include(String address);

  /** TLS that trusts the certificate of this server; null for Java's own. */
  default @Nullable SSLContext tls() {
    return null;
  }
}
