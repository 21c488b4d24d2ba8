package dev.grove.local.demo;

import dev.grove.local.api.DataClient;
import dev.grove.local.api.DatasetVersion;
import dev.grove.local.api.ServiceError;
import dev.grove.local.api.TableOptions;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/** The table that the demo starts from. */
sealed interface Table {
  /** The dataset's and the model's name. */
  String name();

  TableOptions options();

  /** In words, for the user. */
  String described();

  /** Streams it into data-service. */
  DatasetVersion load(DataClient data) throws ServiceError, InterruptedException;

  /** Rows that data-service makes up. */
  record Sample(String name, TableOptions options, int rows, long seed) implements Table {
    @Override
    public String described() {
      return rows + " made product rows (seed " + seed + ")";
    }

    @Override
    public DatasetVersion load(DataClient data) throws ServiceError, InterruptedException {
      InputStream csv = data.sample(rows, seed);
      return data.load(name, options, BodyPublishers.ofInputStream(() -> csv));
    }
  }

  /** A file of the user's. */
  record CsvFile(String name, TableOptions options, Path file) implements Table {
    @Override
    public String described() {
      return file.toString();
    }

    @Override
    public DatasetVersion load(DataClient data) throws ServiceError, InterruptedException {
      try {
        return data.load(name, options, BodyPublishers.ofFile(file));
      } catch (FileNotFoundException e) {
        throw new IllegalStateException(file + " went away", e);
      }
    }
  }

  /** A dataset's name after a file: what stands before the first dot, in letters that may be. */
  static String nameOf(Path file) {
    String stem = file.getFileName().toString().replaceFirst("(?<=.)\\..*", "");
    String name =
        stem.replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceFirst("^[._-]+", "")
            .replaceFirst("-+$", "");
    if (name.isEmpty()) {
      return "table";
    }
    return name.substring(0, Math.min(128, name.length()));
  }
}
