package dev.grove.local.stack;

import dev.grove.local.Place;
import dev.grove.local.postgres.DurableServer;
import dev.grove.local.postgres.EmbeddedServer;
import dev.grove.local.services.Service;
import dev.grove.local.services.ServiceCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each service is told in the local stack. Everything it writes lies under the state. */
record ServiceSettings(Place place, Ports ports) {
  /** The command, with the service's jars as they are built now. */
  ServiceCommand command(Service service) throws IOException {
    Path built = service.jar(place.root());
    Path copy = place.state().resolve("app").resolve(service.module());
    if (Files.isRegularFile(built)) {
      new Mirror(built.getParent(), copy).refresh();
    }
    Path temporary = place.state().resolve("tmp").resolve(service.module());
    return new ServiceCommand(
        service,
        copy.resolve(built.getFileName()),
        temporary,
        ports.of(service),
        config(service),
        jvm(service));
  }

  private Map<String, String> config(Service service) throws IOException {
    Map<String, String> config = new HashMap<>();
    if (service != Service.INFERENCE) {
      config.put("quarkus.datasource.jdbc.url", DurableServer.jdbcUrl(ports.postgres()));
      config.put("quarkus.datasource.username", EmbeddedServer.USER);
      config.put("quarkus.datasource.password", "");
    }
    switch (service) {
      case REGISTRY -> {
        config.put("grove.artifacts.directory", directory("artifacts"));
        Path secrets = new RegistrySecrets(place.state(), new SecureRandom()).file();
        config.put("quarkus.config.locations", secrets.toString());
      }
      case DATA -> config.put("grove.datasets.directory", directory("datasets"));
      case TRAINING -> {
        config.put("grove.data.url", ports.uri(Service.DATA).toString());
        config.put("grove.registry.url", ports.uri(Service.REGISTRY).toString());
        config.put("grove.jobs.directory", directory("jobs"));
      }
      case INFERENCE -> {
        config.put("grove.registry.url", ports.uri(Service.REGISTRY).toString());
        config.put("grove.data.url", ports.uri(Service.DATA).toString());
        config.put("grove.serving.directory", directory("serving"));
      }
    }
    return config;
  }

  private String directory(String name) {
    return place.state().resolve(name).toString();
  }

  /** Four services share a desktop: bounded heaps, and the collector that starts the fastest. */
  private static List<String> jvm(Service service) {
    String heap =
        switch (service) {
          case TRAINING -> "256m";
          case REGISTRY, DATA, INFERENCE -> "512m";
        };
    return List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
  }
}
