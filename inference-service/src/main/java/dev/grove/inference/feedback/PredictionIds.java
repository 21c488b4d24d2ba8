package dev.grove.inference.feedback;

import dev.grove.bundle.Prediction;
import dev.grove.inference.feedback.IssuedPrediction.Answer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes prediction ids and reads them. An id carries all that is needed to judge its prediction
 * later, so that nothing is stored for it, and any replica with the same key can read it; whoever
 * lacks the key can neither make nor alter one.
 *
 * <p>The bytes, in URL-safe Base64: format and kind, version (8), process (4), sequence (6), seconds
 * (4), the answer, and their SipHash (8).
 */
final class PredictionIds {
  /** Ids that are longer are none. */
  static final int LONGEST = 128;

  /** Classes whose probabilities are carried. */
  private static final int MOST_CLASSES = 6;

  private static final int FORMAT = 0x10;
  private static final int OF_NUMBER = 1;
  private static final int BY_MODEL = 2;
  private static final int HEAD_BYTES = 1 + 8 + 4 + 6 + 4;
  private static final int TAG_BYTES = 8;
  private static final int CLASS_BYTES = 6;
  private static final long SEQUENCE_MASK = (1L << 48) - 1;

  private final SipHash hash;
  private final int process;
  private final Clock clock;
  private final AtomicLong sequence = new AtomicLong();

  /**
   * @param key of 16 bytes, the same in all replicas
   * @param process a number that no other process is likely to have
   */
  PredictionIds(byte[] key, int process, Clock clock) {
    this.hash = new SipHash(key);
    this.process = process;
    this.clock = clock;
  }

  /** A number for a name that only those know who have the key. */
  long hash(byte[] name) {
    return hash.hash(name, name.length);
  }

  /** The id of a prediction that is answered now. */
  String issue(long version, boolean byModel, Prediction prediction) {
    byte[] bytes = new byte[HEAD_BYTES + 1 + MOST_CLASSES * CLASS_BYTES + TAG_BYTES];
    ByteBuffer id = ByteBuffer.wrap(bytes);
    boolean classes = prediction instanceof Prediction.Classification;
    id.put((byte) (FORMAT | (classes ? 0 : OF_NUMBER) | (byModel ? BY_MODEL : 0)));
    id.putLong(version);
    id.putInt(process);
    long next = sequence.getAndIncrement() & SEQUENCE_MASK;
    id.putShort((short) (next >>> 32)).putInt((int) next);
    id.putInt((int) clock.instant().getEpochSecond());
    if (prediction instanceof Prediction.Classification answer) {
      put(id, answer);
    } else if (prediction instanceof Prediction.Regression answer) {
      id.putDouble(answer.value());
    } else if (prediction instanceof Prediction.Ranking answer) {
      id.putDouble(answer.score());
    }
    id.putLong(hash.hash(bytes, id.position()));
    byte[] text = Base64.getUrlEncoder().withoutPadding().encode(trimmed(bytes, id.position()));
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static byte[] trimmed(byte[] bytes, int length) {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** The answered class first, then the most probable of the others. */
  private static void put(ByteBuffer id, Prediction.Classification answer) {
    int count = Math.min(MOST_CLASSES, answer.classes());
    id.put((byte) count);
    int[] chosen = new int[count];
    chosen[0] = answer.index();
    for (int i = 1; i < count; i++) {
      int best = -1;
      for (int k = 0; k < answer.classes(); k++) {
        boolean better = best < 0 || answer.probability(k) > answer.probability(best);
        if (better && !contains(chosen, i, k)) {
          best = k;
        }
      }
      chosen[i] = best;
    }
    for (int index : chosen) {
      id.putShort((short) index).putFloat((float) answer.probability(index));
    }
  }

  private static boolean contains(int[] chosen, int count, int index) {
    for (int i = 0; i < count; i++) {
      if (chosen[i] == index) {
        return true;
      }
    }
    return false;
  }

  /** What the id says, or null if it was not made with this key. */
  IssuedPrediction read(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      int length = bytes.length - TAG_BYTES;
      if (length < HEAD_BYTES
          || ByteBuffer.wrap(bytes).getLong(length) != hash.hash(bytes, length)
          // Base64 leaves bits over at the end, by which one id would have several texts.
          || !Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
        return null;
      }
      return read(ByteBuffer.wrap(bytes, 0, length));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return null;
    }
  }

  private static IssuedPrediction read(ByteBuffer id) {
    int kind = id.get() & 0xff;
    if ((kind & 0xf0) != FORMAT) {
      return null;
    }
    long version = id.getLong();
    int process = id.getInt();
    long sequence = (id.getShort() & 0xffffL) << 32 | (id.getInt() & 0xffffffffL);
    Instant at = Instant.ofEpochSecond(id.getInt() & 0xffffffffL);
    Answer answer =
        (kind & OF_NUMBER) != 0 ? new Answer.OfNumber(id.getDouble()) : readClasses(id);
    return new IssuedPrediction(
        version, process, sequence, at, (kind & BY_MODEL) != 0, answer);
  }

  private static Answer readClasses(ByteBuffer id) {
    int count = id.get();
    int[] classes = new int[count];
    float[] probabilities = new float[count];
    double rest = 1;
    for (int i = 0; i < count; i++) {
      classes[i] = id.getShort() & 0xffff;
      probabilities[i] = id.getFloat();
      rest -= probabilities[i];
    }
    return new Answer.OfClass(classes, probabilities, Math.max(0, rest));
  }
}
