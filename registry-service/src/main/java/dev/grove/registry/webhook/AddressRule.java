package dev.grove.registry.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a delivery may connect to: public ones, and those of networks that the
 * configuration allows.
 *
 * <p>Sources: IANA's registries of special-purpose addresses for IPv4 and IPv6. Of IPv6 only global
 * unicast is public, without the ranges in it that tunnel to other addresses; a NAT64 address
 * counts as the IPv4 address in it.
 */
final class AddressRule {
  private static final List<Network> NOT_PUBLIC_4 =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          // Azure's metadata, on an address that looks public.
          "168.63.129.16");

  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  /** Protocol assignments with Teredo, documentation, 6to4, documentation. */
  private static final List<Network> NOT_PUBLIC_6 =
      networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  private final List<Network> allowed;

  AddressRule(List<Network> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }

  boolean allows(InetAddress address) {
    InetAddress meant = meant(address);
    return allowed.stream().anyMatch(network -> network.contains(meant)) || isPublic(meant);
  }

  private static boolean isPublic(InetAddress address) {
    if (address.getAddress().length == 4) {
      return NOT_PUBLIC_4.stream().noneMatch(network -> network.contains(address));
    }
    return GLOBAL_UNICAST.contains(address)
        && NOT_PUBLIC_6.stream().noneMatch(network -> network.contains(address))
        && !isIsatap(address.getAddress());
  }

  /** Whether the last half names an IPv4 address that a tunnel leads to (RFC 5214). */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & 0xfd) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && (address[11] & 0xff) == 0xfe;
  }

  /** The IPv4 address that a NAT64 gateway makes of it; Java does so with mapped ones. */
  private static InetAddress meant(InetAddress address) {
    if (!NAT64.contains(address)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
