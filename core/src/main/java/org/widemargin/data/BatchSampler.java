package org.widemargin.data;

import java.util.Arrays;
import org.widemargin.error.InputException;
import org.widemargin.torch.RandomStream;

/**
 * Which samples make up the batch of a step: a pure function of seed and step, so that a continued
 * run sees the batches of an unbroken one.
 *
 * <p>Every epoch is a new permutation of all samples, cut into batches of equal size. The samples
 * left over at its end, fewer than a batch, are dropped in that epoch; they differ from epoch to
 * epoch. A data set smaller than a batch is one batch.
 *
 * <p>Safe for use by several threads. The permutation last used is kept; it changes no result.
 */
public final class BatchSampler {
  private final long seed;
  private final int size;
  private final int batchSize;
  private Epoch cached;

  /** One epoch's permutation. */
  private static final class Epoch {
    private final long number;
    private final int[] order;

    Epoch(long number, int[] order) {
      this.number = number;
      this.order = order;
    }
  }

  /**
   * Creates the sampler.
   *
   * @param seed the run's seed
   * @param size the number of samples, at least 1
   * @param batchSize the samples of a batch, at least 1; if above {@code size}, all samples are one
   *     batch
   * @throws InputException if a number is below 1
   */
  public BatchSampler(long seed, int size, int batchSize) {
    InputException.require(size > 0, "expected at least one sample to draw from, found %d", size);
    InputException.require(
        batchSize > 0, "expected a batch size of at least 1, found %d", batchSize);
    this.seed = seed;
    this.size = size;
    this.batchSize = Math.min(batchSize, size);
    this.cached = shuffled(0);
  }

  /** {@return the number of steps that one epoch takes} */
  public int stepsPerEpoch() {
    return size / batchSize;
  }

  /**
   * Returns the epoch that a step belongs to.
   *
   * @param step the step, from 0
   * @return the epoch, from 0
   */
  public long epoch(long step) {
    return Math.floorDiv(step, (long) stepsPerEpoch());
  }

  /**
   * Returns the samples of a step's batch.
   *
   * @param step the step, from 0
   * @return different indices, as many in every batch, a fresh array
   * @throws IllegalArgumentException if the step is negative
   */
  public int[] indices(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("expected a step from 0, found " + step);
    }
    int start = Math.toIntExact(step % stepsPerEpoch()) * batchSize;
    return Arrays.copyOfRange(order(epoch(step)), start, start + batchSize);
  }

  private synchronized int[] order(long epoch) {
    if (cached.number != epoch) {
      cached = shuffled(epoch);
    }
    return cached.order;
  }

  private Epoch shuffled(long epoch) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    RandomStream.shuffle(order, RandomStream.of(seed, "shuffle", epoch));
    return new Epoch(epoch, order);
  }
}
