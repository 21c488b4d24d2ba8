package dev.grove.inference.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Task;
import dev.grove.bundle.trees.Forest;
import dev.grove.inference.Bundles;
import dev.grove.inference.feedback.IssuedPrediction.Answer;
import dev.grove.inference.feedback.SeenPredictions.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionIdsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Labels LABELS =
      Labels.ofClasses(Task.MULTICLASS, "category", List.of("a", "b", "c"));

  private final PredictionIds ids = ids(new byte[16], 7);

  private static PredictionIds ids(byte[] key, int process) {
    return new PredictionIds(key, process, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Prediction prediction() {
    Forest forest = Bundles.products(1).forest();
    return Prediction.of(LABELS, forest.objective(), new double[] {0.5, 2, -1});
  }

  /** The authors' vectors: key 00 to 0f, messages 00, 00 01, and so on. */
  @Test
  void hashesAsSipHashDoes() {
    byte[] key = new byte[16];
    byte[] message = new byte[15];
    for (int i = 0; i < 16; i++) {
      key[i] = (byte) i;
    }
    for (int i = 0; i < 15; i++) {
      message[i] = (byte) i;
    }
    SipHash hash = new SipHash(key);
    assertThat(hash.hash(message, 0)).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(hash.hash(message, 1)).isEqualTo(0x74f839c593dc67fdL);
    assertThat(hash.hash(message, 15)).isEqualTo(0xa129ca6149be45e5L);
  }

  @Test
  void readsWhatItGave() {
    IssuedPrediction read = ids.read(ids.issue(-42, true, prediction()));
    assertThat(read.version()).isEqualTo(-42);
    assertThat(read.process()).isEqualTo(7);
    assertThat(read.at()).isEqualTo(NOW);
    assertThat(read.byModel()).isTrue();
    Prediction.Classification expected = (Prediction.Classification) prediction();
    Answer.OfClass answer = (Answer.OfClass) read.answer();
    assertThat(answer.index()).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      assertThat(answer.probability(i, 3)).isCloseTo(expected.probability(i), within(1e-7));
    }
    IssuedPrediction number = ids.read(ids.issue(1, false, new Prediction.Regression(-1.5)));
    assertThat(number.byModel()).isFalse();
    assertThat(number.sequence()).isEqualTo(1);
    assertThat(number.answer()).isEqualTo(new Answer.OfNumber(-1.5));
    assertThat(ids.read(ids.issue(1, true, new Prediction.Ranking(3))).answer())
        .isEqualTo(new Answer.OfNumber(3));
  }

  @Test
  void sharesWhatIsLeftAmongManyClasses() {
    Answer.OfClass answer = new Answer.OfClass(new int[] {3}, new float[] {0.75f}, 0.25);
    assertThat(answer.probability(3, 6)).isEqualTo(0.75);
    assertThat(answer.probability(0, 6)).isEqualTo(0.05);
  }

  @Test
  void givesNoIdTwice() {
    Set<String> given = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(given.add(ids.issue(1, true, prediction()))).isTrue();
    }
    assertThat(given).allMatch(id -> id.length() <= PredictionIds.LONGEST);
  }

  @Test
  void takesNoIdThatItDidNotGive() {
    String id = ids.issue(1, true, prediction());
    assertThat(ids(new byte[16], 8).read(id)).as("a replica").isNotNull();
    byte[] other = new byte[16];
    other[3] = 1;
    assertThat(ids(other, 7).read(id)).as("another key").isNull();
    byte[] bytes = Base64.getUrlDecoder().decode(id);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] forged = bytes.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(ids.read(Base64.getUrlEncoder().withoutPadding().encodeToString(forged))).isNull();
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(ids.read(Base64.getUrlEncoder().withoutPadding().encodeToString(cut))).isNull();
    }
    assertThat(ids.read(id + "==")).isNull();
    assertThat(ids.read("")).isNull();
    assertThat(ids.read("über alles")).isNull();
    assertThat(ids.read("A".repeat(1_000_000))).isNull();
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[random.nextInt(90)];
      random.nextBytes(noise);
      assertThat(ids.read(Base64.getUrlEncoder().withoutPadding().encodeToString(noise))).isNull();
    }
  }

  @Test
  void oneIdHasOneText() {
    String id = ids.issue(1, true, new Prediction.Regression(1));
    byte[] bytes = Base64.getUrlDecoder().decode(id);
    int same = 0;
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (char last : alphabet.toCharArray()) {
      String text = id.substring(0, id.length() - 1) + last;
      if (Arrays.equals(Base64.getUrlDecoder().decode(text), bytes)) {
        same += ids.read(text) == null ? 0 : 1;
      }
    }
    assertThat(same).isEqualTo(1);
  }

  private static IssuedPrediction issued(int process, long sequence, int second) {
    return new IssuedPrediction(
        1, process, sequence, NOW.plusSeconds(second), true, new Answer.OfNumber(0));
  }

  @Test
  void countsEachPredictionOnce() {
    SeenPredictions seen = new SeenPredictions(2);
    assertThat(seen.note(issued(1, 5, 0))).isEqualTo(Sight.NEW);
    assertThat(seen.note(issued(1, 5, 0))).isEqualTo(Sight.SEEN);
    assertThat(seen.note(issued(2, 5, 0))).isEqualTo(Sight.NEW);
    assertThat(seen.note(issued(1, 6, 1))).isEqualTo(Sight.NEW);
  }

  @Test
  void whatItForgotHasExpired() {
    SeenPredictions seen = new SeenPredictions(2);
    seen.note(issued(1, 5, 10));
    seen.note(issued(1, SeenPredictions.BLOCK, 20));
    assertThat(seen.note(issued(1, 2L * SeenPredictions.BLOCK, 30))).isEqualTo(Sight.NEW);
    assertThat(seen.note(issued(1, 5, 10))).isEqualTo(Sight.FORGOTTEN);
    assertThat(seen.note(issued(9, 1, 10))).isEqualTo(Sight.FORGOTTEN);
    assertThat(seen.note(issued(1, SeenPredictions.BLOCK, 20))).isEqualTo(Sight.SEEN);
    assertThat(seen.note(issued(1, SeenPredictions.BLOCK + 1, 21))).isEqualTo(Sight.NEW);
  }

  @Test
  void keepsItsKey(@TempDir Path directory) throws IOException {
    byte[] key = FeedbackKey.in(directory.resolve("new"), new SecureRandom());
    assertThat(FeedbackKey.in(directory.resolve("new"), new SecureRandom())).isEqualTo(key);
    assertThat(Files.list(directory.resolve("new"))).hasSize(1);
    assertThat(key).isNotEqualTo(new byte[16]);
    String text = Base64.getEncoder().encodeToString(key);
    assertThat(FeedbackKey.of(" " + text + "\n")).isEqualTo(key);
    assertThatThrownBy(() -> FeedbackKey.of("AAAA"))
        .hasMessage("grove.feedback.key has 3 bytes, not 16");
    assertThatThrownBy(() -> FeedbackKey.of("!")).hasMessage("grove.feedback.key is no Base64");
    Files.write(directory.resolve("new/feedback.key"), new byte[3]);
    assertThatThrownBy(() -> FeedbackKey.in(directory.resolve("new"), new SecureRandom()))
        .isInstanceOf(IOException.class);
  }
}
