package dev.grove.data.sample;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.grove.data.GzipAnswer;
import dev.grove.data.Numbers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/** Gives made-up tables to try Grove with. */
@Path("/samples")
@Tag(name = "Samples")
public class SampleResource {
  private static final long MAX_ROWS = 10_000_000;
  private static final long DEFAULT_ROWS = 10_000;
  private static final long DEFAULT_SEED = 42;
  private static final int BUFFER = 1 << 16;

  @GET
  @Path("/products")
  @Operation(
      summary = "Product offers with a category to learn",
      description = "The same rows and seed give the same table, byte for byte.")
  @APIResponse(responseCode = "200", description = "CSV, streamed")
  @APIResponse(responseCode = "400", description = "A bad number of rows, or a bad seed")
  public Response products(
      @Parameter(description = "1 to 10000000", example = "10000") @RestQuery String rows,
      @Parameter(example = "42") @RestQuery String seed,
      @RestHeader(HttpHeaders.ACCEPT_ENCODING) String acceptEncoding) {
    long count = Numbers.wholeNumber("rows", rows, 1, MAX_ROWS).orElse(DEFAULT_ROWS);
    ProductGenerator products =
        new ProductGenerator(
            Numbers.wholeNumber("seed", seed, Long.MIN_VALUE, Long.MAX_VALUE).orElse(DEFAULT_SEED));
    return GzipAnswer.csv(acceptEncoding, out -> write(products, count, out));
  }

  private static void write(ProductGenerator products, long count, OutputStream out)
      throws IOException {
    try (CsvWriter csv =
        CsvWriter.builder()
            .quoteStrategy(QuoteStrategies.EMPTY)
            .bufferSize(BUFFER)
            .build(out, StandardCharsets.UTF_8)) {
      csv.writeRecord(ProductGenerator.HEADER);
      for (long i = 0; i < count; i++) {
        csv.writeRecord(products.row(i));
      }
    }
  }
}
