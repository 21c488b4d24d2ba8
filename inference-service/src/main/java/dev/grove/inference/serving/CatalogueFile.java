package dev.grove.inference.serving;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The catalogue on this disk, so that a process that starts without the registry knows aliases and
 * traffic rules as they were. One that cannot be read is reported, and the registry is waited for.
 */
final class CatalogueFile {
  private static final Logger LOG = Logger.getLogger(CatalogueFile.class);
  private static final int FORMAT = 1;
  private static final long LARGEST = 256 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterForReflection
  record File(int format, List<Model> models) {}

  /**
   * @param createdAt milliseconds since the epoch
   */
  @RegisterForReflection
  record Model(String name, long createdAt, List<Alias> aliases, String traffic) {
    static Model of(RegisteredModel model) {
      return new Model(
          model.name(),
          model.createdAt().toEpochMilli(),
          model.aliases().values().stream().map(Alias::of).toList(),
          model.traffic());
    }

    RegisteredModel toModel() {
      Map<String, PromotedVersion> promoted = new HashMap<>();
      for (Alias each : aliases) {
        Instant promotedAt = Instant.ofEpochMilli(each.promotedAt);
        promoted.put(each.alias, new PromotedVersion(name, each.alias, each.version, promotedAt));
      }
      return new RegisteredModel(name, Instant.ofEpochMilli(createdAt), promoted, traffic);
    }
  }

  /**
   * @param promotedAt milliseconds since the epoch
   */
  @RegisterForReflection
  record Alias(String alias, String version, long promotedAt) {
    static Alias of(PromotedVersion promoted) {
      return new Alias(promoted.alias(), promoted.version(), promoted.promotedAt().toEpochMilli());
    }
  }

  private final Path path;
  private final Catalogue catalogue;
  private final AtomicBoolean changed = new AtomicBoolean();

  CatalogueFile(Path directory, Catalogue catalogue) {
    this.path = directory.resolve("catalogue.json");
    this.catalogue = catalogue;
  }

  /** Fills the catalogue with what is here, and takes note of its changes from then on. */
  void restore() {
    if (Files.exists(path)) {
      try {
        read().forEach(catalogue::put);
      } catch (IOException | RuntimeException e) {
        LOG.warnf("%s is ignored until the registry answers: %s", path, e.getMessage());
      }
    }
    catalogue.onChange(name -> changed.set(true));
  }

  private List<RegisteredModel> read() throws IOException {
    if (Files.size(path) > LARGEST) {
      throw new IOException("it is too large");
    }
    File file = JSON.readValue(Files.readAllBytes(path), File.class);
    if (file == null || file.format != FORMAT || file.models == null) {
      throw new IOException("it is not of format " + FORMAT);
    }
    return file.models.stream().map(Model::toModel).toList();
  }

  /** Writes what changed since the last time. No failure comes out of it. */
  void save() {
    if (!changed.getAndSet(false)) {
      return;
    }
    try {
      List<Model> models = catalogue.all().stream().map(Model::of).toList();
      DurableFiles.replace(path, JSON.writeValueAsBytes(new File(FORMAT, models)));
    } catch (IOException | RuntimeException e) {
      changed.set(true);
      LOG.warnf("%s could not be written: %s", path, e.getMessage());
    }
  }
}
