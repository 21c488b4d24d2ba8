package dev.grove.data.split;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.grove.data.Api;
import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SplitResourceTest {
  @TestHTTPResource("/")
  URI server;

  private static List<CsvRecord> read(String csv) {
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
      return reader.stream().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** All parts' rows in the order of the first column, a number. */
  private static List<CsvRecord> everything(String dataset) {
    List<CsvRecord> rows = new ArrayList<>();
    for (Part part : Part.values()) {
      List<CsvRecord> some = read(Api.part(dataset, part.wireName()));
      rows.addAll(some.subList(1, some.size()));
    }
    rows.sort(Comparator.comparingLong(row -> Long.parseLong(row.getField(0))));
    return rows;
  }

  @Test
  void doublesComeBackAsTheSameDoubles() {
    Random random = new Random(11);
    List<Double> sent = new ArrayList<>();
    StringBuilder csv = new StringBuilder("id,value\n");
    for (double special :
        new double[] {
          0.0,
          -0.0,
          Double.MIN_VALUE,
          Double.MAX_VALUE,
          -Double.MAX_VALUE,
          Double.MIN_NORMAL,
          0.1,
          1e7,
          9999999.0,
          1e-3,
          123456789.0,
          9007199254740992.0,
          1.0 / 3
        }) {
      sent.add(special);
    }
    while (sent.size() < 5_000) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        sent.add(value);
      }
    }
    for (int i = 0; i < sent.size(); i++) {
      csv.append(i).append(',').append(sent.get(i)).append('\n');
    }
    String name = Api.freshName();
    Api.load(name, csv.toString()).then().statusCode(201);
    List<CsvRecord> rows = everything(name);
    assertThat(rows).hasSize(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      assertThat(rows.get(i).getField(1)).isEqualTo(Double.toString(sent.get(i)));
      assertThat(Double.doubleToRawLongBits(Double.parseDouble(rows.get(i).getField(1))))
          .isEqualTo(Double.doubleToRawLongBits(sent.get(i)));
    }
  }

  @Test
  void typedValuesComeBackInCanonicalForm() {
    String name = Api.freshName();
    String csv =
        """
        id,flag,whole,day,moment,fine,text
        1, TRUE ,+5,2024-02-29,2024-01-01 10:20,2024-01-01T00:00:00.123456789Z,007
        2,false,,0000-01-01,2024-01-01T10:20:30.5+02:00,2024-01-01T00:00Z,"  a ""b"", c "
        3,NA,-0,9999-12-31,1969-12-31T23:59:59.999999Z,?,null
        4,True,9223372036854775807,,0001-01-01T00:00,,"line
        break"
        """;
    Api.load(name, csv).then().statusCode(201).body("rows", equalTo(4));
    List<List<String>> rows = everything(name).stream().map(CsvRecord::getFields).toList();
    assertThat(rows)
        .containsExactly(
            List.of(
                "1",
                "true",
                "5",
                "2024-02-29",
                "2024-01-01T10:20:00Z",
                "2024-01-01T00:00:00.123456789Z",
                "007"),
            List.of(
                "2",
                "false",
                "",
                "0000-01-01",
                "2024-01-01T08:20:30.500Z",
                "2024-01-01T00:00:00Z",
                "a \"b\", c"),
            List.of("3", "", "0", "9999-12-31", "1969-12-31T23:59:59.999999Z", "", ""),
            List.of(
                "4", "true", "9223372036854775807", "", "0001-01-01T00:00:00Z", "", "line\nbreak"));
    assertThat(
            given()
                .get("/datasets/{name}/versions/latest/schema", name)
                .jsonPath()
                .getList("columns.type"))
        .isEqualTo(
            List.of("integer", "boolean", "integer", "date", "timestamp", "timestamp", "string"));
  }

  @Test
  void missingAndEmptyTextAreToldApart() {
    String name = Api.freshName();
    Api.load(name, "id,a\n1,\n2,\"\"\n3,x\n4,\" \"\n", "nullToken", "-")
        .then()
        .statusCode(201)
        .body("options.nullTokens", equalTo(List.of("-")));
    List<String> lines = new ArrayList<>();
    for (Part part : Part.values()) {
      lines.addAll(Api.part(name, part.wireName()).lines().skip(1).toList());
    }
    assertThat(lines).containsExactlyInAnyOrder("1,", "2,\"\"", "3,x", "4,\"\"");
    String untrimmed = Api.freshName();
    Api.load(untrimmed, "id,a\n1,\n2,\" \"\n3, x\n", "trim", "false").then().statusCode(201);
    assertThat(everything(untrimmed).stream().map(row -> row.getField(1)))
        .containsExactly("", " ", " x");
  }

  @Test
  void offsetAndLimitCutTheSameRows() {
    String name = Api.freshName();
    StringBuilder csv = new StringBuilder("id\n");
    for (int i = 0; i < 1_000; i++) {
      csv.append(i).append('\n');
    }
    Api.load(name, csv.toString()).then().statusCode(201);
    List<String> all = Api.part(name, "train").lines().skip(1).toList();
    assertThat(all).hasSize(700).isSortedAccordingTo(Comparator.comparingInt(Integer::parseInt));
    List<String> gathered = new ArrayList<>();
    for (int offset = 0; offset < 800; offset += 150) {
      gathered.addAll(
          given()
              .queryParam("offset", offset)
              .queryParam("limit", 150)
              .get("/datasets/{name}/versions/latest/splits/default/train", name)
              .then()
              .statusCode(200)
              .extract()
              .asString()
              .lines()
              .skip(1)
              .toList());
    }
    assertThat(gathered).isEqualTo(all);
    Set<String> ids = new HashSet<>(all);
    ids.addAll(Api.part(name, "validation").lines().skip(1).toList());
    ids.addAll(Api.part(name, "test").lines().skip(1).toList());
    assertThat(ids).hasSize(1_000);
  }

  @Test
  void gzipOnlyWhereAccepted() throws Exception {
    String name = Api.freshName();
    Api.load(name, "id,a\n1,x\n2,y\n3,z\n").then().statusCode(201);
    String path = "/datasets/" + name + "/versions/latest/splits/default/train";
    String zipped =
        given()
            .get(path)
            .then()
            .statusCode(200)
            .header("Content-Encoding", "gzip")
            .header("Vary", "Accept-Encoding")
            .extract()
            .asString();
    HttpResponse<String> unasked =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(unasked.headers().firstValue("Content-Encoding")).isEmpty();
    String plain = unasked.body();
    assertThat(zipped).isEqualTo(plain).startsWith("id,a\r\n");
  }

  @Test
  void parquetHasTheTablesOwnColumns(@TempDir Path directory) throws Exception {
    String name = Api.freshName();
    Api.load(name, "id,A \"b\",when\n1,x,2024-01-01\n2,,2024-01-02\n3,z,2024-01-03\n")
        .then()
        .statusCode(201);
    byte[] parquet =
        given()
            .queryParam("format", "parquet")
            .queryParam("offset", 1)
            .get("/datasets/{name}/versions/latest/splits/default/train", name)
            .then()
            .statusCode(200)
            .contentType("application/vnd.apache.parquet")
            .extract()
            .asByteArray();
    Path file = Files.write(directory.resolve("part.parquet"), parquet);
    try (DuckDBConnection connection =
            (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        ResultSet rows =
            connection.prepareStatement("SELECT * FROM '" + file + "'").executeQuery()) {
      assertThat(rows.getMetaData().getColumnCount()).isEqualTo(3);
      assertThat(rows.getMetaData().getColumnName(2)).isEqualTo("A \"b\"");
      assertThat(rows.getMetaData().getColumnTypeName(3)).isEqualTo("DATE");
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void columnsMayDifferInCaseAlone() {
    String name = Api.freshName();
    Api.load(name, "id,Name,name,ordinal,part,c0\n1,a,b,c,d,e\n").then().statusCode(201);
    assertThat(Api.part(name, "train"))
        .isEqualTo("id,Name,name,ordinal,part,c0\r\n1,a,b,c,d,e\r\n");
    given()
        .queryParam("format", "parquet")
        .get("/datasets/{name}/versions/latest/splits/default/train", name)
        .then()
        .statusCode(200);
  }

  @Test
  void sameTableInTwoDatasetsIsDividedAlike() {
    String first = Api.freshName();
    String second = Api.freshName();
    String csv = given().get("/samples/products?rows=2000&seed=9").asString();
    String one = Api.load(first, csv, "target", "category", "key", "product_id").path("version");
    String two = Api.load(second, csv, "target", "last", "key", "product_id").path("version");
    assertThat(one).isEqualTo(two);
    assertThat(Api.part(first, "test")).isEqualTo(Api.part(second, "test"));
  }
}
