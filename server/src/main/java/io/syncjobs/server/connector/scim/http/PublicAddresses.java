package io.syncjobs.server.connector.scim.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves the names of targets, and refuses those with a private address. The connection is made to the very addresses that are checked here, so a
 * name that changes its address in between (DNS rebinding) gains nothing. Safe for use by many threads.
 */
final class PublicAddresses extends SystemDefaultDnsResolver {

  /** A host has an address that the server must not call. */
  static final class PrivateAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    PrivateAddressException(String host) {
      super(host);
    }
  }

  private final boolean privateAllowed;

  PublicAddresses(boolean privateAllowed) {
    this.privateAllowed = privateAllowed;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = super.resolve(host);
    for (InetAddress address : addresses) {
      if (!privateAllowed && isPrivate(address)) {
        throw new PrivateAddressException(host);
      }
    }
    return addresses;
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || uniqueLocal;
  }
}
