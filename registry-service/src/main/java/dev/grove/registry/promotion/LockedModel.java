package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.ModelStore;
import dev.grove.registry.model.VersionNumber;
import dev.grove.registry.model.VersionStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A registered model's row, locked until the transaction ends: whoever decides about the model's
 * aliases holds it, so that decisions come one after the other.
 */
final class LockedModel {
  private static final String BY_NAME =
      """
      select m.model_no, m.name, m.policy, m.ledger_length, m.ledger_head,
        exists (
          select 1 from registry.registered_model_tag t
          where t.model_no = m.model_no and t.key = 'mlflow.prompt.is_prompt'
            and lower(t.value) = 'true') prompt
      from registry.registered_model m where m.name = ? for no key update of m
      """;

  private static final String BY_NUMBER =
      """
      select m.model_no, m.name, m.policy, m.ledger_length, m.ledger_head,
        exists (
          select 1 from registry.registered_model_tag t
          where t.model_no = m.model_no and t.key = 'mlflow.prompt.is_prompt'
            and lower(t.value) = 'true') prompt
      from registry.registered_model m where m.model_no = ? for no key update of m
      """;

  private final long number;
  private final String name;
  private final Optional<Policy> policy;
  private final boolean prompt;
  private long length;
  private String head;
  private boolean requests = true;

  private LockedModel(
      long number, String name, Optional<Policy> policy, boolean prompt, long length, String head) {
    this.number = number;
    this.name = name;
    this.policy = policy;
    this.prompt = prompt;
    this.length = length;
    this.head = head;
  }

  /** Waits for the lock; fails if there is no such model. */
  static LockedModel lock(Connection connection, ModelName name) throws SQLException {
    return find(connection, BY_NAME, name.value()).orElseThrow(() -> ModelStore.missing(name));
  }

  /** Waits for the lock; no such model is no such version. */
  static LockedModel lock(Connection connection, ModelName name, VersionNumber version)
      throws SQLException {
    return find(connection, BY_NAME, name.value())
        .orElseThrow(() -> VersionStore.missing(name, version));
  }

  /** Waits for the lock; nothing if the model is gone. */
  static Optional<LockedModel> lock(Connection connection, long number) throws SQLException {
    return find(connection, BY_NUMBER, number);
  }

  private static Optional<LockedModel> find(Connection connection, String sql, Object key)
      throws SQLException {
    return first(
        connection,
        sql,
        row ->
            new LockedModel(
                row.getLong("model_no"),
                row.getString("name"),
                Optional.ofNullable(row.getString("policy")).map(Policy::parse),
                row.getBoolean("prompt"),
                row.getLong("ledger_length"),
                row.getString("ledger_head")),
        key);
  }

  /** Whether MLflow's prompt registry made it, whose changes are no events of models. */
  boolean isPrompt() {
    return prompt;
  }

  long number() {
    return number;
  }

  String name() {
    return name;
  }

  Optional<Policy> policy() {
    return policy;
  }

  /** The policy, if it protects the alias. */
  Optional<Policy> policy(String alias) {
    return policy.filter(set -> set.protects(alias));
  }

  /** Whether it is worth while to look for requests that wait. */
  boolean mayHaveRequests() {
    return requests;
  }

  void mayHaveRequests(boolean known) {
    requests = known;
  }

  long length() {
    return length;
  }

  String head() {
    return head;
  }

  void appended(LedgerEntry entry) {
    length = entry.sequence();
    head = entry.hash();
  }
}
