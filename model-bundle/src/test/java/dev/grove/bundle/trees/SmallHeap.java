package dev.grove.bundle.trees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Parses and scores by hostile texts, in a process of its own with a small heap. Arguments: files
 * with texts to be damaged.
 */
public final class SmallHeap {
  private static final int DAMAGES = 60;

  private SmallHeap() {}

  public static void main(String[] files) throws IOException {
    Random random = new Random(7);
    for (String file : files) {
      String text = Files.readString(Path.of(file));
      for (int i = 0; i < DAMAGES; i++) {
        HostileTexts.parse(HostileTexts.damaged(text, random));
      }
    }
    requireAll(GreedyTexts.refused(), false);
    requireAll(GreedyTexts.accepted(), true);
    System.out.println("done");
  }

  private static void requireAll(Map<String, Supplier<String>> texts, boolean model) {
    texts.forEach(
        (name, text) -> {
          System.out.println(name);
          if (HostileTexts.parse(text.get()) != model) {
            throw new IllegalStateException(name + " is " + (model ? "refused" : "accepted"));
          }
        });
  }
}
