package dev.grove.bundle.trees;

/**
 * One way to keep a forest's nodes so that a row's leaves are found fast. Immutable; all layouts of
 * a forest find the same leaves.
 */
interface Layout {
  /** Working memory for one thread. */
  LeafFinder finder();
}
