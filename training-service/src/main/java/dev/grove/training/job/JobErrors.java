package dev.grove.training.job;

import dev.grove.training.fit.DataServiceAway;
import dev.grove.training.fit.InvalidParameter;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what goes wrong with jobs into problems of RFC 9457. */
public class JobErrors {
  private static final Logger LOG = Logger.getLogger(JobErrors.class);

  @ServerExceptionMapper
  public Response invalid(InvalidParameter e) {
    return Problems.invalid(e.field(), e.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  public Response notJson(JobRequestReader.NotJson e) {
    return Problems.malformed(e.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  public Response keyReused(JobStore.KeyReused e) {
    return Problems.keyReused().toResponse();
  }

  @ServerExceptionMapper
  public Response dataServiceAway(DataServiceAway e) {
    LOG.warn(e.getMessage());
    return Problems.away(e.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  public Response databaseAway(Sql.DatabaseAway e) {
    LOG.error("The database did not answer", e);
    return Problems.away("The database does not answer").toResponse();
  }
}
