package dev.grove.inference.predict;

import dev.grove.inference.Refused;
import dev.grove.inference.serving.ServedModel;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A batch on its way from body to answer, by the one version of a model that the request started
 * with: a block of rows is read, scored and answered before the next is read, so that a batch needs
 * the memory of one block besides what is held of its answer.
 *
 * <p>First {@link #begin}; if that did not finish, {@link #continueTo} sends what is held and the
 * rest.
 */
final class BatchAnswer {
  private final Rows rows;
  private final BatchWriter writer;
  private final HeldAnswer held;
  private final Block block;
  private final BlockPredictor predictor;
  private final PredictOptions options;
  private final BatchBounds bounds;
  private int read;
  private int failed;
  private boolean ended;

  BatchAnswer(
      ServedModel model,
      Rows rows,
      BatchWriter writer,
      HeldAnswer held,
      BlockPredictor predictor,
      PredictOptions options,
      BatchBounds bounds) {
    this.rows = rows;
    this.writer = writer;
    this.held = held;
    this.block = new Block(model);
    this.predictor = predictor;
    this.options = options;
    this.bounds = bounds;
  }

  /** Predicts a block of rows: in one go, or row by row. */
  interface BlockPredictor {
    AnsweredRow[] predict(Block block);
  }

  /**
   * Works until the answer is whole, or too long to be held.
   *
   * @return whether it is whole
   * @throws Refused if no answer is possible
   */
  boolean begin() throws IOException {
    boolean goesOn = false;
    try {
      writer.begin();
      while (!ended) {
        step();
        if (!ended && held.size() > bounds.held(options)) {
          if (options.failTogether()) {
            throw Refused.tooLarge(
                "The answer exceeds " + bounds.held(options) + " bytes; ask with onError=report");
          }
          goesOn = true;
          return false;
        }
      }
      writer.end(read, failed, null);
      return true;
    } finally {
      if (!goesOn) {
        block.close();
      }
    }
  }

  /** Sends what is held and works on to the end; a refusal takes its place in the answer. */
  void continueTo(OutputStream client) throws IOException {
    try (block) {
      held.release(client);
      Refused refusal = null;
      while (!ended && refusal == null) {
        try {
          step();
        } catch (Refused e) {
          refusal = e;
        }
      }
      writer.end(read, failed, refusal);
    }
  }

  /** How many rows were read. */
  int rows() {
    return read;
  }

  /** How many of them are not predicted. */
  int failed() {
    return failed;
  }

  private void step() throws IOException {
    block.clear();
    Refused refusal = fill();
    AnsweredRow[] answers = predictor.predict(block);
    for (int i = 0; i < block.size(); i++) {
      int index = read++;
      RowFault fault = block.fault(i);
      if (fault == null) {
        writer.row(answers[i], options);
      } else if (options.failTogether()) {
        throw fault.refuse(index);
      } else {
        failed++;
        writer.fault(index, fault);
      }
    }
    writer.flush();
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Reads until the block is full; what was read is answered even if the rest is refused. */
  private Refused fill() throws IOException {
    try {
      while (!block.isFull()) {
        Rows.Next next = rows.next(block.next());
        if (next instanceof Rows.Next.End) {
          ended = true;
          return null;
        }
        if (read + block.size() == bounds.rows()) {
          return Refused.tooLarge("The batch has more than " + bounds.rows() + " rows");
        }
        block.add(next instanceof Rows.Next.Faulty faulty ? faulty.fault() : null);
      }
      return null;
    } catch (Refused e) {
      return e;
    }
  }
}
