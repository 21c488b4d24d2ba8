package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Lays out {@link BitVectorStates}. */
final class BitVectorBuilder {
  /** All finished vectors together: what a core's own cache holds. */
  private static final int ROOM_FOR_FINISHED = 1 << 18;

  /** Pairs that categories may take, each node having one for each category: 8 MB. */
  private static final int PAIRS_OF_CATEGORIES = 1 << 20;

  /** Pairs that a node of numbers may take: two words each among ranks, for zero and missing. */
  private static final int PAIRS_OF_A_NODE = 6;

  /** How many words of a vector are intersected in the time that one pair takes. */
  private static final int WORDS_A_PAIR = 8;

  private final List<Tree> trees;
  private final List<LeafOrder> orders;
  private final Thresholds thresholds;
  private final int words;
  private final int length;
  private final int[] nothing;
  private final ColumnNodes nodes;
  private final long mostPairs;

  private final int[] start;
  private final int[] ofMissing;
  private final int[] ofZero;
  private int[][] finished = new int[64][];
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int states;
  private int[] pairs = new int[256];
  private int pairCount;
  private int room = ROOM_FOR_FINISHED;

  BitVectorBuilder(List<Tree> trees, List<LeafOrder> orders, Thresholds thresholds, int words) {
    this.trees = trees;
    this.orders = orders;
    this.thresholds = thresholds;
    this.words = words;
    this.length = trees.size() * words;
    this.nothing = new int[length];
    Arrays.fill(nothing, -1);
    this.nodes = ColumnNodes.of(trees, thresholds);
    long count = trees.stream().mapToLong(Tree::nodes).sum();
    this.mostPairs = PAIRS_OF_CATEGORIES + PAIRS_OF_A_NODE * count;
    this.start = new int[thresholds.columns()];
    this.ofMissing = new int[thresholds.columns()];
    this.ofZero = new int[thresholds.columns()];
  }

  BitVectorStates build() {
    int gap = gap();
    for (int column = 0; column < thresholds.columns(); column++) {
      start[column] = states;
      if (thresholds.categorical(column)) {
        addCategories(column);
      } else {
        addNumbers(column, gap);
      }
      if (pairCount > mostPairs) {
        return null;
      }
    }
    return new BitVectorStates(
        thresholds,
        start,
        ofMissing,
        ofZero,
        Arrays.copyOf(finished, states),
        Arrays.copyOf(from, states),
        Arrays.copyOf(to, states),
        Arrays.copyOf(pairs, 2 * pairCount),
        nothing);
  }

  /** Of the columns that deserve finished vectors, how many nodes there are to each vector. */
  private int gap() {
    long served = 0;
    for (int column = 0; column < thresholds.columns(); column++) {
      if (deservesFinished(nodes.count(column))) {
        served += nodes.count(column);
      }
    }
    return (int) Math.max(1, served * length / ROOM_FOR_FINISHED);
  }

  private boolean deservesFinished(int count) {
    return count > length / WORDS_A_PAIR + 8;
  }

  /** States by rank: each rules out what the one before does, and the nodes of one threshold. */
  private void addNumbers(int column, int gap) {
    boolean deserves = deservesFinished(nodes.count(column));
    int[] current = deserves ? nothing.clone() : null;
    int[] last = nothing;
    int lastPair = pairCount;
    int done = pairCount;
    int next = nodes.start(column);
    for (int rank = 0; rank <= thresholds.ranks(column); rank++) {
      // A value of this rank is above the thresholds before it.
      while (next < nodes.end(column) && nodes.rank(next) < rank) {
        addPairs(nodes.tree(next), nodes.node(next));
        next++;
      }
      if (deserves && pairCount - lastPair >= gap && room >= length) {
        for (; done < pairCount; done++) {
          current[pairs[2 * done]] &= pairs[2 * done + 1];
        }
        last = current.clone();
        lastPair = pairCount;
        room -= length;
      }
      addState(last, lastPair, pairCount);
    }
    ofZero[column] = addSpecial(column, 0.0);
    ofMissing[column] = addSpecial(column, Double.NaN);
  }

  private void addCategories(int column) {
    int known = thresholds.ranks(column);
    for (int place = 0; place <= known && pairCount <= mostPairs; place++) {
      double category = place == known ? Double.NaN : thresholds.value(column, place);
      addList(column, n -> !trees.get(nodes.tree(n)).goesLeft(nodes.node(n), category));
    }
    ofZero[column] = start[column] + thresholds.category(column, 0);
    ofMissing[column] = start[column] + known;
  }

  /** The state of zero or of missing: a rank's, if no node treats it in a way of its own. */
  private int addSpecial(int column, double x) {
    int rank = thresholds.rank(column, Double.isNaN(x) ? Double.NEGATIVE_INFINITY : x);
    boolean likeRank = true;
    for (int n = nodes.start(column); n < nodes.end(column); n++) {
      likeRank &= goesRight(n, x) == nodes.rank(n) < rank;
    }
    if (likeRank) {
      return start[column] + rank;
    }
    return addList(column, n -> goesRight(n, x));
  }

  private boolean goesRight(int n, double x) {
    return !trees.get(nodes.tree(n)).goesLeft(nodes.node(n), x);
  }

  private int addList(int column, IntPredicate right) {
    int first = pairCount;
    for (int n = nodes.start(column); n < nodes.end(column); n++) {
      if (right.test(n)) {
        addPairs(nodes.tree(n), nodes.node(n));
      }
    }
    if (!deservesFinished(pairCount - first) || room < length) {
      return addState(nothing, first, pairCount);
    }
    int[] vector = nothing.clone();
    for (int i = first; i < pairCount; i++) {
      vector[pairs[2 * i]] &= pairs[2 * i + 1];
    }
    room -= length;
    pairCount = first;
    return addState(vector, first, first);
  }

  /** A node's left leaves leave one word, or two. */
  private void addPairs(int tree, int node) {
    LeafOrder order = orders.get(tree);
    int first = order.first()[node];
    int middle = order.middle()[node];
    for (int word = 0; word < words; word++) {
      int low = Math.max(first - 32 * word, 0);
      int high = Math.min(middle - 32 * word, 32);
      if (low < high) {
        int ruledOut = (int) ((1L << high) - (1L << low));
        if (2 * pairCount == pairs.length) {
          pairs = Arrays.copyOf(pairs, 2 * pairs.length);
        }
        pairs[2 * pairCount] = tree * words + word;
        pairs[2 * pairCount + 1] = ~ruledOut;
        pairCount++;
      }
    }
  }

  private int addState(int[] vector, int first, int end) {
    if (states == from.length) {
      finished = Arrays.copyOf(finished, 2 * states);
      from = Arrays.copyOf(from, 2 * states);
      to = Arrays.copyOf(to, 2 * states);
    }
    finished[states] = vector;
    from[states] = first;
    to[states] = end;
    return states++;
  }
}
