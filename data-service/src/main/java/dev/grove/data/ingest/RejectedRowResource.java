package dev.grove.data.ingest;

import dev.grove.data.Page;
import dev.grove.data.dataset.DatasetName;
import dev.grove.data.dataset.VersionCatalog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Shows the rows that were set aside when a version was loaded. */
@Path("/datasets/{name}/versions/{version}/rejected")
@Tag(name = "Quality")
@Produces(MediaType.APPLICATION_JSON)
public class RejectedRowResource {
  private final VersionCatalog catalog;
  private final RejectedRowStore rejected;

  RejectedRowResource(VersionCatalog catalog, RejectedRowStore rejected) {
    this.catalog = catalog;
    this.rejected = rejected;
  }

  @GET
  @Operation(
      summary = "Rejected rows with line and reason, in the order of the source",
      description = "The first of them are kept; the version's 'rejected' counts all.")
  @APIResponse(responseCode = "200", description = "One page")
  @APIResponse(responseCode = "404", description = "There is no such dataset or version")
  public Page<RejectedRow> rejected(
      @RestPath String name,
      @RestPath String version,
      @RestQuery String limit,
      @RestQuery String pageToken)
      throws SQLException {
    Page.Request page = Page.Request.of(limit, pageToken);
    return Page.of(
        rejected.of(catalog.require(new DatasetName(name), version), page),
        page,
        RejectedRow::number,
        Function.identity());
  }
}
