package dev.grove.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
  @TempDir Path root;
  private Path directory;

  @BeforeEach
  void build() throws IOException {
    directory = root.resolve("run");
    Path jar = Service.DATA.jar(root);
    Files.createDirectories(jar.getParent());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, TinyServer.class.getName());
    String entry = TinyServer.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream in = TinyServer.class.getResourceAsStream("/" + entry)) {
      out.putNextEntry(new ZipEntry(entry));
      in.transferTo(out);
    }
  }

  @Test
  void livesUntilItIsClosed() throws Exception {
    ServiceProcess service = ServiceProcess.forTests(Service.DATA, root, directory, Map.of());
    try (service) {
      assertThat(service.isAlive()).isTrue();
      assertThat(ProcessHandle.of(service.pid())).isPresent();
      assertThat(Probe.isOk(service.uri("/q/health/live"))).isTrue();
      assertThat(Probe.isFree(service.port())).isFalse();
    }
    assertThat(service.isAlive()).isFalse();
    assertThat(Probe.isFree(service.port())).isTrue();
  }

  @Test
  void killEndsItAtOnce() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.forTests(Service.DATA, root, directory, Map.of())) {
      service.kill();
      assertThat(service.isAlive()).isFalse();
    }
  }

  @Test
  void showsTheLogOfOneThatEnds() {
    assertThatThrownBy(
            () ->
                ServiceProcess.forTests(
                    Service.DATA, root, directory, Map.of("tiny.behaviour", "die")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("data-service ended while starting")
        .hasMessageContaining("tiny.behaviour=die");
  }

  @Test
  void endsOneThatDoesNotComeToLife() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            Service.DATA,
            root,
            directory,
            ServiceProcess.freePort(),
            Map.of("tiny.behaviour", "hang"))) {
      assertThatThrownBy(() -> service.awaitLive(Duration.ofSeconds(2)))
          .hasMessageContaining("data-service did not start within 2 s");
      assertThat(service.isAlive()).isFalse();
    }
  }

  @Test
  void saysWhichServiceIsNotBuilt() {
    assertThatThrownBy(() -> ServiceProcess.forTests(Service.TRAINING, root, directory, Map.of()))
        .hasMessageContaining("training-service is not built")
        .hasMessageContaining("quarkus-run.jar");
  }

  @Test
  void everyPortMovesWithTheBase() {
    assertThat(Service.INFERENCE.port(9000)).isEqualTo(9000);
    assertThat(Service.DATA.port(9000)).isEqualTo(9001);
    assertThat(Service.TRAINING.port(9000)).isEqualTo(9002);
    assertThat(Service.REGISTRY.port(9000)).isEqualTo(9003);
    assertThat(Service.REGISTRY.defaultPort()).isEqualTo(5000);
  }
}
