package org.widemargin.network;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Relu;

/**
 * A network that bounds get through well: strides instead of pooling, few layers. The convolutions
 * are those of the medium network of Gowal et al. (2019), without padding and so smaller at each
 * layer; of its two hidden dense layers one is left, which is enough for MNIST and loses less. Each
 * is followed by batch normalisation, which keeps ranges balanced around 0, where rectifiers lose
 * least (Shi et al., 2021, "Fast Certified Robust Training with Short Warmup").
 */
final class CertifiableNetwork {
  static final String NAME = "mnist-certifiable";

  private CertifiableNetwork() {}

  static NetworkSpec spec(InputSpec input, int classes, double dropout) {
    return new NetworkSpec(
        NAME,
        input,
        List.of(
            block("conv1", dropout, new Convolution(32, 3, 1, 0, false)),
            block("conv2", dropout, new Convolution(32, 4, 2, 0, false)),
            block("conv3", dropout, new Convolution(64, 3, 1, 0, false)),
            block("conv4", dropout, new Convolution(64, 4, 2, 0, false)),
            block("fc1", dropout, new Flatten(), new Linear(512, false)),
            Block.of("logits", new Linear(classes, true))));
  }

  private static Block block(String name, double dropout, Layer... weights) {
    List<Layer> all = new ArrayList<>(List.of(weights));
    all.add(BatchNorm.defaults());
    all.add(new Relu());
    if (dropout > 0) {
      all.add(new Dropout(dropout));
    }
    return new Block(name, all);
  }
}
