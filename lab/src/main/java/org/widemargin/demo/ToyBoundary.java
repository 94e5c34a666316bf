package org.widemargin.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Classifier;
import org.widemargin.figure.Axis;
import org.widemargin.figure.BoundaryFigure;
import org.widemargin.figure.ScoreGrid;
import org.widemargin.figure.SideBySideFigure;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.Loss;
import org.widemargin.margin.MarginLoss;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputBatch;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.optimize.Optimizer;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.study.InterleavedCurves;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Figure 1(b) of the paper: the same network on the same points, trained with both losses. */
public final class ToyBoundary {
  private static final int COLUMNS = 161;
  private static final int ROWS = 121;
  private static final double ROOM = 0.35;
  private static final int BATCH = 1000;

  private final ToyPlan plan;
  private final Dataset train;
  private final Dataset test;

  /**
   * Draws the points.
   *
   * @param plan what to do
   */
  public ToyBoundary(ToyPlan plan) {
    this.plan = plan;
    this.train = InterleavedCurves.draw(plan.seed(), "train", plan.trainPoints(), plan.noise());
    this.test = InterleavedCurves.draw(plan.seed(), "test", plan.testPoints(), plan.noise());
  }

  /**
   * One network, trained.
   *
   * @param name of its loss
   * @param trainAccuracy in [0, 1]
   * @param testAccuracy in [0, 1]
   * @param figure its boundary, with the test accuracy at the top
   */
  public record Outcome(
      String name, double trainAccuracy, double testAccuracy, BoundaryFigure figure) {}

  /**
   * Trains with both losses.
   *
   * @return cross-entropy first, then the margin loss
   */
  public List<Outcome> run() {
    return List.of(
        outcome("Cross-entropy", CrossEntropy.UNSMOOTHED),
        outcome("Large margin", new MarginLoss(plan.margin())));
  }

  /**
   * Both boundaries beside each other.
   *
   * @param outcomes of {@link #run}
   * @return the figure
   */
  public static SideBySideFigure figure(List<Outcome> outcomes) {
    return new SideBySideFigure(
        "Decision boundaries of two losses", new ArrayList<>(figures(outcomes)));
  }

  private static List<BoundaryFigure> figures(List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::figure).toList();
  }

  private Outcome outcome(String name, Loss loss) {
    try (Network network =
        Network.initialise(
            Architectures.mlp(InputSpec.features(2), plan.widths(), 2, 0), plan.seed())) {
      learn(network, loss);
      double onTrain = AccuracyEvaluation.of(Classifier.of(network), train, BATCH).fraction();
      double onTest = AccuracyEvaluation.of(Classifier.of(network), test, BATCH).fraction();
      String accuracy = String.format(Locale.ROOT, "Test accuracy %.1f %%", 100 * onTest);
      BoundaryFigure figure =
          new BoundaryFigure(
              name,
              accuracy,
              InterleavedCurves.CLASSES,
              scores(network),
              observations(train),
              observations(test));
      return new Outcome(name, onTrain, onTest, figure);
    }
  }

  private void learn(Network network, Loss loss) {
    int[] all = IntStream.range(0, train.size()).toArray();
    List<Tensor> parameters = List.copyOf(network.parameters().values());
    try (Optimizer optimizer =
        new Optimizer(new OptimizerSpec.Adam(0.9, 0.999, 1e-8), 0, network.parameters())) {
      for (int step = 0; step < plan.steps(); step++) {
        try (Scope scope = Scope.open()) {
          Tensor input = Autograd.leaf(InputBatch.samples(train, all));
          Tensor labels = InputBatch.labels(train, all);
          Tensor total = loss.of(network.forward(input, Mode.TRAINING), labels).total();
          optimizer.step(Autograd.gradients(total, parameters), rate(step));
        }
      }
    }
  }

  private double rate(int step) {
    return plan.learningRate() * 0.5 * (1 + Math.cos(Math.PI * step / plan.steps()));
  }

  /** The lead of the second class on a grid around all points. */
  private ScoreGrid scores(Network network) {
    Axis.Range x = range(0);
    Axis.Range y = range(1);
    double[][] nodes = ScoreGrid.nodes(x, y, COLUMNS, ROWS);
    float[] flat = new float[2 * nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      flat[2 * i] = (float) nodes[i][0];
      flat[2 * i + 1] = (float) nodes[i][1];
    }
    try (Scope scope = Scope.open()) {
      Tensor points = Tensors.of(flat, nodes.length, 2);
      Tensor logits = Autograd.withoutGradient(() -> network.logits(points));
      double[] differences = Tensors.toDoubles(logits.select(1, 1).sub(logits.select(1, 0)));
      return new ScoreGrid(x, y, COLUMNS, ROWS, differences);
    }
  }

  private Axis.Range range(int coordinate) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Dataset part : List.of(train, test)) {
      for (int i = 0; i < part.size(); i++) {
        double value = part.sample(i)[coordinate];
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new Axis.Range(low - ROOM, high + ROOM);
  }

  private static List<BoundaryFigure.Observation> observations(Dataset points) {
    return IntStream.range(0, points.size())
        .mapToObj(
            i -> {
              float[] at = points.sample(i);
              return new BoundaryFigure.Observation(at[0], at[1], points.label(i));
            })
        .toList();
  }
}
