package dev.grove.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.grove.local.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was started last in this checkout: {@code .grove/stack.json}. It may tell of processes that
 * have ended since.
 */
record StackRecord(Ports ports, Map<Service, Instance> services) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  StackRecord {
    services = Map.copyOf(services);
  }

  /** The record, or an empty one if there is none, or none that can be read. */
  static StackRecord read(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      try {
        return JSON.readValue(file.toFile(), StackRecord.class);
      } catch (JsonProcessingException e) {
        return new StackRecord(new Ports(null), Map.of());
      }
    }
    return new StackRecord(new Ports(null), Map.of());
  }

  void write(Path file) throws IOException {
    Path scratch = file.resolveSibling(file.getFileName() + ".new");
    JSON.writeValue(scratch.toFile(), this);
    Files.move(scratch, file, StandardCopyOption.REPLACE_EXISTING);
  }

  StackRecord with(Service service, Instance instance) {
    Map<Service, Instance> more = new EnumMap<>(Service.class);
    more.putAll(services);
    more.put(service, instance);
    return new StackRecord(ports, more);
  }

  StackRecord on(Ports moved) {
    return new StackRecord(moved, services);
  }

  /** The service's process, if it lives. */
  Optional<ProcessHandle> process(Service service) {
    return Optional.ofNullable(services.get(service)).flatMap(Instance::process);
  }

  boolean anyAlive() {
    return services.values().stream().anyMatch(Instance::isAlive);
  }
}
