package org.widemargin.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.widemargin.layer.AdaptiveAveragePool;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Gelu;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.GroupNorm;
import org.widemargin.layer.KernelSize;
import org.widemargin.layer.LayerNorm;
import org.widemargin.layer.LeakyRelu;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Padding;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Silu;
import org.widemargin.layer.Standardize;
import org.widemargin.torch.RandomStream;

/** Small networks that between them hold every kind of layer, in places where it is hard. */
public final class KindNetworks {
  private static final BatchNorm NORM = new BatchNorm(0.1, 1e-5);

  private KindNetworks() {}

  public static List<NetworkSpec> all() {
    return List.of(convolutions(), branches(), curves(), sampleNorms(), rows(), pools());
  }

  /** Kernels that are not square, dilated, grouped, depthwise, padded differently on each side. */
  private static NetworkSpec convolutions() {
    return new NetworkSpec(
        "convolutions",
        InputSpec.image(2, 9, 11),
        List.of(
            Block.of(
                "conv1",
                new Convolution(6, new KernelSize(1, 5), 1, Padding.symmetric(0, 2), false),
                NORM,
                new Relu()),
            Block.of(
                "conv2",
                new Convolution(4, new KernelSize(3, 2), 2, new Padding(2, 0, 1, 3), true),
                NORM),
            // Above the slopes of a normalisation, which a group's kernels cannot take in.
            Block.of(
                "conv3",
                new Convolution(8, KernelSize.square(3), 1, Padding.all(1), true, 1, 4),
                new Relu(),
                NORM,
                new Convolution(8, KernelSize.square(3), 1, Padding.all(2), false, 2, 8)),
            Block.of(
                "conv4",
                NORM,
                new Convolution(5, new KernelSize(2, 3), 1, new Padding(1, 2, 3, 0), true, 2, 1),
                new Relu(),
                new Convolution(6, KernelSize.square(2), 3, Padding.all(1), true, 2, 1)),
            Block.of("logits", new Flatten(), new Linear(4, true))));
  }

  /** Branches in branches, with nothing in one, under and over normalisation. */
  private static NetworkSpec branches() {
    Concatenate inner =
        new Concatenate(
            List.of(
                List.of(
                    new Convolution(2, new KernelSize(1, 3), 1, Padding.symmetric(0, 1), false),
                    NORM),
                List.of(
                    new Convolution(3, new KernelSize(3, 1), 1, Padding.symmetric(1, 0), true))));
    return new NetworkSpec(
        "branches",
        InputSpec.image(3, 8, 7),
        List.of(
            Block.of("stem", new Normalize(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.4))),
            Block.of(
                "mixed1",
                new Concatenate(
                    List.of(
                        List.of(new Convolution(4, 1, 1, 0, false), NORM, new Relu()),
                        List.of(new Convolution(3, 1, 1, 0, false), NORM, new Relu(), inner),
                        List.of(new AveragePool(3, 1, 1, false), new Convolution(2, 1, 1, 0, true)),
                        List.of())),
                NORM),
            Block.of(
                "mixed2",
                new Concatenate(
                    List.of(
                        List.of(new Convolution(4, 3, 2, 0, false), NORM, new Relu()),
                        List.of(new MaxPool(3, 2)),
                        List.of(
                            new Residual(
                                List.of(inner, new Convolution(14, 1, 1, 0, true)), List.of()),
                            new MaxPool(3, 2))))),
            Block.of("logits", new GlobalAveragePool(), new Linear(5, true))));
  }

  private static NetworkSpec curves() {
    return new NetworkSpec(
        "curves",
        InputSpec.image(2, 6, 5),
        List.of(
            Block.of("conv1", new Convolution(5, 3, 1, 1, true), NORM, new Gelu()),
            Block.of("conv2", new Convolution(4, 3, 1, 1, true), new Silu(), NORM),
            Block.of("conv3", new Convolution(4, 3, 2, 1, true), new LeakyRelu(0.2)),
            Block.of("fc1", new Flatten(), new Linear(7, true), new Gelu(), new Dropout(0.2)),
            Block.of("fc2", new Linear(6, true), new Silu()),
            Block.of("fc3", new Linear(6, true), new LeakyRelu(0.01)),
            Block.of("logits", new Linear(3, true))));
  }

  private static NetworkSpec sampleNorms() {
    return new NetworkSpec(
        "sample-norms",
        InputSpec.image(3, 5, 6),
        List.of(
            Block.of(
                "stem",
                new Normalize(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.4)),
                new LayerNorm(1e-5)),
            Block.of("conv1", new Convolution(6, 3, 1, 1, true), NORM, new GroupNorm(3, 1e-5)),
            Block.of(
                "conv2", new Relu(), new Convolution(4, 3, 1, 1, false), new GroupNorm(1, 1e-3)),
            Block.of(
                "conv3",
                new Gelu(),
                new Convolution(4, 3, 2, 1, false),
                new GroupNorm(4, 1e-5),
                NORM),
            Block.of("conv4", new Convolution(3, 1, 1, 0, false), new LayerNorm(1e-3)),
            Block.of("fc1", new Flatten(), new Linear(8, true), new LayerNorm(1e-5), new Relu()),
            Block.of("logits", new Linear(4, true))));
  }

  private static NetworkSpec rows() {
    return new NetworkSpec(
        "rows",
        InputSpec.features(6),
        List.of(
            Block.of("fc1", new LayerNorm(1e-5), new Linear(8, true), NORM, new GroupNorm(2, 1e-5)),
            Block.of("fc2", new Silu(), new Linear(6, false), new Standardize()),
            Block.of(
                "mixed",
                new Concatenate(
                    List.of(List.of(new Linear(3, true), new Gelu()), List.of(), List.of(NORM)))),
            Block.of("logits", new Linear(3, true))));
  }

  /** Windows that overlap, reach over the edge, or are of many sizes. */
  private static NetworkSpec pools() {
    return new NetworkSpec(
        "pools",
        InputSpec.image(2, 13, 11),
        List.of(
            Block.of("conv1", new Convolution(4, 3, 1, 1, true), new Relu(), new MaxPool(3, 2, 1)),
            Block.of("conv2", new Convolution(4, 3, 1, 1, true), new AveragePool(3, 1, 1, true)),
            Block.of(
                "conv3", NORM, new AveragePool(2, 1, 1, false), new Convolution(4, 1, 1, 0, true)),
            Block.of("conv4", new MaxPool(2, 2, 1), new Convolution(4, 1, 1, 0, true)),
            Block.of("pooled", NORM, new AdaptiveAveragePool(3, 2)),
            Block.of("grown", new Convolution(4, 1, 1, 0, true), new AdaptiveAveragePool(4, 5)),
            Block.of("logits", new Flatten(), new Linear(4, true))));
  }

  /** He et al.'s start, with statistics and biases away from theirs. */
  public static Map<String, double[]> parameters(NetworkSpec spec, long seed) {
    SplittableRandom random = RandomStream.of(seed, "network", 0);
    Map<String, double[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : spec.plan().parameters()) {
      double[] elements = new double[parameter.count()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] =
            switch (parameter.role()) {
              case WEIGHT -> random.nextGaussian() * Math.sqrt(2.0 / parameter.fanIn());
              case BIAS, RUNNING_MEAN -> 0.1 * random.nextGaussian();
              case SCALE, RUNNING_VARIANCE -> random.nextDouble(0.5, 1.5);
            };
      }
      values.put(parameter.name(), elements);
    }
    return values;
  }
}
