package org.widemargin.bench;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Tensors;

/** Random samples: how long a step takes does not depend on what they show. */
final class Samples {
  private Samples() {}

  /** Numbers from 0 to 1, images laid out channels-last. */
  static Tensor uniform(Device device, long seed, long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    SplittableRandom random = RandomStream.of(seed, "bench", 0);
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return Tensors.channelsLast(Tensors.of(device, values, shape));
  }

  /** Classes from 0. */
  static Tensor labels(Device device, long seed, int count, int classes) {
    SplittableRandom random = RandomStream.of(seed, "bench-labels", 0);
    return Tensors.labels(device, random.ints(count, 0, classes).toArray());
  }
}
