package dev.grove.bundle.drift;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of a category's values: one for each that is frequent, and then for other values that
 * the reference has, for values that it has not, and for none at all.
 */
final class CategoryCells {
  private final Map<String, Integer> places;
  private final SeenHashes seen;

  /**
   * @param seen the values beside the frequent ones, or null if there are none
   */
  CategoryCells(List<String> values, SeenHashes seen) {
    this.places = new HashMap<>(values.size() * 2);
    for (String value : values) {
      places.put(value, places.size());
    }
    this.seen = seen;
  }

  int cells() {
    return places.size() + 3;
  }

  int other() {
    return places.size();
  }

  int unseen() {
    return places.size() + 1;
  }

  int missing() {
    return places.size() + 2;
  }

  /**
   * @param value null if missing
   */
  int cell(String value) {
    if (value == null) {
      return missing();
    }
    Integer place = places.get(value);
    if (place != null) {
      return place;
    }
    return seen != null && seen.has(SeenHashes.hash(value)) ? other() : unseen();
  }
}
