package dev.grove.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Waits for what is served before any client has come. */
final class Served {
  private Served() {}

  static void await(ServingStack stack, TellingModel version, Duration limit) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest question =
        HttpRequest.newBuilder(stack.inference().uri("/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + limit.toNanos();
    String answer;
    do {
      assertThat(System.nanoTime()).as("%s is not served", version).isLessThan(deadline);
      Thread.sleep(20);
      answer = http.send(question, HttpResponse.BodyHandlers.ofString()).body();
    } while (!answer.contains("\"version\":\"" + version.version() + "\""));
  }
}
