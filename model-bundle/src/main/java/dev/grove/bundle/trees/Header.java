package dev.grove.bundle.trees;

/**
 * What a model text says before its trees.
 *
 * @param features columns of the encoded row
 * @param outputs trees per iteration, which is also the number of raw scores
 * @param averaged whether predictions are means over the iterations, as in random forests
 */
record Header(int features, int outputs, boolean averaged, Objective objective) {
  private static final int MAX_FEATURES = 4_000_000;
  private static final int MAX_OUTPUTS = 100_000;

  static Header of(Fields fields) {
    String version = fields.require("version");
    if (!version.equals("v3") && !version.equals("v4")) {
      throw fields.invalid("has a version other than v3 and v4");
    }
    int outputs = fields.integer("num_class", 1, MAX_OUTPUTS);
    if (fields.has("num_tree_per_iteration")
        && fields.integer("num_tree_per_iteration", 1, MAX_OUTPUTS) != outputs) {
      throw fields.invalid("has a num_tree_per_iteration other than num_class");
    }
    int features = fields.integer("max_feature_idx", 0, MAX_FEATURES - 1) + 1;
    for (String key : new String[] {"feature_names", "feature_infos"}) {
      if (Numbers.count(fields.require(key)) != features) {
        throw fields.invalid("must have " + features + " words in " + key);
      }
    }
    Objective objective =
        fields.has("objective") ? Objective.parse(fields.require("objective")) : Objective.custom();
    if (!objective.fits(outputs)) {
      throw fields.invalid("has an objective for another num_class than " + outputs);
    }
    return new Header(features, outputs, fields.has("average_output"), objective);
  }
}
