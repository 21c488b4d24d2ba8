package dev.grove.data.sample;

import java.util.List;

/**
 * What made products can be, and what their titles are likely to say. Brands overlap on purpose.
 */
@SuppressWarnings("ImmutableEnumChecker") // The lists are List.of, which nobody can change.
enum Category {
  MOBILE_PHONES(
      "Mobile Phones",
      380,
      List.of("apple", "samsung", "nokia", "xiaomi", "motorola", "sony"),
      List.of("smartphone", "phone", "dual-sim", "handset", "5g", "unlocked", "lte", "sim-free"),
      List.of("wireless", "screen", "128gb", "touch", "64gb", "camera")),
  LAPTOPS(
      "Laptops",
      820,
      List.of("apple", "lenovo", "hp", "dell", "asus", "samsung"),
      List.of("laptop", "notebook", "ultrabook", "core-i5", "ryzen", "ssd", "chromebook"),
      List.of("screen", "256gb", "touch", "4k", "128gb", "wireless")),
  TELEVISIONS(
      "Televisions",
      640,
      List.of("samsung", "lg", "sony", "philips", "panasonic", "toshiba"),
      List.of("tv", "television", "oled", "qled", "uhd", "smart-tv", "hdr"),
      List.of("screen", "4k", "wireless", "led", "55\"", "32\"")),
  HEADPHONES(
      "Headphones",
      120,
      List.of("sony", "bose", "apple", "jbl", "philips", "samsung"),
      List.of("headphones", "earbuds", "over-ear", "headset", "noise-cancelling", "earphones"),
      List.of("wireless", "bluetooth", "touch", "stereo", "foldable", "mic")),
  CAMERAS(
      "Digital Cameras",
      560,
      List.of("sony", "canon", "nikon", "panasonic", "fujifilm", "samsung"),
      List.of("dslr", "mirrorless", "camera", "lens", "megapixel", "zoom", "camcorder"),
      List.of("4k", "wireless", "touch", "64gb", "screen", "bluetooth")),
  REFRIGERATORS(
      "Refrigerators",
      700,
      List.of("samsung", "lg", "bosch", "siemens", "panasonic", "beko"),
      List.of("refrigerator", "fridge", "freezer", "frost-free", "fridge-freezer", "icemaker"),
      List.of("freestanding", "a++", "litres", "led", "inox", "touch")),
  WASHING_MACHINES(
      "Washing Machines",
      480,
      List.of("samsung", "lg", "bosch", "siemens", "beko", "hoover"),
      List.of("washing", "washer", "1400rpm", "washer-dryer", "laundry", "spin", "8kg"),
      List.of("machine", "freestanding", "a++", "inox", "load", "led")),
  COFFEE_MACHINES(
      "Coffee Machines",
      260,
      List.of("philips", "delonghi", "bosch", "siemens", "krups", "panasonic"),
      List.of("espresso", "coffee", "bean-to-cup", "cappuccino", "barista", "capsule"),
      List.of("machine", "inox", "litres", "touch", "stainless", "load"));

  private final String label;
  private final double typicalPrice;
  private final List<String> brands;
  private final List<String> tellingWords;
  private final List<String> sharedWords;

  Category(
      String label,
      double typicalPrice,
      List<String> brands,
      List<String> tellingWords,
      List<String> sharedWords) {
    this.label = label;
    this.typicalPrice = typicalPrice;
    this.brands = brands;
    this.tellingWords = tellingWords;
    this.sharedWords = sharedWords;
  }

  String label() {
    return label;
  }

  double typicalPrice() {
    return typicalPrice;
  }

  List<String> brands() {
    return brands;
  }

  /** Words of this category alone, or nearly so. */
  List<String> tellingWords() {
    return tellingWords;
  }

  /** Words that some other categories have too. */
  List<String> sharedWords() {
    return sharedWords;
  }
}
