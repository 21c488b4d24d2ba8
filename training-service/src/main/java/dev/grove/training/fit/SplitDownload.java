package dev.grove.training.fit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Fetches a job's dataset, patiently: data-service may be starting, or starting again. */
final class SplitDownload {
  private static final int ATTEMPTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 500;

  private final WorkerRequest request;
  private final JobFiles files;
  private final DataClient data;

  SplitDownload(WorkerRequest request, JobFiles files, DataClient data) {
    this.request = request;
    this.files = files;
    this.data = data;
  }

  Dataset.Schema schema() throws DataServiceAway {
    return patiently(() -> data.schema(request.dataset(), request.version(), request.requestId()))
        .orElseThrow(() -> new InvalidParameter("version", "is not there any more"));
  }

  /** Stores each part as {@code PART.csv}. */
  void parts(List<String> parts) throws IOException, DataServiceAway {
    Files.createDirectories(files.data());
    for (String part : parts) {
      patiently(
          () -> {
            data.download(
                request.dataset(),
                request.version(),
                request.split(),
                part,
                request.requestId(),
                files.data().resolve(part + ".csv"));
            return part;
          });
    }
  }

  private interface Call<T> {
    T get() throws DataServiceAway;
  }

  private static <T> T patiently(Call<T> call) throws DataServiceAway {
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (DataServiceAway e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DataServiceAway("Waiting for data-service was interrupted", e);
      }
      pause *= 2;
    }
  }
}
