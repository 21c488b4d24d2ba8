/**
 * Who may point an alias to a version, and what was decided: gates, approvals, the ledger.
 *
 * <p>Whatever moves an alias comes through here, with the model's row locked: the calls of {@code
 * /promotions}, MLflow's own calls for aliases and stages, and the deletion of versions and models.
 */
package dev.grove.registry.promotion;
