package dev.grove.data.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes up product offers whose category can be learned, but not perfectly: labels are wrong at
 * times, some titles say nothing about the category or name another one, brands are shared, fields
 * are missing, and the subcategory tells almost nothing.
 */
final class ProductGenerator {
  static final List<String> HEADER =
      List.of(
          "product_id",
          "title",
          "seller_id",
          "brand",
          "subcategory",
          "price",
          "rating",
          "reviews_count",
          "category");

  private static final double WRONG_LABEL = 0.025;
  private static final double SILENT_TITLE = 0.09;
  private static final double MISLEADING_WORD = 0.12;
  private static final int SELLERS = 240;

  private static final List<Category> CATEGORIES = List.of(Category.values());
  private static final List<String> SUBCATEGORIES =
      List.of("standard", "premium", "entry level", "compact", "refurbished", "bundle");
  private static final List<String> FILLERS =
      List.of(
          "new",
          "black",
          "white",
          "silver",
          "pro",
          "plus",
          "series",
          "edition",
          "2025",
          "2026",
          "mini",
          "max",
          "original",
          "eu",
          "with",
          "warranty",
          "grey",
          "blue",
          "set",
          "offer");

  private final long seed;

  ProductGenerator(long seed) {
    this.seed = seed;
  }

  /** A row's fields in the order of {@link #HEADER}; null where missing. */
  List<String> row(long index) {
    Draws draws = new Draws(seed, index);
    Category category = draws.one(CATEGORIES);
    String brand = draws.one(category.brands());
    List<String> row = new ArrayList<>(HEADER.size());
    row.add(String.format(Locale.ROOT, "P%08d", index + 1));
    row.add(title(category, brand, draws));
    row.add("S" + (1001 + seller(category, draws)));
    row.add(draws.chance(0.08) ? null : brand);
    row.add(draws.chance(0.4) ? null : subcategory(category, draws));
    row.add(draws.chance(0.03) ? null : price(category, draws));
    row.add(draws.chance(0.06) ? null : rating(draws));
    row.add(Long.toString(reviews(draws)));
    row.add(draws.chance(WRONG_LABEL) ? draws.one(CATEGORIES).label() : category.label());
    return row;
  }

  /** Four to nine words: brand, model, what it is, what else is said of it, in any order. */
  private static String title(Category category, String brand, Draws draws) {
    int length = 4 + draws.below(6);
    List<String> words = new ArrayList<>();
    words.add(model(draws));
    if (draws.chance(0.8)) {
      words.add(brand);
    }
    if (!draws.chance(SILENT_TITLE)) {
      words.add(draws.one(category.tellingWords()));
      if (length > 5 && draws.chance(0.5)) {
        words.add(draws.one(category.tellingWords()));
      }
    }
    if (words.size() < length && draws.chance(MISLEADING_WORD)) {
      words.add(draws.one(draws.one(CATEGORIES).tellingWords()));
    }
    while (words.size() < length) {
      words.add(draws.one(draws.chance(0.4) ? category.sharedWords() : FILLERS));
    }
    for (int i = words.size() - 1; i > 0; i--) {
      int other = draws.below(i + 1);
      String word = words.get(i);
      words.set(i, words.get(other));
      words.set(other, word);
    }
    return String.join(" ", words);
  }

  private static String model(Draws draws) {
    char letter = (char) ('a' + draws.below(26));
    return letter + Integer.toString(10 + draws.below(990));
  }

  /** Sellers lean towards two categories each, but sell everything. */
  private static int seller(Category category, Draws draws) {
    int any = draws.below(SELLERS);
    int categories = CATEGORIES.size();
    return draws.chance(0.3) ? any / categories * categories + CATEGORIES.indexOf(category) : any;
  }

  private static String subcategory(Category category, Draws draws) {
    return draws.chance(0.15)
        ? SUBCATEGORIES.get(CATEGORIES.indexOf(category) % SUBCATEGORIES.size())
        : draws.one(SUBCATEGORIES);
  }

  private static String price(Category category, Draws draws) {
    double spread = 1 + 0.35 * draws.normal();
    double price = Math.max(4, category.typicalPrice() * Math.max(0.1, spread));
    return Math.round(price) + (draws.chance(0.5) ? ".99" : ".50");
  }

  private static String rating(Draws draws) {
    long tenths = Math.round(Math.max(10, Math.min(50, 41 + 6 * draws.normal())));
    return tenths / 10 + "." + tenths % 10;
  }

  private static long reviews(Draws draws) {
    double share = draws.share();
    return (long) (share * share * share * share * 2_500);
  }
}
