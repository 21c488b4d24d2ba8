package dev.grove.data.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.data.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
  private static InputStream slow(byte[] bytes, int step) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        return super.read(buffer, from, Math.min(length, step));
      }
    };
  }

  @Test
  void anyContentComesThroughWhateverTheChunks() throws IOException {
    Random random = new Random(2);
    for (int round = 0; round < 60; round++) {
      List<byte[]> contents = new ArrayList<>();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int part = 0; part < 4; part++) {
        byte[] content = new byte[random.nextInt(round % 10 == 0 ? 200_000 : 300)];
        for (int i = 0; i < content.length; i++) {
          content[i] = (byte) "\r\n-bx".charAt(random.nextInt(5));
        }
        contents.add(content);
        body.write(
            "--bnd\r\nContent-Disposition: form-data; name=\"p\"\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        body.write(content);
        body.write("\r\n".getBytes(StandardCharsets.UTF_8));
      }
      body.write("--bnd--\r\nepilogue".getBytes(StandardCharsets.UTF_8));
      MultipartBody form =
          new MultipartBody(slow(body.toByteArray(), 1 + random.nextInt(5_000)), "bnd");
      for (byte[] content : contents) {
        assertThat(form.next().content().readAllBytes()).isEqualTo(content);
      }
      assertThat(form.next()).isNull();
    }
  }

  @Test
  void namesAndFilesAreTold() throws IOException {
    String text =
        """
        preamble
        --b
        content-type: text/csv
        content-disposition: form-data; filename="a;name=x.csv"; name="fi\\"le"

        skipped
        --b
        Content-Disposition: form-data; name=köln

        é
        --b--""";
    MultipartBody form =
        new MultipartBody(
            new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
            "b");
    MultipartBody.Part file = form.next();
    assertThat(file.isFile()).isTrue();
    assertThat(file.name()).isEqualTo("fi\"le");
    MultipartBody.Part field = form.next();
    assertThat(field.name()).isEqualTo("köln");
    assertThat(field.isFile()).isFalse();
    assertThat(new String(field.content().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("é");
    assertThat(form.next()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "--b",
        "--bx\r\n\r\n",
        "--b\r\n",
        "--b\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--"
      })
  void brokenBodiesAreTheClientsMistake(String body) {
    assertThatThrownBy(
            () -> {
              MultipartBody form =
                  new MultipartBody(
                      new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), "b");
              while (form.next() != null) {}
            })
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void headersAreBounded() {
    for (String headers : List.of("x".repeat(10_000), "a: b\r\n".repeat(100))) {
      String body = "--b\r\n" + headers + "\r\n\r\n";
      assertThatThrownBy(
              () ->
                  new MultipartBody(
                          new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), "b")
                      .next())
          .isInstanceOf(InvalidInput.class);
    }
    assertThatThrownBy(() -> new MultipartBody(InputStream.nullInputStream(), null))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new MultipartBody(InputStream.nullInputStream(), "b".repeat(71)))
        .isInstanceOf(InvalidInput.class);
  }
}
