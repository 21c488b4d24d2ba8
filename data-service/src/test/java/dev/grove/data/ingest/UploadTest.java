package dev.grove.data.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.grove.data.Api;
import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class UploadTest {
  @TestHTTPResource("/")
  URI server;

  private static String offers(int rows) {
    StringBuilder csv = new StringBuilder("id,title,price,kind\r\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i).append(",32\" tv ").append(i).append(',').append(i).append(".5,");
      csv.append(i % 2 == 0 ? "even" : "odd").append("\r\n");
    }
    return csv.toString();
  }

  @Test
  void loadsATableAndShowsIt() {
    String name = Api.freshName();
    String id =
        Api.load(name, offers(40), "key", "id", "target", "kind")
            .then()
            .statusCode(201)
            .header("Location", containsString("/datasets/" + name + "/versions/"))
            .body("rows", equalTo(40), "rejected", equalTo(0), "task", equalTo("binary"))
            .body("target", equalTo("kind"), "key", equalTo("id"), "warnings", empty())
            .body("options.delimiter", equalTo(","), "options.encoding", equalTo("UTF-8"))
            .extract()
            .path("version");
    given()
        .get("/datasets/{name}/versions/{id}/schema", name, id)
        .then()
        .statusCode(200)
        .body("columns.name", contains("id", "title", "price", "kind"))
        .body("columns.type", contains("integer", "string", "double", "string"))
        .body("columns.nullable", contains(false, false, false, false))
        .body("cleaning.trim", equalTo(true), "cleaning.nullTokens", hasItem("N/A"));
    given()
        .get("/datasets/{name}/versions/latest/splits/default", name)
        .then()
        .statusCode(200)
        .body("name", equalTo("default"), "seed", equalTo(42))
        .body("parts.train.rows", equalTo(28), "parts.test.rows", equalTo(6));
    String train = Api.part(name, "train");
    assertThat(train).startsWith("id,title,price,kind\r\n").contains("\"32\"\" tv ");
    assertThat(train.lines()).hasSize(29);
  }

  @Test
  void sameContentAndOptionsAreTheSameVersion() throws IOException {
    String name = Api.freshName();
    String csv = offers(12);
    Response first = Api.load(name, csv, "key", "id", "target", "kind", "drop", "price,title");
    first.then().statusCode(201);
    for (String[] same :
        new String[][] {
          {"key", "id", "target", "last", "drop", "title", "drop", "price"},
          {"key", "id", "target", "3", "drop", "\"title\",\"price\"", "header", "TRUE"},
          {"key", "id", "target", "kind", "drop", "price,title", "encoding", "utf8"}
        }) {
      Api.load(name, csv, same)
          .then()
          .statusCode(200)
          .body("version", equalTo(first.path("version")))
          .body("createdAt", equalTo(first.path("createdAt")));
    }
    Api.load(
            name,
            SourceFileTest.gzip(csv.getBytes(StandardCharsets.UTF_8)),
            "key",
            "id",
            "target",
            "kind",
            "drop",
            "price,title")
        .then()
        .statusCode(200);
    Api.load(name, csv, "key", "id", "target", "kind").then().statusCode(201);
    Api.load(name, csv + "99,x,1.5,odd\r\n", "key", "id").then().statusCode(201);
    given()
        .get("/datasets/{name}/versions", name)
        .then()
        .body("items", hasSize(3), "items[2].version", equalTo(first.path("version")))
        .body("items[0].target", nullValue(), "nextPageToken", nullValue());
    given()
        .get("/datasets/{name}", name)
        .then()
        .body("versions", equalTo(3), "latest.rows", equalTo(13));
  }

  @Test
  void formIsTheSameAsARawBody() {
    String name = Api.freshName();
    String csv = offers(8);
    given()
        .multiPart("file", "offers.csv", csv.getBytes(StandardCharsets.UTF_8), "text/csv")
        .multiPart("target", "kind")
        .multiPart("nullToken", "-")
        .multiPart("nullToken", "")
        .multiPart("drop", "price")
        .post("/datasets/{name}/versions", name)
        .then()
        .statusCode(201)
        .body("rows", equalTo(8), "options.nullTokens", contains("", "-"));
    Api.load(name, csv, "target", "kind", "nullToken", "", "nullToken", "-", "drop", "price")
        .then()
        .statusCode(200);
  }

  @Test
  void bodyNeedsNoContentType() throws Exception {
    String csv = "a,b\n1,2\n";
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.resolve("/datasets/" + Api.freshName() + "/versions"))
                    .POST(HttpRequest.BodyPublishers.ofString(csv))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void malformedAndIncompleteRowsAreSetAside() {
    String name = Api.freshName();
    String csv =
        """
        id,text,kind
        1,fine,a
        2,too,many,b
        3
        ,no key,a
        5,no target, NA
        6,"text" after,b

        8,"open,a
        9,fine,b
        10,"two
        lines",a
        11,"x",b,
        """;
    Api.load(name, csv, "key", "id", "target", "kind")
        .then()
        .statusCode(201)
        .body("rows", equalTo(3), "rejected", equalTo(7));
    given()
        .get("/datasets/{name}/versions/latest/rejected", name)
        .then()
        .statusCode(200)
        .body("items.line", contains(3, 4, 5, 6, 7, 9, 13))
        .body(
            "items.reason",
            contains(
                "has 4 fields instead of 3",
                "has 1 fields instead of 3",
                "has no value in the key column id",
                "has no value in the target column kind",
                "has text after a closing quote",
                "has text after a closing quote",
                "has 4 fields instead of 3"))
        .body("items[0].text", equalTo("2,too,many,b"), "items[5].text", equalTo("8,\"open,a"));
    String token =
        given()
            .queryParam("limit", 4)
            .get("/datasets/{name}/versions/latest/rejected", name)
            .then()
            .body("items.line", contains(3, 4, 5, 6))
            .extract()
            .path("nextPageToken");
    given()
        .queryParam("limit", 4)
        .queryParam("pageToken", token)
        .get("/datasets/{name}/versions/latest/rejected", name)
        .then()
        .body("items.line", contains(7, 9, 13), "nextPageToken", nullValue());
  }

  @Test
  void firstRowOfAKeyStays() {
    String name = Api.freshName();
    Api.load(name, "key,value\n1,10\n2,20\n+1,text\n3,30\n2,x\n", "key", "key")
        .then()
        .statusCode(201)
        .body("rows", equalTo(3), "duplicates", equalTo(2), "rejected", equalTo(0));
    // Of the column's own values, all are whole numbers.
    given()
        .get("/datasets/{name}/versions/latest/schema", name)
        .then()
        .body("columns.type", contains("integer", "integer"));
    assertThat(Api.part(name, "train") + Api.part(name, "validation") + Api.part(name, "test"))
        .contains("1,10", "2,20", "3,30");
  }

  @Test
  void keysBeyond64BitsStayApart() {
    Api.load(
            Api.freshName(),
            "key,v\n12345678901234567890,1\n12345678901234567891,2\n",
            "key",
            "key")
        .then()
        .statusCode(201)
        .body("rows", equalTo(2), "duplicates", equalTo(0))
        .body("warnings", hasItem(containsString("beyond 64 bits")));
  }

  @Test
  void headerlessColumnsAreNumbered() {
    String name = Api.freshName();
    Api.load(name, "1;x;a\n2;y;b\n3;z;a\n", "header", "false", "delimiter", ";", "target", "2")
        .then()
        .statusCode(201)
        .body("rows", equalTo(3), "target", equalTo("c3"));
    Api.load(name, "1\tx\n2\ty\n", "header", "false", "delimiter", "\\t", "target", "c1")
        .then()
        .statusCode(201)
        .body("target", equalTo("c1"), "options.delimiter", equalTo("\t"));
    Api.load(name, "0,,2\na,b,c\n", "target", "2")
        .then()
        .statusCode(201)
        .body("target", equalTo("2"));
    given()
        .get("/datasets/{name}/versions/latest/schema", name)
        .then()
        .body("columns.name", contains("0", "c2", "2"));
  }

  @Test
  void nameOfAColumnWinsOverAnIndex() {
    Api.load(Api.freshName(), "x,0,last,y\na,b,c,d\n", "target", "0")
        .then()
        .statusCode(201)
        .body("target", equalTo("0"));
    Api.load(Api.freshName(), "x,0,last,y\na,b,c,d\n", "target", "last")
        .then()
        .body("target", equalTo("last"));
  }

  @Test
  void tasksAreInferred() {
    String[][] cases = {
      {"a,b,a,b", "binary"}, {"a,b,c,a", "multiclass"}, {"true,false,true,false", "binary"},
      {"1,2,3,1", "multiclass"}, {"0,1,1,0", "binary"}, {"1.5,2,3,4", "regression"},
      {"x,x,x,x", null}, {"2024-01-01,2024-01-02,2024-01-01,2024-01-03", null}
    };
    for (String[] one : cases) {
      Api.load(Api.freshName(), "t\n" + one[0].replace(',', '\n'), "target", "t")
          .then()
          .statusCode(201)
          .body("task", one[1] == null ? nullValue() : equalTo(one[1]));
    }
    StringBuilder many = new StringBuilder("t\n");
    StringBuilder texts = new StringBuilder("t\n");
    for (int i = 0; i < 1_100; i++) {
      many.append(i).append('\n');
      texts.append('x').append(i).append('\n');
    }
    Api.load(Api.freshName(), many.toString(), "target", "t")
        .then()
        .body("task", equalTo("regression"));
    Api.load(Api.freshName(), texts.toString(), "target", "t")
        .then()
        .body("task", nullValue(), "warnings", hasItem(containsString("1100 different texts")));
  }

  @Test
  void otherEncodingsAreTranscoded() {
    String name = Api.freshName();
    Api.load(
            name,
            "id;stadt\n1;Köln\n".getBytes(StandardCharsets.ISO_8859_1),
            "encoding",
            "latin1",
            "delimiter",
            ";")
        .then()
        .statusCode(201)
        .body("options.encoding", equalTo("ISO-8859-1"));
    assertThat(Api.part(name, "train")).endsWith("1,Köln\r\n");
  }

  @Test
  void concurrentUploadsOfOneTableMakeOneVersion() throws Exception {
    String name = Api.freshName();
    String csv = offers(3_000);
    ExecutorService clients = Executors.newFixedThreadPool(6);
    try {
      List<Future<Response>> answers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String dataset = i < 4 ? name : name + "-other";
        answers.add(clients.submit(() -> Api.load(dataset, csv, "key", "id")));
      }
      Set<String> ids = new TreeSet<>();
      List<Integer> codes = new ArrayList<>();
      for (Future<Response> answer : answers) {
        codes.add(answer.get().statusCode());
        ids.add(answer.get().path("version"));
      }
      assertThat(ids).hasSize(1);
      assertThat(codes.subList(0, 4)).containsOnlyOnce(201).containsOnly(200, 201);
      assertThat(codes.subList(4, 6)).containsExactlyInAnyOrder(200, 201);
    } finally {
      clients.shutdownNow();
    }
    given().get("/datasets/{name}/versions", name).then().body("items", hasSize(1));
  }

  @Test
  void wideTablesFit() {
    StringBuilder header = new StringBuilder();
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      header.append(i == 0 ? "" : ",").append("col").append(i);
      row.append(i == 0 ? "" : ",").append(i);
    }
    String name = Api.freshName();
    Api.load(name, header + "\n" + row + "\n" + row + "\n").then().statusCode(201);
    given()
        .get("/datasets/{name}/versions/latest/profile", name)
        .then()
        .body("columns", hasSize(600), "columns[599].name", endsWith("599"));
  }
}
