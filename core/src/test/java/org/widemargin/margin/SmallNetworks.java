package org.widemargin.margin;

import java.util.List;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Relu;
import org.widemargin.network.Architectures;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;

/** Networks of four classes on which exact distances are quickly found. */
final class SmallNetworks {
  static final int CLASSES = 4;

  static final NetworkSpec MLP =
      Architectures.mlp(InputSpec.features(5), List.of(9, 8), CLASSES, 0);

  /** With convolution, batch normalisation, pooling and a box. */
  static final NetworkSpec CONVOLUTIONAL =
      new NetworkSpec(
          "small",
          InputSpec.image(1, 6, 6),
          List.of(
              Block.of(
                  "conv1",
                  new Convolution(3, 3, 1, 1, true),
                  new BatchNorm(0.1, 1e-5),
                  new Relu(),
                  new MaxPool(2, 2)),
              Block.of("fc1", new Flatten(), new Linear(7, true), new Relu()),
              Block.of("logits", new Linear(CLASSES, true))));

  private SmallNetworks() {}
}
