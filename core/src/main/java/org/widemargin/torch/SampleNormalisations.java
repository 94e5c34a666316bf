package org.widemargin.torch;

import java.util.Arrays;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Normalisation of each sample by its own statistics, and its adjoint. */
public final class SampleNormalisations {
  private SampleNormalisations() {}

  /**
   * What normalising gives.
   *
   * @param values of the input's shape
   * @param mean of each group, as many as {@code inverseDeviation}
   * @param inverseDeviation {@code 1 / sqrt(variance + epsilon)} of each group, groups of one
   *     sample next to each other
   */
  public record Normalised(Tensor values, Tensor mean, Tensor inverseDeviation) {}

  /**
   * Layer normalisation (Ba et al., 2016) over all elements of a sample.
   *
   * @param input {@code [N, ...]}
   * @param weight a factor for each element of a sample
   * @param bias for each element of a sample
   * @param epsilon added to the variance
   * @return the values, part of the graph, and the statistics
   */
  public static Normalised layerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon) {
    long[] shape = Tensors.shape(input);
    T_TensorTensorTensor_T found =
        torch.native_layer_norm(
            input,
            Arrays.copyOfRange(shape, 1, shape.length),
            new TensorOptional(weight),
            new TensorOptional(bias),
            epsilon);
    return new Normalised(found.get0(), found.get1(), found.get2());
  }

  /**
   * Group normalisation (Wu and He, 2018).
   *
   * @param input {@code [N, C, ...]}
   * @param weight {@code [C]}
   * @param bias {@code [C]}
   * @param groups into which the channels are divided
   * @param epsilon added to the variance
   * @return the values, part of the graph, and the statistics
   */
  public static Normalised groupNorm(
      Tensor input, Tensor weight, Tensor bias, long groups, double epsilon) {
    long channels = input.size(1);
    // Channels-last is for processors; other devices' kernels refuse it here.
    Tensor held = Device.of(input).kind() == Device.Kind.CPU ? input : input.contiguous();
    T_TensorTensorTensor_T found =
        torch.native_group_norm(
            held,
            new TensorOptional(weight),
            new TensorOptional(bias),
            input.size(0),
            channels,
            PerSample.elements(input) / channels,
            groups,
            epsilon);
    return new Normalised(found.get0(), found.get1(), found.get2());
  }

  /**
   * The input without mean, divided by the deviation: what the factor and the bias are applied to.
   *
   * @param input {@code [N, ...]}
   * @param statistics of the forward pass
   * @return the same shape
   */
  public static Tensor standardised(Tensor input, Normalised statistics) {
    Tensor grouped = grouped(input, statistics);
    return grouped
        .sub(statistics.mean().reshape(-1, 1))
        .mul(statistics.inverseDeviation().reshape(-1, 1))
        .reshape(Tensors.shape(input));
  }

  /**
   * Through the standardisation of groups, which loses what moves a group's mean or its scale.
   *
   * @param cotangent at {@link #standardised}'s result, {@code [N, ...]}
   * @param standardised its result, of the cotangent's element type
   * @param statistics of the forward pass
   * @return the cotangent at the input, {@code [N, ...]}
   */
  public static Tensor adjoint(Tensor cotangent, Tensor standardised, Normalised statistics) {
    Tensor along = grouped(cotangent, statistics);
    Tensor values = grouped(standardised, statistics);
    double share = 1.0 / values.size(1);
    Tensor mean = Ops.mul(PerSample.sum(along), share).unsqueeze(1);
    Tensor scale = Ops.mul(PerSample.sum(along.mul(values)), share).unsqueeze(1);
    Tensor inverse = ElementTypes.typeAs(statistics.inverseDeviation(), cotangent).reshape(-1, 1);
    return along.sub(mean).sub(values.mul(scale)).mul(inverse).reshape(Tensors.shape(cotangent));
  }

  /** A row for each group. */
  private static Tensor grouped(Tensor values, Normalised statistics) {
    return values.reshape(statistics.inverseDeviation().numel(), -1);
  }
}
