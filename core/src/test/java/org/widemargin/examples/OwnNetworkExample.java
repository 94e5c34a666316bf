package org.widemargin.examples;

import static org.widemargin.config.Change.set;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.BatchSampler;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Classifier;
import org.widemargin.loss.LossValue;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
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
import org.widemargin.torch.Scope;

/** The paper's MNIST network with a margin at the input and after the first convolution. */
final class OwnNetworkExample {
  private OwnNetworkExample() {}

  /** Trains on images of any size and returns the accuracy on others. */
  static double train(Dataset train, Dataset test, int steps) {
    MarginSpec margin =
        MarginSpec.defaults()
            .with(
                set(MarginSpec::norm).to(Norm.L2),
                set(MarginSpec::layers).to(LayerChoice.parse("input,conv1")),
                set(MarginSpec::gamma).to(1.0),
                set(MarginSpec::topK).to(1));
    MarginLoss loss = new MarginLoss(margin);
    BatchSampler sampler = new BatchSampler(1, train.size(), 32);
    try (Network network =
            Network.initialise(
                Architectures.mnistCnn(InputSpec.of(train), train.classes(), 0), 1, Device.CPU);
        Optimizer optimizer =
            new Optimizer(new OptimizerSpec.Adam(0.9, 0.999, 1e-8), 0, network.parameters())) {
      for (int step = 0; step < steps; step++) {
        try (Scope scope = Scope.open()) {
          Tensor input =
              Autograd.leaf(InputBatch.samples(train, sampler.indices(step), Device.CPU));
          Tensor labels = InputBatch.labels(train, sampler.indices(step), Device.CPU);
          LossValue value = loss.of(network.forward(input, Mode.TRAINING), labels);
          optimizer.step(
              Autograd.gradients(value.total(), List.copyOf(network.parameters().values())), 1e-3);
        }
      }
      return AccuracyEvaluation.of(Classifier.of(network), test, 100).fraction();
    }
  }
}
