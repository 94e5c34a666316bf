package org.widemargin.distance;

import static org.widemargin.error.InputException.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/**
 * The spread of layers over samples, in two passes over the batches: first the mean, then the mean
 * squared norm of the deviation from it. Sums are kept in double precision.
 */
final class ActivationSpread {
  private final Norm norm;
  private final Map<String, double[]> sums = new LinkedHashMap<>();
  private final Map<String, Double> squares = new LinkedHashMap<>();
  private long samples;

  ActivationSpread(Norm norm) {
    this.norm = norm;
  }

  /** First pass: adds a batch to the means. */
  void addToMean(Activations activations, List<String> layers) {
    samples += activations.logits().size(0);
    for (String layer : layers) {
      Tensor batch = activations.get(layer).detach();
      double[] sum = Tensors.toDoubles(ElementTypes.toFloat64(batch).sum(0));
      double[] total = Objects.requireNonNull(sums.computeIfAbsent(layer, k -> new double[0]));
      sums.put(layer, total.length == 0 ? sum : plus(total, sum));
    }
  }

  /** Second pass, over the same batches: adds the deviations from the means. */
  void addDeviation(Activations activations, List<String> layers) {
    for (String layer : layers) {
      Tensor batch = activations.get(layer).detach();
      Tensor deviation = norm.perSample(batch.sub(mean(layer, batch)));
      double square = Tensors.toDouble(ElementTypes.toFloat64(deviation.mul(deviation)).sum());
      squares.merge(layer, square, Double::sum);
    }
  }

  /**
   * The spread of a layer, once both passes are done.
   *
   * @throws org.widemargin.error.InputException if the layer has the same value at all samples
   */
  double of(String layer) {
    double spread = Math.sqrt(Objects.requireNonNull(squares.get(layer)) / samples);
    require(
        spread > 0,
        "layer '%s' has the same value at all %d samples, so it has no spread to compare distances"
            + " with; expected at least two different samples",
        layer,
        samples);
    return spread;
  }

  private Tensor mean(String layer, Tensor batch) {
    long[] shape = Tensors.shape(batch);
    shape[0] = 1;
    Device device = Device.of(batch);
    Tensor sum = Tensors.of(device, Objects.requireNonNull(sums.get(layer)), shape);
    return ElementTypes.typeAs(Ops.mul(sum, 1.0 / samples), batch);
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }
}
