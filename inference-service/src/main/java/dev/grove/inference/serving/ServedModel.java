package dev.grove.inference.serving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.ModelBundle;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One verified version of a model, ready to predict. It never changes: what serves traffic is
 * replaced as a whole, and a request goes on with the one it started with, even after {@link
 * #close}.
 */
public final class ServedModel implements AutoCloseable {
  private static final long USED_MILLIS = 1_000;

  private final PromotedVersion promotion;
  private final String manifestSha256;
  private final ModelBundle bundle;
  private final Instant servedSince;
  private final Set<String> besideInput;
  private final ScratchPool scratches;
  private final ScoringPace pace = new ScoringPace();
  private final ScoringPace blockPace = new ScoringPace();
  private final ScoringPace fallbackPace = new ScoringPace();
  private final long bundleWeight;
  private volatile long usedMillis;

  /**
   * @param bundle verified
   */
  public ServedModel(
      PromotedVersion promotion, String manifestSha256, ModelBundle bundle, Instant servedSince) {
    this.promotion = promotion;
    this.manifestSha256 = manifestSha256;
    this.bundle = bundle;
    this.servedSince = servedSince;
    this.besideInput = besideInput(bundle);
    this.scratches = new ScratchPool(() -> new Scratch(bundle));
    this.bundleWeight = BundleWeight.of(bundle);
  }

  /** The target, and the key that training left out: rows may carry both. */
  private static Set<String> besideInput(ModelBundle bundle) {
    Set<String> names = new HashSet<>();
    names.add(bundle.labels().target());
    if (bundle.evaluation() != null) {
      for (JsonNode leftOut : bundle.evaluation().path("leftOut")) {
        if (leftOut.path("reason").asText().equals("key")) {
          names.add(leftOut.path("column").asText());
        }
      }
    }
    return Set.copyOf(names);
  }

  public String name() {
    return promotion.model();
  }

  public String version() {
    return promotion.version();
  }

  /** How it came to be served; its alias is null where it was asked for by its number. */
  public PromotedVersion promotion() {
    return promotion;
  }

  public String manifestSha256() {
    return manifestSha256;
  }

  public ModelBundle bundle() {
    return bundle;
  }

  public Instant servedSince() {
    return servedSince;
  }

  /** Which version this is. */
  public ModelVersion key() {
    return promotion.of();
  }

  /** Bytes in memory, about: the bundle and the working memory that waits to be used again. */
  public long weight() {
    return bundleWeight + scratches.weight();
  }

  /** Bytes that it takes at least. */
  long bundleWeight() {
    return bundleWeight;
  }

  /** Lets go of the working memory that waits to be used again. */
  void trim() {
    scratches.trim();
  }

  /** When it was asked for last, to a second; empty if it never was. */
  public Optional<Instant> lastUsed() {
    long millis = usedMillis;
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** Notes that it was asked for. Writes once a second at most, so that threads do not meet. */
  void used(long millis) {
    if (millis - usedMillis >= USED_MILLIS) {
      usedMillis = millis;
    }
  }

  /** Whether a field that is no input belongs to the model's rows all the same. */
  public boolean isBesideInput(String field) {
    return besideInput.contains(field);
  }

  /** How long its forest takes. */
  public ScoringPace pace() {
    return pace;
  }

  /** How long its forest takes for a row among many, with its encoding. */
  public ScoringPace blockPace() {
    return blockPace;
  }

  /** How long the bundle's fallback forest takes. */
  public ScoringPace fallbackPace() {
    return fallbackPace;
  }

  /** Working memory for one row at a time; hand it back afterwards. */
  public Scratch borrow() {
    return scratches.borrow();
  }

  /**
   * @param scratch from {@link #borrow} of this very model
   */
  public void giveBack(Scratch scratch) {
    scratches.giveBack(scratch);
  }

  /** What scores many rows at once, or null where one by one is better. */
  public BlockScorer newBlockScorer() {
    return BlockScorer.suits(bundle) ? new BlockScorer(bundle) : null;
  }

  /** Lets go of pooled memory. Requests that still hold the model are not disturbed. */
  @Override
  public void close() {
    scratches.close();
  }
}
