package dev.grove.registry.artifact;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Gives a {@code @QuarkusTest} a bucket for its artifacts. */
public final class S3TestResource implements QuarkusTestResourceLifecycleManager {
  private S3Server server;

  @Override
  public Map<String, String> start() {
    if (!S3Server.isThere()) {
      return Map.of();
    }
    try {
      server = S3Server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    Map<String, String> config = new HashMap<>();
    config.put("grove.artifacts.store", "s3");
    config.put("grove.artifacts.s3.bucket", S3Server.BUCKET);
    config.put("grove.artifacts.s3.prefix", UUID.randomUUID().toString());
    config.put("grove.artifacts.s3.endpoint", server.endpoint().toString());
    config.put("grove.artifacts.s3.path-style", "true");
    config.put("grove.artifacts.s3.access-key", S3Server.ACCESS_KEY);
    config.put("grove.artifacts.s3.secret-key", S3Server.SECRET_KEY);
    config.put("grove.artifacts.s3.part-size", "5M");
    return config;
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop();
    }
  }
}
