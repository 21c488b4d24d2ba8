package dev.grove.data.dataset;

import dev.grove.data.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Lists datasets and versions, and shows one. */
@Path("/datasets")
@Tag(name = "Datasets")
@Produces(MediaType.APPLICATION_JSON)
public class DatasetResource {
  private final VersionCatalog catalog;

  DatasetResource(VersionCatalog catalog) {
    this.catalog = catalog;
  }

  @GET
  @Operation(summary = "Every dataset, newest first")
  @APIResponse(responseCode = "200", description = "One page")
  @APIResponse(responseCode = "400", description = "A bad limit or page token")
  public Page<DatasetJson> datasets(@RestQuery String limit, @RestQuery String pageToken) {
    Page.Request page = Page.Request.of(limit, pageToken);
    return Page.of(catalog.datasets(page), page, Dataset::number, DatasetJson::of);
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One dataset with its newest version")
  @APIResponse(responseCode = "200", description = "The dataset")
  @APIResponse(responseCode = "404", description = "There is none of that name")
  public DatasetJson dataset(@RestPath String name) {
    return DatasetJson.of(catalog.require(new DatasetName(name)));
  }

  @GET
  @Path("/{name}/versions")
  @Operation(summary = "A dataset's versions, newest first")
  @APIResponse(responseCode = "200", description = "One page")
  @APIResponse(responseCode = "404", description = "There is no such dataset")
  public Page<VersionJson> versions(
      @RestPath String name, @RestQuery String limit, @RestQuery String pageToken) {
    Page.Request page = Page.Request.of(limit, pageToken);
    return Page.of(
        catalog.versions(new DatasetName(name), page),
        page,
        DatasetVersion::number,
        VersionJson::of);
  }

  @GET
  @Path("/{name}/versions/{version}")
  @Operation(summary = "One version, by id or as 'latest'")
  @APIResponse(responseCode = "200", description = "The version")
  @APIResponse(responseCode = "404", description = "There is no such dataset or version")
  public VersionJson version(@RestPath String name, @RestPath String version) {
    return VersionJson.of(catalog.require(new DatasetName(name), version));
  }

  @GET
  @Path("/{name}/versions/{version}/schema")
  @Operation(summary = "Columns, types and how fields were cleaned")
  @APIResponse(responseCode = "200", description = "The schema")
  @APIResponse(responseCode = "404", description = "There is no such dataset or version")
  public TableSchema schema(@RestPath String name, @RestPath String version) {
    return catalog.require(new DatasetName(name), version).schema();
  }
}
