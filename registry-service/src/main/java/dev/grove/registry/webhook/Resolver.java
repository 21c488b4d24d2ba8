package dev.grove.registry.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
interface Resolver {
  /**
   * At least one address.
   *
   * @param host a name or an address
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** As the machine does it. */
  static Resolver ofSystem() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
