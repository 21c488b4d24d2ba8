package dev.grove.data.ingest;

import dev.grove.data.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table on its way in, and the options that come with it: before it, or around it. */
interface Upload {
  /** The name of the form's part that is the table. */
  String FILE = "file";

  /**
   * Writes the table to the disk.
   *
   * @throws InvalidInput if the body or an option is broken
   */
  Received receive(Path path, long maxBytes) throws IOException;

  /** What came in. */
  record Received(SourceFile file, UploadOptions options) {}

  /**
   * A body that is the table.
   *
   * @param gzip whether the client said that the body is gzip
   */
  static Upload raw(InputStream body, boolean gzip, UploadOptions options) {
    return (path, maxBytes) ->
        new Received(SourceFile.receive(body, gzip, path, maxBytes), options);
  }

  /**
   * A form whose fields are options.
   *
   * @param query options outside of the form, which the form's win over
   */
  static Upload form(MultipartBody form, Map<String, List<String>> query) {
    return (path, maxBytes) -> {
      SourceFile file = null;
      Map<String, List<String>> options = new HashMap<>(query);
      Set<String> seen = new HashSet<>();
      int fields = 0;
      for (MultipartBody.Part part = form.next(); part != null; part = form.next()) {
        if (part.name().equals(FILE)) {
          if (file != null) {
            throw new InvalidInput(FILE, "is given more than once");
          }
          file = SourceFile.receive(part.content(), false, path, maxBytes);
          continue;
        }
        if (++fields > UploadOptions.MAX_FIELDS) {
          throw new InvalidInput("body", "the form has too many fields");
        }
        if (seen.add(part.name())) {
          options.put(part.name(), new ArrayList<>());
        }
        options.get(part.name()).add(text(part));
      }
      if (file == null) {
        throw new InvalidInput(FILE, "is missing: the table is the form's part of that name");
      }
      return new Received(file, UploadOptions.of(options));
    };
  }

  private static String text(MultipartBody.Part part) throws IOException {
    String name = UploadOptions.shortened(part.name());
    if (part.isFile()) {
      throw new InvalidInput(name, "is a file; the table is the part 'file'");
    }
    byte[] bytes = part.content().readNBytes(UploadOptions.MAX_CHARS + 1);
    if (bytes.length > UploadOptions.MAX_CHARS) {
      throw new InvalidInput(name, "is longer than " + UploadOptions.MAX_CHARS + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
