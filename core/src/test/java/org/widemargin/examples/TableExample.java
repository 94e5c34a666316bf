package org.widemargin.examples;

import static org.widemargin.config.Change.set;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.GradientMode;
import org.widemargin.data.BatchSampler;
import org.widemargin.data.CsvTable;
import org.widemargin.data.Dataset;
import org.widemargin.data.FeatureScaling;
import org.widemargin.data.TableScaling;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Classifier;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputBatch;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.optimize.Optimizer;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;

/** A multi-layer perceptron on a table of numbers: nothing here knows images. */
final class TableExample {
  private TableExample() {}

  /** Trains on two thirds of the table's rows and returns the accuracy on the others. */
  static double train(Path csv, String labelColumn, int steps) {
    Dataset table = CsvTable.read(csv, labelColumn).toDataset("table");
    int[] rows = IntStream.range(0, table.size()).toArray();
    Dataset train = table.subset(Arrays.copyOf(rows, table.size() * 2 / 3));
    Dataset test = table.subset(Arrays.copyOfRange(rows, train.size(), table.size()));
    // A distance between rows means something only once every column has the same scale.
    FeatureScaling scaling = TableScaling.fit(train);
    return learn(TableScaling.scaled(scaling, train), TableScaling.scaled(scaling, test), steps);
  }

  private static double learn(Dataset train, Dataset test, int steps) {
    MarginLoss loss =
        new MarginLoss(
            MarginSpec.paper()
                .with(
                    set(MarginSpec::gamma).to(0.5),
                    set(MarginSpec::gradient).to(new GradientMode.Exact())));
    BatchSampler sampler = new BatchSampler(1, train.size(), 40);
    try (Network network =
            Network.initialise(
                Architectures.mlp(InputSpec.of(train), List.of(16, 16), train.classes(), 0),
                1,
                Device.CPU);
        Optimizer optimizer =
            new Optimizer(new OptimizerSpec.Adam(0.9, 0.999, 1e-8), 0, network.parameters())) {
      for (int step = 0; step < steps; step++) {
        try (Scope scope = Scope.open()) {
          Tensor input =
              Autograd.leaf(InputBatch.samples(train, sampler.indices(step), Device.CPU));
          Tensor labels = InputBatch.labels(train, sampler.indices(step), Device.CPU);
          Tensor total = loss.of(network.forward(input, Mode.TRAINING), labels).total();
          optimizer.step(
              Autograd.gradients(total, List.copyOf(network.parameters().values())), 5e-3);
        }
      }
      return AccuracyEvaluation.of(Classifier.of(network), test, 100).fraction();
    }
  }
}
