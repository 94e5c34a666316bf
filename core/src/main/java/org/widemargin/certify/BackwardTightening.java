package org.widemargin.certify;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Carries every value whose sign is not certain back to the input, as the logits' gaps are: both
 * ends of it. As many at a time as fit into some memory.
 *
 * @param region where the samples may lie
 */
record BackwardTightening(Region region) implements Tightening {
  /** How many numbers the functionals of one layer may have at a time: 256 MB. */
  private static final long NUMBERS = 1L << 25;

  @Override
  public Bounds apply(Bounds bounds, WayBack way) {
    double[] lower = Tensors.toDoubles(bounds.lower());
    double[] upper = Tensors.toDoubles(bounds.upper());
    int samples = Math.toIntExact(bounds.lower().size(0));
    int values = lower.length / samples;
    int[] uncertain =
        IntStream.range(0, values)
            .filter(
                value ->
                    IntStream.range(0, samples)
                        .map(sample -> sample * values + value)
                        .anyMatch(at -> lower[at] < 0 && upper[at] > 0))
            .toArray();
    int atOnce = Math.toIntExact(Math.max(1, NUMBERS / (2L * samples * values)));
    for (int from = 0; from < uncertain.length; from += atOnce) {
      int[] some =
          IntStream.range(from, Math.min(uncertain.length, from + atOnce))
              .map(i -> uncertain[i])
              .toArray();
      tighten(lower, upper, some, bounds, way);
    }
    long[] shape = Tensors.shape(bounds.lower());
    return new Bounds(
            Tensors.like(bounds.lower(), lower, shape), Tensors.like(bounds.lower(), upper, shape))
        .and(bounds);
  }

  /** The first half of the functionals are the values, the other half their negatives. */
  private void tighten(double[] lower, double[] upper, int[] some, Bounds bounds, WayBack way) {
    int samples = Math.toIntExact(bounds.lower().size(0));
    int values = lower.length / samples;
    double[] least;
    try (Scope scope = Scope.open()) {
      least = Tensors.toDoubles(region.least(way.toInput(units(some, values, bounds))));
    }
    for (int i = 0; i < some.length; i++) {
      for (int sample = 0; sample < samples; sample++) {
        int at = sample * values + some[i];
        lower[at] = Math.max(lower[at], least[i * samples + sample]);
        upper[at] = Math.min(upper[at], -least[(some.length + i) * samples + sample]);
      }
    }
  }

  private static Functionals units(int[] some, int values, Bounds bounds) {
    double[] units = new double[2 * some.length * values];
    for (int i = 0; i < some.length; i++) {
      units[i * values + some[i]] = 1;
      units[(some.length + i) * values + some[i]] = -1;
    }
    long samples = bounds.lower().size(0);
    Tensor each = Tensors.like(bounds.lower(), units, 2L * some.length, 1, values);
    long[] shape = Tensors.shape(bounds.lower());
    shape[0] = 2L * some.length * samples;
    return Functionals.of(each.expand(2L * some.length, samples, values).reshape(shape));
  }
}
