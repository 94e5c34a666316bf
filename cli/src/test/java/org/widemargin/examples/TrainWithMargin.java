package org.widemargin.examples;

import static org.widemargin.config.Change.set;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.GradientMode.Boundary;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.BatchSampler;
import org.widemargin.data.DataSource;
import org.widemargin.loss.LossValue;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.mnist.Mnist;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputBatch;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.optimize.Optimizer;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The README's example, which a test holds against the README word by word. */
final class TrainWithMargin {
  private TrainWithMargin() {}

  /** Trains for some steps; the loss of the last one. */
  static double train(int steps) {
    double last = Double.NaN;
    // begin of the loop
    DataSource mnist = Mnist.load();
    Boundary walk =
        Boundary.training(3, 0.35)
            .with(set(Boundary::stride).to(0.12), set(Boundary::start).to(0.5));
    MarginSpec spec =
        MarginSpec.defaults()
            .with(
                set(MarginSpec::norm).to(Norm.LINF),
                set(MarginSpec::layers).to(LayerChoice.parse("input")),
                set(MarginSpec::gamma).to(0.25),
                set(MarginSpec::topK).to(1),
                set(MarginSpec::gradient).to(walk),
                set(MarginSpec::crossEntropyWeight).to(0.1));
    MarginLoss loss = new MarginLoss(spec);
    BatchSampler batches = new BatchSampler(1, mnist.train().size(), 64);
    InputSpec input = InputSpec.of(mnist.train());
    Device device = DeviceChoice.AUTO.here(); // a GPU where one is usable
    try (Network network = Network.initialise(Architectures.mnistCnn(input, 10, 0), 1, device);
        Optimizer adam = new Optimizer(OptimizerSpec.Adam.defaults(), 0, network.parameters())) {
      List<Tensor> parameters = List.copyOf(network.parameters().values());
      for (int step = 0; step < steps; step++) {
        try (Scope scope = Scope.open()) { // frees what the step allocates
          int[] batch = batches.indices(step);
          Tensor images = Autograd.leaf(InputBatch.samples(mnist.train(), batch, device));
          Tensor labels = InputBatch.labels(mnist.train(), batch, device);
          LossValue value = loss.of(network.forward(images, Mode.TRAINING), labels);
          adam.step(Autograd.gradients(value.total(), parameters), 1e-3);
          last = Tensors.toDouble(value.total());
        }
      }
    }
    // end of the README's example
    return last;
  }
}
