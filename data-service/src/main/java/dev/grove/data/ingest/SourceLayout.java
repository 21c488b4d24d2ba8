package dev.grove.data.ingest;

import dev.grove.data.InvalidInput;
import dev.grove.data.dataset.Cleaning;
import dev.grove.data.dataset.VersionOptions;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The columns of a source and which of them become the table's.
 *
 * @param names of all columns, in the source's order
 * @param kept indices of the columns that the table keeps, ascending
 * @param key index among {@code kept}; -1 if there is none
 * @param target index among {@code kept}; -1 if there is none
 */
record SourceLayout(List<String> names, List<Integer> kept, int key, int target) {
  private static final int MAX_NAME_CHARS = 256;
  private static final int SHOWN_NAMES = 50;

  /**
   * Looks the options' columns up.
   *
   * @throws InvalidInput naming the option whose column there is not
   */
  static SourceLayout of(List<String> names, UploadOptions options) {
    int key = options.key() == null ? -1 : column("key", options.key(), names);
    int target = options.target() == null ? -1 : target(options.target(), names);
    Set<Integer> dropped = dropped(options.drop(), names);
    if (key >= 0 && key == target) {
      throw new InvalidInput("target", "is the key column, which tells nothing");
    }
    if (dropped.contains(key)) {
      throw new InvalidInput("drop", "names the key column " + names.get(key));
    }
    if (dropped.contains(target)) {
      throw new InvalidInput("drop", "names the target column " + names.get(target));
    }
    List<Integer> kept =
        IntStream.range(0, names.size()).filter(i -> !dropped.contains(i)).boxed().toList();
    if (kept.isEmpty()) {
      throw new InvalidInput("drop", "leaves no column");
    }
    return new SourceLayout(names, kept, kept.indexOf(key), kept.indexOf(target));
  }

  /**
   * The columns' names: the header row's, where an empty one is called after its place ({@code
   * c3}).
   *
   * @throws InvalidInput if two columns have one name
   */
  static List<String> header(List<CsvRow.Field> fields, boolean trim) {
    List<String> names = new ArrayList<>();
    for (CsvRow.Field field : fields) {
      String name = trim ? Cleaning.trim(field.text()) : field.text();
      if (name.length() > MAX_NAME_CHARS) {
        throw new InvalidInput(
            "body", "the header has a name of more than " + MAX_NAME_CHARS + " characters");
      }
      names.add(name.isEmpty() ? "c" + (names.size() + 1) : name);
    }
    Set<String> seen = new HashSet<>();
    Set<String> twice = new TreeSet<>();
    names.stream().filter(name -> !seen.add(name)).forEach(twice::add);
    if (!twice.isEmpty()) {
      throw new InvalidInput(
          "body",
          "the header names columns more than once: "
              + listed(List.copyOf(twice))
              + " (if the file has no header, say header=false)");
    }
    return names;
  }

  /** Names for a source without a header: {@code c1} to {@code cN}. */
  static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> "c" + i).toList();
  }

  private static int target(String asked, List<String> names) {
    if (names.contains(asked)) {
      return names.indexOf(asked);
    }
    if (asked.equals("last")) {
      return names.size() - 1;
    }
    if (asked.matches("[+-]?[0-9]+")) {
      if (asked.matches("0*[0-9]{1,6}") && Integer.parseInt(asked) < names.size()) {
        return Integer.parseInt(asked);
      }
      throw new InvalidInput(
          "target", "is out of range: columns are counted from 0 to " + (names.size() - 1));
    }
    return column("target", asked, names);
  }

  private static Set<Integer> dropped(List<String> asked, List<String> names) {
    Set<Integer> dropped = new HashSet<>();
    for (String one : asked) {
      for (String name : names.contains(one) ? List.of(one) : csvRecord(one)) {
        dropped.add(column("drop", name, names));
      }
    }
    return dropped;
  }

  private static List<String> csvRecord(String text) {
    try (CsvParser parser = new CsvParser(new StringReader(text), ',')) {
      if (parser.next() instanceof CsvRow.Fields row && parser.next() == null) {
        return row.fields().stream()
            .map(field -> Cleaning.trim(field.text()))
            .filter(name -> !name.isEmpty())
            .toList();
      }
    } catch (IOException e) {
      throw new IllegalStateException("Text in memory cannot fail to be read", e);
    }
    throw new InvalidInput("drop", "must be columns' names as one CSV record");
  }

  private static int column(String option, String name, List<String> names) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new InvalidInput(
          option,
          "there is no column '"
              + UploadOptions.shortened(name)
              + "'; the columns are: "
              + listed(names));
    }
    return index;
  }

  private static String listed(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(names.size(), SHOWN_NAMES)));
    return names.size() > SHOWN_NAMES ? some + ", and further ones" : some;
  }

  /** The names of the columns that the table keeps. */
  List<String> keptNames() {
    return kept.stream().map(names::get).toList();
  }

  /** The options with every column by its name. */
  VersionOptions canonical(UploadOptions options) {
    List<String> keptNames = keptNames();
    return new VersionOptions(
        String.valueOf(options.delimiter()),
        options.header(),
        options.encoding().name(),
        options.trim(),
        options.nullTokens(),
        key < 0 ? null : keptNames.get(key),
        IntStream.range(0, names.size())
            .filter(i -> !kept.contains(i))
            .mapToObj(names::get)
            .toList(),
        target < 0 ? null : keptNames.get(target));
  }
}
