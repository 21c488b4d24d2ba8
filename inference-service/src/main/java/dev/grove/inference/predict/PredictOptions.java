package dev.grove.inference.predict;

import dev.grove.inference.Refused;
import dev.grove.inference.serving.ServedModel;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/**
 * What a request asks for beyond the plain answer: its query parameters.
 *
 * @param topK how many classes {@code probabilities} names, the most probable first; 0: all of
 *     them, in the order of the labels
 * @param rawScores whether the forest's scores are answered as they are before the transformation
 * @param contributions whether the raw scores are told apart by input columns
 * @param failTogether whether one bad row of a batch fails them all
 */
record PredictOptions(int topK, boolean rawScores, boolean contributions, boolean failTogether) {
  static final PredictOptions NONE = new PredictOptions(0, false, false, false);
  private static final int MOST_CLASSES = 10_000;

  /** Where options are given, which differ in what they may ask for. */
  enum Place {
    ROW("topK, rawScores, contributions"),
    BATCH("topK, rawScores, contributions, onError"),
    ENCODING("none");

    private final String options;

    Place(String options) {
      this.options = options;
    }
  }

  /**
   * @param query as it stands in the URI, or null
   * @throws Refused naming the option that does not exist, stands there twice or has a value that
   *     it cannot have
   */
  static PredictOptions parse(String query, Place place) {
    if (query == null || query.isEmpty()) {
      return NONE;
    }
    int topK = 0;
    boolean rawScores = false;
    boolean contributions = false;
    boolean failTogether = false;
    for (Map.Entry<String, List<String>> option : decode(query).entrySet()) {
      String name = option.getKey();
      if (place == Place.ENCODING) {
        throw unknown(name, place);
      }
      String value = single(name, option.getValue());
      switch (name) {
        case "topK" -> topK = count(name, value);
        case "rawScores" -> rawScores = flag(name, value);
        case "contributions" -> contributions = flag(name, value);
        case "onError" -> {
          if (place != Place.BATCH) {
            throw unknown(name, place);
          }
          failTogether = onError(name, value);
        }
        default -> throw unknown(name, place);
      }
    }
    return new PredictOptions(topK, rawScores, contributions, failTogether);
  }

  /**
   * @throws Refused if the model cannot do what is asked
   */
  void check(ServedModel model) {
    if (topK > 0 && !model.bundle().labels().task().isClassification()) {
      throw Refused.invalid("topK", "the model predicts no classes");
    }
    if (contributions) {
      ContributionWriter.check(model.bundle().forest());
    }
  }

  private static Map<String, List<String>> decode(String query) {
    try {
      return new QueryStringDecoder(query, false).parameters();
    } catch (IllegalArgumentException e) {
      throw Refused.invalid("The query string is not well-formed");
    }
  }

  private static String single(String name, List<String> values) {
    if (values.size() != 1) {
      throw Refused.invalid(name, "stands there twice");
    }
    return values.get(0);
  }

  private static int count(String name, String value) {
    if (value.matches("[0-9]{1,5}")) {
      int count = Integer.parseInt(value);
      if (count >= 1 && count <= MOST_CLASSES) {
        return count;
      }
    }
    throw Refused.invalid(name, "must be a whole number from 1 to " + MOST_CLASSES);
  }

  private static boolean flag(String name, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Refused.invalid(name, "must be true or false");
    };
  }

  private static boolean onError(String name, String value) {
    return switch (value) {
      case "fail" -> true;
      case "report" -> false;
      default -> throw Refused.invalid(name, "must be report or fail");
    };
  }

  private static Refused unknown(String name, Place place) {
    String known = name.length() > 100 ? name.substring(0, 100) + "…" : name;
    return Refused.invalid(known, "is no such option; there are: " + place.options);
  }
}
