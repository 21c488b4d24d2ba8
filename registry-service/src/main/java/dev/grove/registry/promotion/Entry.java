package dev.grove.registry.promotion;

import dev.grove.registry.model.VersionNumber;

/**
 * A decision that the ledger will hold. Null is what does not apply.
 *
 * @param state of the promotion from now on
 * @param promotion the number of the promotion that it belongs to; {@link #OPENS} begins one
 * @param version what was asked for
 * @param before the version that the alias pointed to
 * @param after the version that it points to now
 * @param undoes the sequence of the entry that a rollback takes back
 * @param detail a JSON object
 */
record Entry(
    Cause cause,
    Action action,
    State state,
    Long promotion,
    String alias,
    Integer version,
    Integer before,
    Integer after,
    Long undoes,
    String detail) {
  static final Long OPENS = 0L;

  /** What is no promotion: a change of the policy, a name, a deletion. */
  static Entry ofModel(Cause cause, Action action, String detail) {
    return new Entry(cause, action, null, null, null, null, null, null, null, detail);
  }

  /** The same about one version. */
  Entry of(VersionNumber number) {
    return new Entry(
        cause, action, state, promotion, alias, number.value(), before, after, undoes, detail);
  }

  /** The first decision about an alias, which may be the last one too. */
  static Entry opening(
      Cause cause,
      Action action,
      State state,
      String alias,
      int version,
      Integer before,
      Integer after,
      String detail) {
    return new Entry(cause, action, state, OPENS, alias, version, before, after, null, detail);
  }

  /** A later decision about the same request. */
  Entry next(Cause nextCause, Action nextAction, State nextState, String nextDetail) {
    return new Entry(
        nextCause, nextAction, nextState, promotion, alias, version, null, null, null, nextDetail);
  }

  /** Another decision in this one's place, after which the alias points where it pointed. */
  Entry instead(Action otherAction, State otherState) {
    return new Entry(
        cause, otherAction, otherState, promotion, alias, version, before, before, undoes, detail);
  }

  Entry withPromotion(Long number) {
    return new Entry(cause, action, state, number, alias, version, before, after, undoes, detail);
  }

  Entry withDetail(String other) {
    return new Entry(cause, action, state, promotion, alias, version, before, after, undoes, other);
  }

  Entry withMove(Integer from, Integer to) {
    return new Entry(cause, action, state, promotion, alias, version, from, to, undoes, detail);
  }

  Entry undoing(long sequence) {
    return new Entry(
        cause, action, state, promotion, alias, version, before, after, sequence, detail);
  }
}
