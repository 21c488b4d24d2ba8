package dev.grove.registry.mlflow;

import dev.grove.registry.artifact.ArtifactPath;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a browser is told what a file is: text and pictures by their names, everything that could run
 * or is unknown as mere bytes.
 */
final class ContentType {
  private static final MediaType TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8");
  private static final Set<String> TEXTS =
      Set.of(
          "txt",
          "log",
          "err",
          "cfg",
          "conf",
          "cnf",
          "cf",
          "ini",
          "properties",
          "prop",
          "hocon",
          "toml",
          "yaml",
          "yml",
          "xml",
          "json",
          "js",
          "py",
          "py3",
          "csv",
          "tsv",
          "md",
          "rst",
          "mlmodel",
          "mlproject",
          "lgb",
          "sql",
          "r",
          "scala",
          "java",
          "sh");
  private static final Map<String, MediaType> PICTURES =
      Map.of(
          "png", new MediaType("image", "png"),
          "jpg", new MediaType("image", "jpeg"),
          "jpeg", new MediaType("image", "jpeg"),
          "gif", new MediaType("image", "gif"),
          "bmp", new MediaType("image", "bmp"),
          "webp", new MediaType("image", "webp"));

  private ContentType() {}

  static MediaType of(ArtifactPath path) {
    String name = path.name().toLowerCase(Locale.ROOT);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return TEXTS.contains(extension)
        ? TEXT
        : PICTURES.getOrDefault(extension, MediaType.APPLICATION_OCTET_STREAM_TYPE);
  }

  /** A {@code Content-Disposition} with the name in the two forms of RFC 6266. */
  static String attachment(String name) {
    String ascii = name.replaceAll("[^\\x20-\\x7e]|[\"\\\\;%]", "_");
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\""
        + ascii
        + "\"; filename*=UTF-8''"
        + encoded.replace("*", "%2A");
  }
}
