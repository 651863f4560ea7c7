package io.syncjobs.server.connector.scim.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /** A network of IPv4. */
  private record Network(int address, int length) {
    boolean has(int other) {
      return (address ^ other) >>> (Integer.SIZE - length) == 0;
    }
  }

  /** Networks for special purposes that Java doesn't tell apart, from IANA's registry (RFC 6890). */
  private static final List<Network> SPECIAL = List.of(
      new Network(0, 8),
      new Network(100 << 24 | 64 << 16, 10),
      new Network(192 << 24, 24),
      new Network(198 << 24 | 18 << 16, 15),
      new Network(240 << 24, 4));

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
    if (address instanceof Inet6Address) {
      byte[] bytes = address.getAddress();
      boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
      return uniqueLocal
          || isLocal(address)
          || embedded(bytes).filter(PublicAddresses::isPrivate).isPresent();
    }
    int bits = ByteBuffer.wrap(address.getAddress()).getInt();
    return isLocal(address) || SPECIAL.stream().anyMatch(network -> network.has(bits));
  }

  /** The IPv4 address that a gateway makes of an IPv6 address: with the prefix of NAT64 (RFC 6052), 6to4 (RFC 3056), or none (RFC 4291). */
  private static Optional<InetAddress> embedded(byte[] bytes) {
    ByteBuffer address = ByteBuffer.wrap(bytes);
    long first = address.getLong(0);
    boolean last = (first == 0x0064_ff9b_0000_0000L || first == 0) && address.getInt(8) == 0;
    boolean sixToFour = address.getShort(0) == 0x2002;
    if (!last && !sixToFour) {
      return Optional.empty();
    }
    int start = last ? 12 : 2;
    try {
      return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, start, start + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress();
  }
}
