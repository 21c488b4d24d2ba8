package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.change;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.actor.Actor;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.ModelStore;
import dev.grove.registry.model.RegisteredModel;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.UniqueViolation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Gives a model, and all that is under it, another name; its ledger goes on. */
@ApplicationScoped
public class Renaming {
  private static final String RENAME =
      """
      update registry.registered_model
      set name = ?, last_updated_time = greatest(last_updated_time, ?)
      where model_no = ?
      """;

  private static final String TOUCH_VERSIONS =
      """
      update registry.model_version
      set last_updated_time = greatest(last_updated_time, ?) where model_no = ?
      """;

  private final Database database;
  private final ModelStore models;
  private final Ledger ledger;
  private final Clock clock;

  Renaming(Database database, ModelStore models, Ledger ledger, Clock clock) {
    this.database = database;
    this.models = models;
    this.ledger = ledger;
    this.clock = clock;
  }

  public RegisteredModel rename(Actor actor, ModelName from, ModelName to) {
    try {
      database.transaction(
          connection -> {
            LockedModel model = LockedModel.lock(connection, from);
            long now = clock.millis();
            String detail =
                Details.object().put("from", from.value()).put("to", to.value()).toString();
            ledger.append(
                connection,
                model,
                Entry.ofModel(Cause.of(Via.MODEL, actor), Action.MODEL_RENAMED, detail));
            change(connection, RENAME, to.value(), now, model.number());
            return change(connection, TOUCH_VERSIONS, now, model.number());
          });
    } catch (UniqueViolation e) {
      throw new RegistryException(
          ErrorCode.RESOURCE_ALREADY_EXISTS,
          "Registered Model (name=" + to + ") already exists.",
          e);
    }
    return models.require(to);
  }
}
