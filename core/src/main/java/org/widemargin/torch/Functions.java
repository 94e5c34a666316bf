package org.widemargin.torch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The functions that layers and losses are made of, as libtorch computes them. */
public final class Functions {
  private Functions() {}

  /**
   * A fully connected layer.
   *
   * @param input {@code [N, D]}
   * @param weight {@code [K, D]}
   * @param bias {@code [K]}, or null for none
   * @return {@code [N, K]}
   */
  public static Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
    return torch.linear(input, weight, optional(bias));
  }

  /**
   * Batch normalisation (Ioffe and Szegedy, 2015).
   *
   * @param input {@code [N, C, ...]}
   * @param weight {@code [C]}
   * @param bias {@code [C]}
   * @param runningMean {@code [C]}, changed in place if {@code batchStatistics}
   * @param runningVariance {@code [C]}, changed in place if {@code batchStatistics}
   * @param batchStatistics whether to normalise by the batch's statistics and to update the running
   *     ones
   * @param momentum the weight of the batch in the running statistics
   * @param epsilon added to the variance
   * @return a tensor of the input's shape
   */
  public static Tensor batchNorm(
      Tensor input,
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVariance,
      boolean batchStatistics,
      double momentum,
      double epsilon) {
    return torch.batch_norm(
        input,
        new TensorOptional(weight),
        new TensorOptional(bias),
        new TensorOptional(runningMean),
        new TensorOptional(runningVariance),
        batchStatistics,
        momentum,
        epsilon,
        false);
  }

  /**
   * What batch normalisation by the batch's statistics gives.
   *
   * @param values of the input's shape
   * @param inverseDeviation {@code 1 / sqrt(variance + epsilon)} of the batch, {@code [C]}
   */
  public record BatchNormalised(Tensor values, Tensor inverseDeviation) {}

  /**
   * Batch normalisation by the batch's statistics that tells them.
   *
   * @param input {@code [N, C, ...]}
   * @param weight {@code [C]}
   * @param bias {@code [C]}
   * @param runningMean {@code [C]}, changed in place
   * @param runningVariance {@code [C]}, changed in place
   * @param momentum the weight of the batch in the running statistics
   * @param epsilon added to the variance
   * @return the values, part of the graph, and the statistics, which are not
   */
  public static BatchNormalised batchNormWithStatistics(
      Tensor input,
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVariance,
      double momentum,
      double epsilon) {
    T_TensorTensorTensor_T found =
        torch.native_batch_norm(
            input,
            new TensorOptional(weight),
            new TensorOptional(bias),
            new TensorOptional(runningMean),
            new TensorOptional(runningVariance),
            true,
            momentum,
            epsilon);
    return new BatchNormalised(found.get0(), found.get2());
  }

  /**
   * Batch normalisation by the statistics of a batch of which the input is a part.
   *
   * @param input {@code [N, C, ...]}
   * @param weight {@code [C]}
   * @param bias {@code [C]}
   * @param runningMean {@code [C]}, changed in place
   * @param runningVariance {@code [C]}, changed in place
   * @param momentum the weight of the batch in the running statistics
   * @param epsilon added to the variance
   * @param overBatch turns a mean over the input's samples, {@code [C]}, into that over the batch's
   * @param batch how many samples the batch has
   * @return the values, part of the graph, and the statistics, which are not
   */
  public static BatchNormalised batchNormOver(
      Tensor input,
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVariance,
      double momentum,
      double epsilon,
      UnaryOperator<Tensor> overBatch,
      long batch) {
    Tensor values = input.to(weight.scalar_type());
    long[] samples = PerChannel.samplesAndPositions(input);
    Tensor mean = overBatch.apply(values.mean(samples));
    Tensor centred = values.sub(PerChannel.broadcast(mean, input));
    Tensor variance = overBatch.apply(centred.square().mean(samples));
    Tensor inverse = Ops.add(variance, epsilon).rsqrt();
    double count = (double) batch * input.numel() / input.size(0) / input.size(1);
    update(runningMean, mean, momentum);
    update(runningVariance, Ops.mul(variance, count / (count - 1)), momentum);
    Tensor normalised =
        centred
            .mul(PerChannel.broadcast(inverse.mul(weight), input))
            .add(PerChannel.broadcast(bias, input));
    return new BatchNormalised(normalised.to(input.scalar_type()), inverse.detach());
  }

  private static void update(Tensor running, Tensor found, double momentum) {
    Tensors.copyInto(running, Ops.add(Ops.mul(running, 1 - momentum), found.detach(), momentum));
  }

  /**
   * What standardising gives.
   *
   * @param values of the input's shape
   * @param variance of each sample's elements, {@code [N]}
   */
  public record Standardized(Tensor values, Tensor variance) {}

  /**
   * Brings each sample to mean 0 and variance 1: {@code (x - mean) / max(std, 1 / sqrt(D))} over
   * all of its D elements, as TensorFlow's {@code per_image_standardization}. The floor keeps the
   * noise of samples that hardly vary small; a constant sample becomes zeros.
   *
   * @param input {@code [N, ...]}, at least two dimensions
   * @return the values and the variances, both part of the graph
   */
  public static Standardized standardize(Tensor input) {
    double share = 1.0 / PerSample.elements(input);
    Tensor mean = Ops.mul(PerSample.sum(input), share);
    Tensor centred = input.sub(PerSample.broadcast(mean, input));
    Tensor variance = Ops.mul(PerSample.sum(centred.mul(centred)), share);
    Tensor inverse = Ops.clampMin(variance, share).rsqrt();
    return new Standardized(centred.mul(PerSample.broadcast(inverse, input)), variance);
  }

  /**
   * What dropout gives.
   *
   * @param values of the input's shape
   * @param kept booleans: false where an element was zeroed
   */
  public record Dropped(Tensor values, Tensor kept) {}

  /**
   * Dropout: zeroes each element with a probability and scales the others so that the mean stays.
   * The draws come from the generator that {@link NativeRuntime#seedGenerator} sets, the
   * processor's, whatever device the input is on: the same elements are zeroed everywhere.
   *
   * @param input any shape
   * @param probability the chance of being zeroed
   * @return the values, part of the graph, and which were kept
   */
  public static Dropped dropout(Tensor input, double probability) {
    if (Device.of(input).isCpu()) {
      T_TensorTensor_T found = torch.native_dropout(input, probability, new BoolOptional(true));
      return new Dropped(found.get0(), found.get1());
    }
    Tensor kept =
        torch.native_dropout(Tensors.hostLike(input), probability, new BoolOptional(true)).get1();
    Tensor mask = Tensors.to(kept, Device.of(input));
    double scale = probability == 1 ? 0 : 1 / (1 - probability);
    return new Dropped(Ops.mul(input.mul(mask), scale), mask);
  }

  /**
   * The cross-entropy of each sample.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return {@code [N]}, in nats
   */
  public static Tensor crossEntropyPerSample(Tensor logits, Tensor labels) {
    return crossEntropyPerSample(logits, labels, 0);
  }

  /**
   * The cross-entropy of each sample against a smoothed label: {@code (1 - labelSmoothing)} of the
   * label itself and {@code labelSmoothing} spread evenly over all C classes, the label's among
   * them.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @param labelSmoothing from 0 to 1
   * @return {@code [N]}, in nats
   */
  public static Tensor crossEntropyPerSample(Tensor logits, Tensor labels, double labelSmoothing) {
    return torch.cross_entropy_loss(logits, labels, new TensorOptional(), 0, -100, labelSmoothing);
  }

  /**
   * The probabilities of the classes.
   *
   * @param logits {@code [N, C]}
   * @return {@code [N, C]}
   */
  public static Tensor softmax(Tensor logits) {
    return logits.softmax(1);
  }

  /**
   * Random numbers, evenly distributed, from libtorch's generator ({@link
   * NativeRuntime#seedGenerator}), the processor's: the same numbers on every device.
   *
   * @param like gives shape, type and layout
   * @param minimum the least
   * @param maximum above all
   * @return the numbers, not part of any graph
   */
  public static Tensor uniformLike(Tensor like, double minimum, double maximum) {
    Tensor unit = Tensors.to(Tensors.uniformOnHost(like), Device.of(like));
    return Ops.add(Ops.mul(unit, maximum - minimum), minimum);
  }

  private static TensorOptional optional(@Nullable Tensor tensor) {
    return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
  }
}
