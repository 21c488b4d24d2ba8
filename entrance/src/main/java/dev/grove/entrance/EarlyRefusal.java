package dev.grove.entrance;

import io.vertx.ext.web.RoutingContext;

/** How a service's protocol refuses a request that never comes to a resource. */
public interface EarlyRefusal {
  /**
   * Ends the response.
   *
   * @param status 400, 408 or 503
   * @param detail a sentence for the client
   */
  void answer(RoutingContext context, int status, String title, String detail);
}
