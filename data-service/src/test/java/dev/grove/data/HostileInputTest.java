package dev.grove.data;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, it gets a problem that says why, and nothing is stored. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class HostileInputTest {
  private static final String TABLE = "id,name,kind\n1,a,x\n2,b,y\n3,c,x\n";

  @TestHTTPResource("/")
  URI server;

  @ConfigProperty(name = "grove.datasets.directory")
  Path directory;

  private static ValidatableResponse refused(ValidatableResponse answer, String field) {
    return answer
        .statusCode(400)
        .contentType("application/problem+json")
        .header("X-Request-Id", notNullValue())
        .body("status", equalTo(400), "title", notNullValue(), "field", equalTo(field));
  }

  private static void notStored(String dataset) {
    given().get("/datasets/{name}", dataset).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delimiter|ab",
        "delimiter|\"",
        "delimiter|''",
        "header|maybe",
        "trim|1",
        "encoding|klingon",
        "encoding|../..",
        "key|nope",
        "key|ID",
        "target|nope",
        "target|3",
        "target|-1",
        "target|99999999999999999999",
        "drop|nope",
        "drop|id,nope",
        "drop|id,name,kind",
        "drop|\"id",
        "delimeter|,"
      })
  void badOptionIsNamed(String option, String value) {
    String name = Api.freshName();
    refused(Api.load(name, TABLE, option, value).then(), option);
    notStored(name);
  }

  @Test
  void missingColumnListsTheColumns() {
    Api.load(Api.freshName(), TABLE, "target", "nope")
        .then()
        .statusCode(400)
        .body("detail", containsString("id, name, kind"));
  }

  @Test
  void optionsMustAgree() {
    refused(Api.load(Api.freshName(), TABLE, "key", "id", "target", "0").then(), "target");
    refused(Api.load(Api.freshName(), TABLE, "key", "id", "drop", "id").then(), "drop");
    refused(Api.load(Api.freshName(), TABLE, "target", "last", "drop", "kind").then(), "drop");
    refused(Api.load(Api.freshName(), TABLE, "key", "id", "key", "name").then(), "key");
  }

  @Test
  void hugeOptionsAreRefused() {
    assertThat(Api.load(Api.freshName(), TABLE, "target", "x".repeat(20_000)).statusCode())
        .isBetween(400, 499);
    given()
        .multiPart("file", "t.csv", TABLE.getBytes(StandardCharsets.UTF_8), "text/csv")
        .multiPart("target", "x".repeat(20_000))
        .post("/datasets/{name}/versions", Api.freshName())
        .then()
        .statusCode(400)
        .body("field", equalTo("target"));
    given()
        .multiPart("file", "t.csv", TABLE.getBytes(StandardCharsets.UTF_8), "text/csv")
        .multiPart("x".repeat(20_000), "x")
        .post("/datasets/{name}/versions", Api.freshName())
        .then()
        .statusCode(400)
        .body("field", equalTo("body"));
  }

  static Stream<byte[]> junk() throws IOException {
    byte[] random = new byte[50_000];
    new Random(1).nextBytes(random);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(random);
    }
    return Stream.of(
        new byte[0],
        "\n\n \n".getBytes(StandardCharsets.UTF_8),
        "\uFEFF".getBytes(StandardCharsets.UTF_8),
        "a,b\n".getBytes(StandardCharsets.UTF_8),
        "a,a\n1,2\n".getBytes(StandardCharsets.UTF_8),
        "a,b\n1\n2,3,4\n".getBytes(StandardCharsets.UTF_8),
        "\"a,b\n1,2\n".getBytes(StandardCharsets.UTF_8),
        "x".repeat(300).concat(",b\n1,2\n").getBytes(StandardCharsets.UTF_8),
        ",".repeat(5_000).getBytes(StandardCharsets.UTF_8),
        "a,b\n\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1),
        "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16),
        new byte[10_000],
        random,
        zipped.toByteArray(),
        new byte[] {0x1f, (byte) 0x8b, 8, 0, 1},
        "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("junk")
  void junkIsNoTable(byte[] body) throws IOException {
    String name = Api.freshName();
    refused(Api.load(name, body).then(), "body");
    notStored(name);
    assertNothingLeft();
  }

  @Test
  void headerlessJunkIsNoTableEither() {
    refused(Api.load(Api.freshName(), new byte[5_000], "header", "false").then(), "body");
  }

  @Test
  void gzipBombIsTooLarge() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] chunk = "1,2,3,4,5,6,7\n".repeat(75_000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 100; i++) {
        gzip.write(chunk);
      }
    }
    String name = Api.freshName();
    given()
        .contentType("text/csv")
        .header("Content-Encoding", "gzip")
        .body(bomb.toByteArray())
        .post("/datasets/{name}/versions", name)
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("field", equalTo("body"), "detail", containsString("grove.ingest.max-bytes"));
    notStored(name);
    assertNothingLeft();
  }

  @Test
  void bodyBeyondTheBoundIsRefusedByItsLength() throws IOException {
    String request =
        """
        POST /datasets/huge/versions HTTP/1.1
        Host: x
        Content-Type: text/csv
        Content-Length: 99999999999

        a,b
        """;
    assertThat(raw(request.replace("\n", "\r\n")))
        .startsWith("HTTP/1.1 413")
        .contains("application/problem+json")
        .contains("grove.ingest.max-bytes");
  }

  @Test
  void bodyOfUnknownLengthIsBoundedToo() throws Exception {
    String name = Api.freshName();
    byte[] rows = "1,2,3,4,5,6,7,8\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    List<InputStream> more =
        Stream.<InputStream>generate(() -> new ByteArrayInputStream(rows)).limit(5_000).toList();
    InputStream endless = new SequenceInputStream(Collections.enumeration(more));
    int status;
    try {
      status =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(server.resolve("/datasets/" + name + "/versions"))
                      .header("Content-Type", "text/csv")
                      .POST(HttpRequest.BodyPublishers.ofInputStream(() -> endless))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode();
    } catch (IOException e) {
      status = 413; // The server may hang up before the client has sent everything.
    }
    assertThat(status).isEqualTo(413);
    notStored(name);
    for (int i = 0; i < 50 && !stagingIsEmpty(); i++) {
      Thread.sleep(100);
    }
    assertNothingLeft();
  }

  @Test
  void encodingsAndTypesAreChecked() {
    given()
        .contentType("text/csv")
        .header("Content-Encoding", "br")
        .body(TABLE)
        .post("/datasets/{name}/versions", Api.freshName())
        .then()
        .statusCode(415)
        .contentType("application/problem+json")
        .body("field", equalTo("Content-Encoding"));
    given()
        .contentType("text/csv")
        .header("Content-Encoding", "gzip")
        .body(TABLE)
        .post("/datasets/{name}/versions", Api.freshName())
        .then()
        .statusCode(400)
        .body("field", equalTo("Content-Encoding"));
    for (String type :
        List.of(
            "application/json", "text/html", "application/xml", "nonsense", "a/b/c", "x, y/z")) {
      given()
          .header("Content-Type", type)
          .body(TABLE.getBytes(StandardCharsets.UTF_8))
          .post("/datasets/{name}/versions", Api.freshName())
          .then()
          .statusCode(415)
          .contentType("application/problem+json");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2F..%2Fetc",
        "%2e%2e%2fx",
        "a%2Fb",
        "a%00b",
        "-a",
        ".hidden",
        "a%20b",
        "%C3%A9",
        "a%5C..%5Cb",
        "..%5C"
      })
  void namesAreChecked(String name) throws IOException {
    assertThat(
            raw(
                "POST /datasets/"
                    + name
                    + "/versions HTTP/1.1\r\nHost: x\r\n"
                    + "Content-Type: text/csv\r\nContent-Length: 8\r\nConnection: close\r\n\r\n"
                    + "a,b\n1,2\n"))
        .matches("(?s)HTTP/1.1 40[04] .*application/problem\\+json.*");
    assertThat(
            raw(
                "GET /datasets/"
                    + name
                    + "/versions/latest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .matches("(?s)HTTP/1.1 40[04] .*application/problem\\+json.*");
  }

  @Test
  void longNamesAreChecked() {
    refused(Api.load("n".repeat(129), TABLE).then(), "name");
    Api.load("n".repeat(128), TABLE).then().statusCode(201);
  }

  @Test
  void brokenMultipartIsRefused() throws IOException {
    for (String body :
        List.of(
            "",
            "no boundary at all",
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na,b\n1,2",
            "--b\r\nContent-Disposition: nonsense\r\n\r\nx\r\n--b--\r\n",
            "--b\r\n\r\nx\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"target\"\r\n\r\nx\r\n--b--\r\n")) {
      for (String type : List.of("multipart/form-data; boundary=b", "multipart/form-data")) {
        assertThat(
                raw(
                    "POST /datasets/form/versions HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\nConnection: close\r\n\r\n"
                        + body))
            .as(type + " " + body)
            .matches("(?s)HTTP/1.1 4\\d\\d .*application/problem\\+json.*");
      }
    }
    notStored("form");
  }

  @Test
  void fileMustBeThereOnce() {
    refused(
        given()
            .multiPart("target", "kind")
            .post("/datasets/{name}/versions", Api.freshName())
            .then(),
        "file");
    refused(
        given()
            .multiPart("file", "a.csv", TABLE.getBytes(StandardCharsets.UTF_8))
            .multiPart("file", "b.csv", TABLE.getBytes(StandardCharsets.UTF_8))
            .post("/datasets/{name}/versions", Api.freshName())
            .then(),
        "file");
    refused(
        given()
            .multiPart("file", "a.csv", TABLE.getBytes(StandardCharsets.UTF_8))
            .multiPart("other", "b.csv", TABLE.getBytes(StandardCharsets.UTF_8))
            .post("/datasets/{name}/versions", Api.freshName())
            .then(),
        "other");
  }

  @Test
  void cutOffUploadLeavesNothing() throws Exception {
    String name = Api.freshName();
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST /datasets/"
                      + name
                      + "/versions HTTP/1.1\r\nHost: x\r\n"
                      + "Content-Type: text/csv\r\nContent-Length: 1000\r\n\r\na,b\n1,2\n")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      Thread.sleep(300);
    }
    for (int i = 0; i < 50 && !stagingIsEmpty(); i++) {
      Thread.sleep(100);
    }
    notStored(name);
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?limit=0", "?limit=1001", "?limit=-1", "?limit=x", "?limit=99999999999999999999"})
  void pagesAreBounded(String query) {
    refused(given().get("/datasets" + query).then(), "limit");
  }

  @Test
  void tokensAreChecked() {
    refused(given().get("/datasets?pageToken=%%%").then(), "pageToken");
    refused(given().queryParam("pageToken", "eA").get("/datasets").then(), "pageToken");
  }

  @Test
  void whatIsNotThereIs404() {
    String name = Api.freshName();
    Api.load(name, TABLE, "target", "kind").then().statusCode(201);
    for (String path :
        List.of(
            "/datasets/none",
            "/datasets/none/versions",
            "/datasets/none/versions/latest",
            "/datasets/" + name + "/versions/first",
            "/datasets/" + name + "/versions/" + "0".repeat(64),
            "/datasets/" + name + "/versions/" + "0".repeat(64) + "/schema",
            "/datasets/" + name + "/versions/x/profile",
            "/datasets/" + name + "/versions/x/rejected",
            "/datasets/" + name + "/versions/latest/splits/other",
            "/datasets/" + name + "/versions/latest/splits/other/train",
            "/datasets/" + name + "/versions/latest/splits/\0",
            "/datasets/" + name + "/versions/latest/splits/\0/train",
            "/datasets/" + name + "/versions/latest/splits/default/all",
            "/nothing")) {
      given()
          .get(path)
          .then()
          .statusCode(404)
          .contentType("application/problem+json")
          .body("detail", notNullValue());
    }
  }

  @Test
  void rangesAndFormatsAreChecked() {
    String name = Api.freshName();
    Api.load(name, TABLE, "target", "kind").then().statusCode(201);
    String train = "/datasets/" + name + "/versions/latest/splits/default/train";
    refused(given().get(train + "?offset=-1").then(), "offset");
    refused(given().get(train + "?limit=-1").then(), "limit");
    refused(given().get(train + "?limit=1;DROP TABLE rows").then(), "limit");
    refused(given().get(train + "?format=xml").then(), "format");
    refused(given().get("/samples/products?rows=0").then(), "rows");
    refused(given().get("/samples/products?rows=10000001").then(), "rows");
    refused(given().get("/samples/products?seed=abc").then(), "seed");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] chunk = new byte[8_192];
      for (int n = socket.getInputStream().read(chunk);
          n >= 0;
          n = socket.getInputStream().read(chunk)) {
        answer.write(chunk, 0, n);
        String text = answer.toString(StandardCharsets.UTF_8);
        if (!request.contains("Connection: close") && text.contains("}")) {
          return text;
        }
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private void assertNothingLeft() throws IOException {
    assertThat(stagingIsEmpty()).isTrue();
  }

  /** Besides the lock and the folder for multipart files. */
  private boolean stagingIsEmpty() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("staging"))) {
      return files.filter(Files::isRegularFile).allMatch(file -> file.endsWith("lock"));
    }
  }
}
