package dev.grove.local.api;

import static dev.grove.local.api.ServiceClient.encode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.local.services.Service;
import dev.grove.local.stack.Ports;
import java.io.InputStream;
import java.net.http.HttpRequest;

/** data-service: tables in, versions and their parts out. */
public final class DataClient {
  private final ServiceClient service;

  public DataClient(Ports ports) {
    service = new ServiceClient(ports, Service.DATA);
  }

  /** The sample generator's rows, as CSV with a header; the caller closes them. */
  public InputStream sample(int rows, long seed) throws ServiceError, InterruptedException {
    return service.stream("/samples/products?rows=" + rows + "&seed=" + seed);
  }

  /** Loads a CSV file; the same content with the same options is the same version again. */
  public DatasetVersion load(String dataset, TableOptions options, HttpRequest.BodyPublisher csv)
      throws ServiceError, InterruptedException {
    return service.upload(
        "/datasets/" + encode(dataset) + "/versions" + options.query(),
        "text/csv",
        csv,
        DatasetVersion.class);
  }

  public Profile profile(DatasetVersion version) throws ServiceError, InterruptedException {
    return service.get(path(version) + "/profile", Profile.class);
  }

  /** The rows of a part of the default split, such as {@code test}. */
  public long partRows(DatasetVersion version, String part)
      throws ServiceError, InterruptedException {
    return service
        .get(path(version) + "/splits/default", JsonNode.class)
        .path("parts")
        .path(part)
        .path("rows")
        .longValue();
  }

  /** Rows of a part of the default split, as CSV with a header; the caller closes them. */
  public InputStream part(DatasetVersion version, String part, long offset, long limit)
      throws ServiceError, InterruptedException {
    return service.stream(
        path(version)
            + "/splits/default/"
            + part
            + "?format=csv&offset="
            + offset
            + "&limit="
            + limit);
  }

  private static String path(DatasetVersion version) {
    return "/datasets/" + encode(version.dataset()) + "/versions/" + version.version();
  }
}
