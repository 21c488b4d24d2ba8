package dev.grove.local.stack;

import dev.grove.local.services.Service;
import java.net.URI;

/**
 * Which component listens where.
 *
 * @param base the first port of a stack that was moved; null for the usual ports
 */
public record Ports(Integer base) {
  private static final int POSTGRES = 15432;
  private static final int POSTGRES_OFFSET = 4;
  private static final int HIGHEST = 65_535;

  public Ports {
    if (base != null && (base < 1 || base + POSTGRES_OFFSET > HIGHEST)) {
      throw new IllegalArgumentException(
          "--port-base must be between 1 and " + (HIGHEST - POSTGRES_OFFSET));
    }
  }

  public int of(Service service) {
    return base == null ? service.defaultPort() : service.port(base);
  }

  public int postgres() {
    return base == null ? POSTGRES : base + POSTGRES_OFFSET;
  }

  public URI uri(Service service) {
    return URI.create("http://127.0.0.1:" + of(service));
  }

  /** As the user would ask for them. */
  String described() {
    return base == null ? "its usual ports" : "--port-base " + base;
  }
}
