package dev.grove.registry.promotion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.grove.registry.search.Page;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The ledgers of registered models, which outlive them. */
@Path("/promotions/ledger/{model}")
@Tag(name = "promotions")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class LedgerResource {
  private final LedgerReader ledgers;

  LedgerResource(LedgerReader ledgers) {
    this.ledgers = ledgers;
  }

  /**
   * Some entries, in the order of their chains.
   *
   * @param nextPageToken null on the last page
   */
  @Schema(name = "LedgerPage")
  @JsonInclude(Include.NON_NULL)
  public record Listed(List<LedgerEntryJson> items, String nextPageToken) {}

  /**
   * Whether all chains of a model's name are sound.
   *
   * @param chains the living model's first, then those of models that had the name before
   */
  @Schema(name = "LedgerVerification")
  public record Verified(String model, boolean ok, List<Verification> chains) {}

  @GET
  @Operation(summary = "The entries of a model's ledger, with their hashes")
  @APIResponse(responseCode = "404", description = "There never was such a model")
  public Listed list(@RestPath String model, @RestQuery String limit, @RestQuery String pageToken) {
    Page<LedgerEntry> page =
        ledgers.page(Request.model(model), ListQuery.limit(limit), ListQuery.token(pageToken));
    return new Listed(page.map(LedgerEntryJson::of).items(), page.nextText());
  }

  @GET
  @Path("verify")
  @Operation(
      summary = "Computes a ledger's hashes anew",
      description = "Says the length and the last hash, or the first entry that is wrong.")
  @APIResponse(responseCode = "404", description = "There never was such a model")
  public Verified verify(@RestPath String model) {
    List<Verification> chains = ledgers.verify(Request.model(model));
    return new Verified(model, chains.stream().allMatch(Verification::ok), chains);
  }
}
