package dev.grove.training.fit;

import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Prior;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.training.evaluate.LeftOut;
import java.util.BitSet;
import java.util.List;

/**
 * What the training rows taught before any tree was grown.
 *
 * @param input the columns that the encoding uses
 * @param leftOut those that it does not
 * @param prior of the target
 * @param mostPresent the columns that the fallback forest may look at
 * @param fallback the places that they feed
 */
record Fitted(
    FeatureEncoding encoding,
    InputSchema input,
    List<LeftOut> leftOut,
    Prior prior,
    List<String> mostPresent,
    BitSet fallback) {}
