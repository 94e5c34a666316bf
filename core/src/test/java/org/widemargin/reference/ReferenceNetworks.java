package org.widemargin.reference;

import java.util.List;
import java.util.Random;
import org.widemargin.reference.ReferenceLayer.AveragePool2d;
import org.widemargin.reference.ReferenceLayer.BatchNorm;
import org.widemargin.reference.ReferenceLayer.Convolution2d;
import org.widemargin.reference.ReferenceLayer.Flatten;
import org.widemargin.reference.ReferenceLayer.Linear;
import org.widemargin.reference.ReferenceLayer.MaxPool2x2;
import org.widemargin.reference.ReferenceLayer.Relu;
import org.widemargin.reference.ReferenceLayer.Residual;
import org.widemargin.reference.ReferenceNetwork.Block;

/** Small networks and samples for tests. */
public final class ReferenceNetworks {
  private ReferenceNetworks() {}

  /** One linear layer, the block {@code logits}. */
  public static ReferenceNetwork linear(int inputs, int classes) {
    return new ReferenceNetwork(
        List.of(inputs), List.of(Block.of("logits", new Linear(inputs, classes))));
  }

  /** Blocks {@code hidden1}, {@code hidden2} (linear and ReLU) and {@code logits} (linear). */
  public static ReferenceNetwork mlp(int inputs, int hidden1, int hidden2, int classes) {
    return new ReferenceNetwork(
        List.of(inputs),
        List.of(
            Block.of("hidden1", new Linear(inputs, hidden1), new Relu()),
            Block.of("hidden2", new Linear(hidden1, hidden2), new Relu()),
            Block.of("logits", new Linear(hidden2, classes))));
  }

  /**
   * Every kind of layer on an input of {@code [1, 6, 6]} and four classes: {@code convolution}
   * (convolution, ReLU, max-pool), {@code residual} (batch norm and a convolution with a shortcut,
   * ReLU), {@code pooled} (strided convolution shortcut, average pool, flatten), {@code logits}.
   */
  public static ReferenceNetwork convolutional() {
    return new ReferenceNetwork(
        List.of(1, 6, 6),
        List.of(
            Block.of("convolution", new Convolution2d(1, 2, 3, 1, 1), new Relu(), new MaxPool2x2()),
            Block.of(
                "residual",
                new Residual(
                    List.of(
                        new BatchNorm(List.of(0.2, -0.1), List.of(0.5, 2.0), 1e-5),
                        new Relu(),
                        new Convolution2d(2, 2, 3, 1, 1)),
                    List.of()),
                new Relu()),
            Block.of(
                "pooled",
                new Residual(
                    List.of(new Convolution2d(2, 3, 3, 2, 1)),
                    List.of(new Convolution2d(2, 3, 1, 2, 0))),
                new AveragePool2d(2),
                new Flatten()),
            Block.of("logits", new Linear(3, 4))));
  }

  /** Samples with values uniform between 0 and 1. */
  public static double[][] randomInputs(ReferenceNetwork network, int count, Random random) {
    double[][] inputs = new double[count][network.elementCount(0)];
    for (double[] input : inputs) {
      for (int j = 0; j < input.length; j++) {
        input[j] = random.nextDouble();
      }
    }
    return inputs;
  }

  /** Labels drawn evenly. */
  public static int[] randomLabels(ReferenceNetwork network, int count, Random random) {
    int[] labels = new int[count];
    for (int s = 0; s < count; s++) {
      labels[s] = random.nextInt(network.classCount());
    }
    return labels;
  }
}
