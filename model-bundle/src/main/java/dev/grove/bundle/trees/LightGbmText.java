package dev.grove.bundle.trees;

import java.util.ArrayList;
import java.util.List;

/**
 * The parsed and validated form of LightGBM's model text, versions v3 and v4.
 *
 * <p>Reading takes time and memory in proportion to the text, whatever it says: sizes are believed
 * only as far as there are characters to fill them. Texts with carriage returns are refused, as
 * LightGBM's own offsets do not fit them either.
 */
record LightGbmText(Header header, List<Tree> trees) {
  private static final int MAX_LENGTH = 1 << 28;
  private static final String END_OF_TREES = "end of trees";

  /**
   * @throws InvalidModelText if the text is no such model, is cut short, or exceeds a bound
   */
  static LightGbmText parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidModelText("the model text is longer than " + MAX_LENGTH + " characters");
    }
    return new Reader(text).model();
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    LightGbmText model() {
      if (!line().equals("tree")) {
        throw new InvalidModelText("the model text does not begin with 'tree'");
      }
      Fields fields = new Fields("the header");
      skipBlankLines();
      while (!atTree() && !atEnd()) {
        fields.add(line());
        skipBlankLines();
      }
      Header header = Header.of(fields);
      int[] sizes = null;
      if (fields.has("tree_sizes")) {
        int count = Numbers.count(fields.require("tree_sizes"));
        sizes = fields.integers("tree_sizes", count, 1, MAX_LENGTH);
      }
      return new LightGbmText(header, trees(header, sizes));
    }

    private List<Tree> trees(Header header, int[] sizes) {
      List<Tree> trees = new ArrayList<>();
      while (atTree()) {
        int start = at;
        Tree tree = tree(trees.size(), header.features());
        if (sizes != null && (trees.size() >= sizes.length || at - start != sizes[trees.size()])) {
          throw new InvalidModelText("Tree=" + trees.size() + " does not have its tree_sizes");
        }
        trees.add(tree);
      }
      if (!atEnd()) {
        throw new InvalidModelText("no '" + END_OF_TREES + "' after " + trees.size() + " trees");
      }
      if (sizes != null && trees.size() != sizes.length) {
        throw new InvalidModelText("trees are missing: " + trees.size() + " of " + sizes.length);
      }
      if (trees.size() % header.outputs() != 0) {
        throw new InvalidModelText(
            trees.size() + " trees are no whole iterations of " + header.outputs());
      }
      if (header.averaged() && trees.isEmpty()) {
        throw new InvalidModelText("there are no trees to average");
      }
      return trees;
    }

    private Tree tree(int index, int features) {
      String name = line();
      if (!name.equals("Tree=" + index)) {
        throw new InvalidModelText("Tree=" + index + " does not stand in its place");
      }
      Fields fields = new Fields(name);
      while (at < text.length() && text.charAt(at) != '\n') {
        fields.add(line());
      }
      skipBlankLines();
      return Tree.of(fields, features);
    }

    private boolean atTree() {
      return text.startsWith("Tree=", at);
    }

    private boolean atEnd() {
      return text.startsWith(END_OF_TREES, at);
    }

    /** The next line, which must end in a line feed: what lacks one was cut short. */
    private String line() {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        throw new InvalidModelText("the model text is cut short");
      }
      String line = text.substring(at, end);
      at = end + 1;
      return line;
    }

    private void skipBlankLines() {
      while (at < text.length() && text.charAt(at) == '\n') {
        at++;
      }
    }
  }
}
