package dev.grove.data.ingest;

import dev.grove.data.Refused;
import dev.grove.data.dataset.DatasetName;
import dev.grove.data.dataset.VersionJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/** Takes tables in. */
@Path("/datasets/{name}/versions")
@Tag(name = "Datasets")
@Produces(MediaType.APPLICATION_JSON)
public class UploadResource {
  private final Ingestion ingestion;
  private final IngestConfig config;

  UploadResource(Ingestion ingestion, IngestConfig config) {
    this.ingestion = ingestion;
    this.config = config;
  }

  @POST
  @Consumes({"text/csv", "application/octet-stream", "application/gzip", "application/x-gzip"})
  @Operation(
      summary = "Load a CSV table as a new version",
      description =
          "The same content with the same options is the same version. gzip is recognised by its"
              + " first bytes. Rows that are malformed, or that lack the key or the target, are set"
              + " aside with their line and the reason.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = "text/csv",
            schema = @Schema(type = SchemaType.STRING),
            example = "id,title,kind\n1,32\" tv,a\n2,fridge,b\n"),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema =
                @Schema(
                    type = SchemaType.OBJECT,
                    description = "the part 'file' is the table; options may be form fields"))
      })
  @Parameter(name = "delimiter", in = ParameterIn.QUERY, example = ",")
  @Parameter(name = "header", in = ParameterIn.QUERY, example = "true")
  @Parameter(name = "encoding", in = ParameterIn.QUERY, example = "UTF-8")
  @Parameter(name = "trim", in = ParameterIn.QUERY, example = "true")
  @Parameter(
      name = "nullToken",
      in = ParameterIn.QUERY,
      description = "repeatable; replaces the default tokens",
      example = "NA")
  @Parameter(name = "key", in = ParameterIn.QUERY, description = "a column", example = "id")
  @Parameter(
      name = "drop",
      in = ParameterIn.QUERY,
      description = "columns, repeatable or as one CSV record",
      example = "notes,comment")
  @Parameter(
      name = "target",
      in = ParameterIn.QUERY,
      description = "a column's name, its index from 0, or 'last'",
      example = "last")
  @APIResponse(responseCode = "201", description = "The new version")
  @APIResponse(responseCode = "200", description = "The version that was there")
  @APIResponse(responseCode = "400", description = "What is wrong, and with which input")
  @APIResponse(responseCode = "413", description = "The table is too large")
  @APIResponse(responseCode = "415", description = "Another encoding or media type")
  public Response upload(
      @RestPath String name,
      @Parameter(hidden = true) @RestHeader(HttpHeaders.CONTENT_ENCODING) String contentEncoding,
      @Context UriInfo uri,
      InputStream body)
      throws IOException, SQLException {
    UploadOptions options = UploadOptions.of(uri.getQueryParameters());
    return load(name, Upload.raw(new ClientBody(body, config), isGzip(contentEncoding), options));
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(hidden = true)
  public Response uploadForm(
      @RestPath String name,
      @RestHeader(HttpHeaders.CONTENT_TYPE) MediaType contentType,
      @Context UriInfo uri,
      InputStream body)
      throws IOException, SQLException {
    MultipartBody form =
        new MultipartBody(
            new ClientBody(body, config), contentType.getParameters().get("boundary"));
    return load(name, Upload.form(form, uri.getQueryParameters()));
  }

  private Response load(String name, Upload upload) throws IOException, SQLException {
    Ingestion.Outcome outcome = ingestion.ingest(new DatasetName(name), upload);
    VersionJson version = VersionJson.of(outcome.version());
    if (!outcome.created()) {
      return Response.ok(version).build();
    }
    return Response.created(
            UriBuilder.fromPath("/datasets/{name}/versions/{version}")
                .build(version.dataset(), version.version()))
        .entity(version)
        .build();
  }

  private static boolean isGzip(String contentEncoding) {
    if (contentEncoding == null || contentEncoding.equalsIgnoreCase("identity")) {
      return false;
    }
    String coding = contentEncoding.toLowerCase(Locale.ROOT);
    if (coding.equals("gzip") || coding.equals("x-gzip")) {
      return true;
    }
    throw Refused.unsupported("Content-Encoding", "must be gzip or absent");
  }
}
