package dev.grove.local.stack;

import dev.grove.local.TextTable;
import dev.grove.local.postgres.DurableServer;
import dev.grove.local.services.Service;
import java.util.List;

/** Where to look at a running stack. */
public record Addresses(Ports ports) {
  public List<String> lines() {
    TextTable table = new TextTable("service", "address", "Swagger UI");
    for (Service service : Service.values()) {
      table.add(service.module(), ports.uri(service), ports.uri(service) + "/q/swagger-ui/");
    }
    return table
        .add("PostgreSQL", DurableServer.jdbcUrl(ports.postgres()), "user postgres, no password")
        .lines();
  }
}
