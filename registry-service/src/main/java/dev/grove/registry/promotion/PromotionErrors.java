package dev.grove.registry.promotion;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what is wrong with a request to {@code /promotions} into a problem of RFC 9457. */
public class PromotionErrors {
  @ServerExceptionMapper
  public Response invalid(InvalidField e) {
    return Problems.invalid(e).toResponse();
  }
}
