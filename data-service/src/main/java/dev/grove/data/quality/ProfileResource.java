package dev.grove.data.quality;

import dev.grove.data.dataset.DatasetName;
import dev.grove.data.dataset.VersionCatalog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Shows a version's profile. */
@Path("/datasets/{name}/versions/{version}/profile")
@Tag(name = "Quality")
@Produces(MediaType.APPLICATION_JSON)
public class ProfileResource {
  private final VersionCatalog catalog;
  private final ProfileStore profiles;

  ProfileResource(VersionCatalog catalog, ProfileStore profiles) {
    this.catalog = catalog;
    this.profiles = profiles;
  }

  @GET
  @Operation(summary = "Counts, ranges, quantiles, frequent values and class counts")
  @APIResponse(responseCode = "200", description = "The profile")
  @APIResponse(responseCode = "404", description = "There is no such dataset or version")
  public Profile profile(@RestPath String name, @RestPath String version) {
    return profiles.of(catalog.require(new DatasetName(name), version));
  }
}
