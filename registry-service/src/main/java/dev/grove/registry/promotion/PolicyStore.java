package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.actor.Actor;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.ModelStore;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Keeps each model's policy, and records every change of it in the model's ledger. */
@ApplicationScoped
class PolicyStore {
  private static final String STORE =
      "update registry.registered_model set policy = ? where model_no = ?";

  private static final String READ = "select policy from registry.registered_model where name = ?";

  private final Database database;
  private final Ledger ledger;

  PolicyStore(Database database, Ledger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  Policy require(ModelName name) {
    Optional<Optional<String>> found =
        database.run(
            connection ->
                first(
                    connection, READ, row -> Optional.ofNullable(row.getString(1)), name.value()));
    return found
        .orElseThrow(() -> ModelStore.missing(name))
        .map(Policy::parse)
        .orElseThrow(() -> none(name));
  }

  private static RuntimeException none(ModelName name) {
    return Problems.notFound("Model '" + name + "' has no promotion policy");
  }

  void set(Actor actor, ModelName name, Policy policy) {
    database.transaction(
        connection -> {
          LockedModel model = LockedModel.lock(connection, name);
          String text = policy.toString();
          String detail = Details.object().set("policy", policy.json()).toString();
          ledger.append(
              connection,
              model,
              Entry.ofModel(Cause.of(Via.PROMOTIONS, actor), Action.POLICY_SET, detail));
          return change(connection, STORE, text, model.number());
        });
  }

  void remove(Actor actor, ModelName name) {
    database.transaction(
        connection -> {
          LockedModel model = LockedModel.lock(connection, name);
          Optional<Policy> old = model.policy();
          if (old.isEmpty()) {
            throw none(name);
          }
          ledger.append(
              connection,
              model,
              Entry.ofModel(
                  Cause.of(Via.PROMOTIONS, actor),
                  Action.POLICY_REMOVED,
                  Details.object().set("policy", old.get().json()).toString()));
          return change(connection, STORE, null, model.number());
        });
  }
}
