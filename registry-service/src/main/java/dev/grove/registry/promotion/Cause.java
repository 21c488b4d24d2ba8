package dev.grove.registry.promotion;

import dev.grove.registry.actor.Actor;

/** Who wanted something, by which door, and what they said about it. */
record Cause(Via via, Actor actor, String comment) {
  static Cause of(Via via, Actor actor) {
    return new Cause(via, actor, "");
  }
}
