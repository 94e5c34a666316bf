package org.widemargin.sweep;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.Precision;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Devices;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.train.RunConfig;

/** Times forward passes of networks on this machine, each kind once. */
final class PassTimer {
  private static final int SAMPLES = 128;
  private static final int ROUNDS = 8;

  private final DataCache data;
  private final Device device;
  private final Map<Kind, Double> known = new HashMap<>();

  private record Kind(NetworkSpec spec, Precision precision, int threads) {}

  PassTimer(DataCache data, Device device) {
    this.data = data;
    this.device = device;
  }

  /** Seconds of a sample's pass in training. */
  double training(RunConfig config) {
    return seconds(config, config.optimization().precision().here());
  }

  /** Seconds of a sample's pass in measurements. */
  double measuring(RunConfig config) {
    return seconds(config, Precision.FULL);
  }

  private double seconds(RunConfig config, Precision precision) {
    Dataset test = data.of(config).test();
    Kind kind = new Kind(config.model().specFor(test), precision, config.threads());
    return known.computeIfAbsent(kind, k -> fastest(k, test));
  }

  /** The fastest of a few passes of a batch, per sample: others had to wait for something. */
  private double fastest(Kind kind, Dataset test) {
    NativeRuntime.initialise(kind.threads());
    int count = Math.min(SAMPLES, test.size());
    double fastest = Double.POSITIVE_INFINITY;
    try (Network network = Network.initialise(kind.spec(), 1, device);
        Scope scope = Scope.open()) {
      Tensor input = InputBatch.samples(test, Batches.first(count), device);
      Devices.synchronize(device);
      for (int round = 0; round < ROUNDS; round++) {
        try (Scope inner = Scope.open()) {
          long start = System.nanoTime();
          Autograd.withoutGradient(
              () -> network.forward(input, Mode.INFERENCE, kind.precision()).logits());
          Devices.synchronize(device);
          fastest = Math.min(fastest, (System.nanoTime() - start) * 1e-9 / count);
        }
      }
    }
    return fastest;
  }
}
