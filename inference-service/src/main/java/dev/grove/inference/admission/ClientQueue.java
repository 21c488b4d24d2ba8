package dev.grove.inference.admission;

import java.util.ArrayDeque;

/** One client's waiting turns, first come, first served, and its credit for the next. */
final class ClientQueue {
  final String client;
  final ArrayDeque<Turn> turns = new ArrayDeque<>();
  int credit;

  ClientQueue(String client) {
    this.client = client;
  }
}
