package org.widemargin.attack;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Tensors;

/**
 * The random numbers of an attack on a batch: each sample has its own, the same whatever else is in
 * the batch.
 */
public final class SampleDraws {
  private final String attack;
  private final long seed;
  private final int[] samples;
  private final Tensor origins;

  /**
   * Names the streams; nothing is drawn yet.
   *
   * @param attack the attack's name
   * @param seed of the evaluation
   * @param samples the samples' indices in their data set
   * @param origins the samples {@code [N, ...]}, for shape and element type
   */
  SampleDraws(String attack, long seed, int[] samples, Tensor origins) {
    this.attack = attack;
    this.seed = seed;
    this.samples = samples.clone();
    this.origins = origins;
  }

  /**
   * A sample's random numbers for one purpose.
   *
   * @param position the sample's place in the batch
   * @param purpose what they are for
   * @return a generator at its start
   */
  public SplittableRandom random(int position, String purpose) {
    return RandomStream.of(seed, attack + "/" + purpose, samples[position]);
  }

  /**
   * Draws uniformly from -1 to 1.
   *
   * @param purpose what the numbers are for
   * @return a new tensor of the samples' shape
   */
  public Tensor uniform(String purpose) {
    return draw(purpose, random -> random.nextDouble(-1, 1));
  }

  /**
   * Draws from the standard normal distribution.
   *
   * @param purpose what the numbers are for
   * @return a new tensor of the samples' shape
   */
  public Tensor gaussian(String purpose) {
    return draw(purpose, SplittableRandom::nextGaussian);
  }

  private Tensor draw(String purpose, ToDoubleFunction<SplittableRandom> draws) {
    int elements = Math.toIntExact(origins.numel() / samples.length);
    float[] values = new float[samples.length * elements];
    for (int sample = 0; sample < samples.length; sample++) {
      SplittableRandom random = random(sample, purpose);
      for (int i = 0; i < elements; i++) {
        values[sample * elements + i] = (float) draws.applyAsDouble(random);
      }
    }
    return Tensors.like(origins, values, Tensors.shape(origins));
  }
}
