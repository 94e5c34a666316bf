package org.widemargin.evaluate;

import java.util.BitSet;
import java.util.Locale;
import java.util.Objects;

/** Which samples of a data set a classifier got right. Immutable. */
public final class Accuracy {
  private final int samples;
  private final BitSet correct;

  private Accuracy(int samples, BitSet correct) {
    this.samples = samples;
    this.correct = correct;
  }

  /**
   * Makes the result from what was found for each sample.
   *
   * @param correct whether each sample was classified right; at least one sample
   * @return the accuracy
   */
  public static Accuracy of(boolean[] correct) {
    if (correct.length == 0) {
      throw new IllegalArgumentException("expected at least one sample, found none");
    }
    BitSet bits = new BitSet(correct.length);
    for (int i = 0; i < correct.length; i++) {
      bits.set(i, correct[i]);
    }
    return new Accuracy(correct.length, bits);
  }

  /**
   * The number of samples.
   *
   * @return at least 1
   */
  public int samples() {
    return samples;
  }

  /**
   * The number of samples classified right.
   *
   * @return from 0 to the number of samples
   */
  public int correct() {
    return correct.cardinality();
  }

  /**
   * Tells whether a sample was classified right.
   *
   * @param position its place among the samples evaluated, from 0
   * @return whether its true class led
   */
  public boolean isCorrect(int position) {
    Objects.checkIndex(position, samples);
    return correct.get(position);
  }

  /**
   * Which samples were right both here and there, such as clean and attacked.
   *
   * @param other of the same samples, in the same order
   * @return right where both are
   */
  public Accuracy and(Accuracy other) {
    if (other.samples != samples) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected results of the same %d samples, found %d",
              samples,
              other.samples));
    }
    BitSet both = (BitSet) correct.clone();
    both.and(other.correct);
    return new Accuracy(samples, both);
  }

  /**
   * The share of samples classified right.
   *
   * @return from 0 to 1
   */
  public double fraction() {
    return correct() / (double) samples;
  }
}
