package dev.grove.inference.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Waiting turns by client, served by deficit round robin: each client that waits gets the same cost
 * served in a round, however many turns it has waiting. Clients without a waiting turn are not
 * remembered, so there are never more of them than turns. Not thread-safe.
 */
final class FairQueue {
  private final Map<String, ClientQueue> clients = new HashMap<>();
  private final ArrayDeque<ClientQueue> round = new ArrayDeque<>();
  private final int quantum;
  private int size;

  /**
   * @param quantum the cost that a client may spend in each round
   */
  FairQueue(int quantum) {
    this.quantum = quantum;
  }

  int size() {
    return size;
  }

  void add(Turn turn) {
    ClientQueue queue = clients.get(turn.client());
    if (queue == null) {
      queue = new ClientQueue(turn.client());
      queue.credit = quantum;
      clients.put(turn.client(), queue);
      round.addLast(queue);
    }
    queue.turns.addLast(turn);
    turn.waitsIn = queue;
    size++;
  }

  void remove(Turn turn) {
    ClientQueue queue = turn.waitsIn;
    if (queue.turns.remove(turn)) {
      left(turn, queue);
    }
  }

  private void left(Turn turn, ClientQueue queue) {
    turn.waitsIn = null;
    size--;
    if (queue.turns.isEmpty()) {
      clients.remove(queue.client);
      round.remove(queue);
    }
  }

  /**
   * Takes the next turn, or null if no client may go on.
   *
   * @param mayWork whether a client may have one more turn now
   */
  Turn poll(Predicate<String> mayWork) {
    int heldBack = 0;
    while (heldBack < round.size()) {
      ClientQueue queue = round.peekFirst();
      Turn turn = queue.turns.peekFirst();
      if (!mayWork.test(queue.client)) {
        heldBack++;
        round.addLast(round.pollFirst());
      } else if (turn.cost() > queue.credit) {
        heldBack = 0;
        queue.credit += quantum;
        round.addLast(round.pollFirst());
      } else {
        queue.credit -= turn.cost();
        queue.turns.pollFirst();
        left(turn, queue);
        return turn;
      }
    }
    return null;
  }

  /** How many turns come before a client's next one if all others stay as they are. */
  int ahead(String client) {
    ClientQueue own = clients.get(client);
    int waiting = own == null ? 0 : own.turns.size();
    return (int) Math.min(size, (long) waiting + (long) (waiting + 1) * others(own));
  }

  private int others(ClientQueue own) {
    return own == null ? clients.size() : clients.size() - 1;
  }

  /**
   * Takes the newest turn of the client that has most waiting, if that is clearly more than another
   * client would have with one turn more; else null.
   */
  Turn pushOutFor(String client) {
    ClientQueue own = clients.get(client);
    int wanted = own == null ? 1 : own.turns.size() + 1;
    ClientQueue longest = null;
    for (ClientQueue queue : round) {
      if (longest == null || queue.turns.size() > longest.turns.size()) {
        longest = queue;
      }
    }
    if (longest == null || longest.turns.size() <= wanted) {
      return null;
    }
    Turn out = longest.turns.pollLast();
    left(out, longest);
    return out;
  }

  /** Takes all turns that a condition holds for. */
  List<Turn> removeIf(Predicate<Turn> condition) {
    List<Turn> removed = new ArrayList<>();
    for (ClientQueue queue : List.copyOf(round)) {
      for (Turn turn : List.copyOf(queue.turns)) {
        if (condition.test(turn)) {
          queue.turns.remove(turn);
          left(turn, queue);
          removed.add(turn);
        }
      }
    }
    return removed;
  }
}
