package dev.grove.data.split;

import dev.grove.data.GzipAnswer;
import dev.grove.data.InvalidInput;
import dev.grove.data.Numbers;
import dev.grove.data.dataset.DatasetName;
import dev.grove.data.dataset.DatasetVersion;
import dev.grove.data.dataset.VersionCatalog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Shows a split and gives its parts. */
@Path("/datasets/{name}/versions/{version}/splits/{split}")
@Tag(name = "Splits")
public class SplitResource {
  private static final String PARQUET = "application/vnd.apache.parquet";

  private final VersionCatalog catalog;
  private final SplitStore splits;
  private final PartRows rows;

  SplitResource(VersionCatalog catalog, SplitStore splits, PartRows rows) {
    this.catalog = catalog;
    this.splits = splits;
    this.rows = rows;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The sizes of a split's parts")
  @APIResponse(responseCode = "200", description = "The split")
  @APIResponse(responseCode = "404", description = "There is no such dataset, version or split")
  public SplitJson split(@RestPath String name, @RestPath String version, @RestPath String split) {
    return SplitJson.of(splits.require(catalog.require(new DatasetName(name), version), split));
  }

  @GET
  @Path("/{part}")
  @Operation(
      summary = "The rows of a part, always in the same order",
      description =
          "CSV with a header: an empty field is missing, \"\" is the empty text, doubles read back"
              + " as the same doubles; gzip if the client accepts it. Or Parquet.")
  @APIResponse(responseCode = "200", description = "CSV or Parquet")
  @APIResponse(responseCode = "400", description = "A bad format, offset or limit")
  @APIResponse(responseCode = "404", description = "There is no such version, split or part")
  public Response part(
      @RestPath String name,
      @RestPath String version,
      @RestPath String split,
      @Parameter(example = "train") @RestPath String part,
      @Parameter(description = "csv (default) or parquet", example = "csv") @RestQuery
          String format,
      @Parameter(description = "rows to skip", example = "0") @RestQuery String offset,
      @Parameter(description = "rows to give at most", example = "100") @RestQuery String limit,
      @RestHeader(HttpHeaders.ACCEPT_ENCODING) String acceptEncoding) {
    DatasetVersion found = catalog.require(new DatasetName(name), version);
    splits.require(found, split);
    Part wanted = Part.ofWireName(part);
    PartRows.Range range =
        new PartRows.Range(
            Numbers.wholeNumber("offset", offset, 0, Long.MAX_VALUE).orElse(0L),
            Numbers.wholeNumber("limit", limit, 0, Long.MAX_VALUE).orElse(-1L));
    String form = format == null ? "csv" : format;
    if (form.equals("csv")) {
      return GzipAnswer.csv(acceptEncoding, out -> rows.writeCsv(found, wanted, range, out));
    }
    if (form.equals("parquet")) {
      StreamingOutput file = out -> rows.writeParquet(found, wanted, range, out);
      return Response.ok(file, PARQUET).build();
    }
    throw new InvalidInput("format", "must be csv or parquet");
  }
}
