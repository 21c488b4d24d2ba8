package dev.grove.data.dataset;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.data.Api;
import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SweepTest {
  @Inject Sweep sweep;
  @Inject DatasetsConfig config;

  @Test
  void onlyWhatWasNeverAcknowledgedGoes() throws IOException {
    String name = Api.freshName();
    String id = Api.load(name, "a,b\n1,2\n2,3\n3,4\n").path("version");
    Path versions = config.directory().resolve("versions");
    Path unacknowledged = Files.createDirectories(versions.resolve("cd".repeat(32)));
    Files.writeString(unacknowledged.resolve("train.parquet"), "killed before the commit");
    Path abandoned = Files.createDirectories(config.directory().resolve("staging/killed/work"));
    Files.writeString(abandoned.resolve("source"), "half a table");
    sweep.run();
    assertThat(unacknowledged).doesNotExist();
    assertThat(abandoned.getParent()).doesNotExist();
    assertThat(versions.resolve(id)).exists();
    given().get("/datasets/{name}/versions/{id}/schema", name, id).then().statusCode(200);
    assertThat(Api.part(name, "train")).startsWith("a,b\r\n");
  }
}
