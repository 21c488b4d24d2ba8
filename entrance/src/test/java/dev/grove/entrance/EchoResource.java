package dev.grove.entrance;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a body as services do, on a worker thread. */
@Path("/echo")
public class EchoResource {
  @GET
  public String alive() {
    return "{}";
  }

  @POST
  public String echo(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }
}
