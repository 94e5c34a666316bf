package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.widemargin.config.Change.set;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.data.Dataset;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.LossValue;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputBatch;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.Precision;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Which pass the margin and the cross-entropy come from. */
class TrainingObjectiveTest {
  private static final Dataset DATA = TinyRuns.images(8, 8).train();
  private static final int[] ALL = IntStream.range(0, 8).toArray();

  private static Network network(String name, double dropout) {
    InputSpec input = InputSpec.of(DATA);
    return Network.initialise(
        Architectures.named(name, input, DATA.classes(), dropout), 3, Device.CPU);
  }

  private static Map<String, Double> parts(MarginSpec spec, Network network) {
    NativeRuntime.seedGenerator(1, "dropout", 0);
    TrainingObjective objective =
        new TrainingObjective(LossConfig.ofMargin(spec), network.spec(), Precision.FULL);
    LossValue value =
        objective
            .passes(network, InputBatch.samples(DATA, ALL, Device.CPU), 0)
            .loss(InputBatch.labels(DATA, ALL, Device.CPU));
    return Map.of(
        "margin", Tensors.toDouble(part(value, "margin")),
        "cross-entropy", Tensors.toDouble(part(value, "cross-entropy")));
  }

  private static Tensor part(LossValue value, String name) {
    return Objects.requireNonNull(value.parts().get(name));
  }

  private static double margin(MarginSpec spec, Network network, Mode mode) {
    NativeRuntime.seedGenerator(1, "dropout", 0);
    Tensor input = Autograd.leaf(InputBatch.samples(DATA, ALL, Device.CPU));
    LossValue value =
        new MarginLoss(spec)
            .of(network.forward(input, mode), InputBatch.labels(DATA, ALL, Device.CPU));
    return Tensors.toDouble(part(value, "margin"));
  }

  private static double trainingCrossEntropy(Network network) {
    NativeRuntime.seedGenerator(1, "dropout", 0);
    Tensor logits =
        network.forward(InputBatch.samples(DATA, ALL, Device.CPU), Mode.TRAINING).logits();
    return Tensors.toDouble(
        CrossEntropy.UNSMOOTHED.mean(logits, InputBatch.labels(DATA, ALL, Device.CPU)));
  }

  @Test
  void frozenBatchNormTakesTheMarginFromInferenceAndTheCrossEntropyFromTraining() {
    try (Scope scope = Scope.open();
        Network network = network("mnist-cnn-bn", 0);
        Network same = network("mnist-cnn-bn", 0)) {
      MarginSpec spec = MarginSpec.paper();
      double crossEntropy = trainingCrossEntropy(same);
      // The training pass has moved the running statistics once in both networks.
      double margin = margin(spec, same, Mode.INFERENCE);
      Map<String, Double> found = parts(spec, network);
      assertThat(found.get("margin")).isEqualTo(margin, within(1e-6));
      assertThat(found.get("cross-entropy")).isEqualTo(crossEntropy, within(1e-6));
    }
  }

  @Test
  void batchModeTakesBothFromOneTrainingPass() {
    try (Scope scope = Scope.open();
        Network network = network("mnist-cnn-bn", 0);
        Network same = network("mnist-cnn-bn", 0)) {
      MarginSpec spec =
          MarginSpec.paper().with(set(MarginSpec::batchNorm).to(MarginSpec.BatchNormMode.BATCH));
      assertThat(parts(spec, network).get("margin"))
          .isEqualTo(margin(spec, same, Mode.TRAINING), within(1e-6));
    }
  }

  @Test
  void heldBatchNormTakesBothFromOneTrainingPass() {
    try (Scope scope = Scope.open();
        Network network = network("mnist-cnn-bn", 0);
        Network same = network("mnist-cnn-bn", 0)) {
      MarginSpec spec = held();
      assertThat(parts(spec, network).get("margin"))
          .isEqualTo(margin(spec, same, Mode.TRAINING), within(1e-6));
    }
  }

  @Test
  void heldBatchNormIsFrozenWhereGradientsAreDifferentiated() {
    try (Scope scope = Scope.open();
        Network network = network("mnist-cnn-bn", 0);
        Network same = network("mnist-cnn-bn", 0)) {
      MarginSpec spec = held().with(set(MarginSpec::gradient).to(new GradientMode.Exact()));
      trainingCrossEntropy(same);
      assertThat(parts(spec, network).get("margin"))
          .isEqualTo(margin(spec, same, Mode.INFERENCE), within(1e-6));
    }
  }

  private static MarginSpec held() {
    return MarginSpec.paper().with(set(MarginSpec::batchNorm).to(MarginSpec.BatchNormMode.HELD));
  }

  /** 8 bits of mantissa, and sums over a few hundred products: some per cent. */
  @ParameterizedTest
  @MethodSource("gradients")
  void inBfloat16TheLossAndItsGradientAreNearlyTheSame(GradientMode mode) {
    try (Scope scope = Scope.open();
        Network network = network("mnist-cnn-bn", 0);
        Network same = network("mnist-cnn-bn", 0)) {
      MarginSpec spec =
          held().with(set(MarginSpec::topK).to(1), set(MarginSpec::gradient).to(mode));
      double[] narrow = totalAndGradient(spec, network, Precision.BFLOAT16);
      double[] full = totalAndGradient(spec, same, Precision.FULL);
      assertThat(narrow[0]).isCloseTo(full[0], withinPercentage(5));
      double product = 0;
      double squares = 0;
      double ofNarrow = 0;
      for (int i = 1; i < full.length; i++) {
        product += narrow[i] * full[i];
        squares += full[i] * full[i];
        ofNarrow += narrow[i] * narrow[i];
      }
      assertThat(product / Math.sqrt(squares * ofNarrow)).isGreaterThan(0.9);
    }
  }

  static List<GradientMode> gradients() {
    return List.of(
        new GradientMode.Constant(),
        new GradientMode.Exact(),
        GradientMode.Boundary.training(2, 0.5));
  }

  /** The loss, then the elements of its gradient with respect to the last layer's weights. */
  private static double[] totalAndGradient(MarginSpec spec, Network network, Precision precision) {
    Tensor total =
        new TrainingObjective(LossConfig.ofMargin(spec), network.spec(), precision)
            .passes(network, InputBatch.samples(DATA, ALL, Device.CPU), 0)
            .loss(InputBatch.labels(DATA, ALL, Device.CPU))
            .total();
    double[] elements = gradient(total, network, "logits.linear.weight");
    double[] both = new double[elements.length + 1];
    both[0] = Tensors.toDouble(total);
    System.arraycopy(elements, 0, both, 1, elements.length);
    return both;
  }

  @Test
  void boundaryModeSeesNoDropout() {
    try (Scope scope = Scope.open();
        Network network = network("mlp:16", 0.5)) {
      MarginSpec spec =
          MarginSpec.paper().with(set(MarginSpec::gradient).to(GradientMode.Boundary.measuring(2)));
      Map<String, Double> found = parts(spec, network);
      assertThat(found.get("margin"))
          .isEqualTo(margin(spec, network, Mode.INFERENCE), within(1e-6));
      assertThat(found.get("cross-entropy")).isEqualTo(trainingCrossEntropy(network), within(1e-6));
    }
  }

  @Test
  void constantModeSharesTheDropoutOfTheTrainingPass() {
    try (Scope scope = Scope.open();
        Network network = network("mlp:16", 0.5)) {
      MarginSpec spec = MarginSpec.paper();
      assertThat(parts(spec, network).get("margin"))
          .isEqualTo(margin(spec, network, Mode.TRAINING), within(1e-6));
    }
  }

  /** The gradient of the two-pass loss, against the sum of the gradients of its two passes. */
  @Test
  void bothPassesPullOnTheParameters() {
    try (Scope scope = Scope.open();
        Network network = network("mnist-cnn-bn", 0);
        Network same = network("mnist-cnn-bn", 0)) {
      MarginSpec spec = MarginSpec.paper();
      TrainingObjective objective =
          new TrainingObjective(LossConfig.ofMargin(spec), network.spec(), Precision.FULL);
      Tensor samples = InputBatch.samples(DATA, ALL, Device.CPU);
      Tensor labels = InputBatch.labels(DATA, ALL, Device.CPU);
      String first = network.parameters().keySet().iterator().next();

      Tensor total = objective.passes(network, samples, 0).loss(labels).total();
      double[] found = gradient(total, network, first);

      Tensor training = same.forward(samples, Mode.TRAINING).logits();
      double[] ofCrossEntropy =
          gradient(CrossEntropy.UNSMOOTHED.mean(training, labels), same, first);
      MarginSpec alone = spec.with(set(MarginSpec::crossEntropyWeight).to(0.0));
      Tensor margin =
          new MarginLoss(alone)
              .of(same.forward(Autograd.leaf(samples), Mode.INFERENCE), labels)
              .total();
      double[] ofMargin = gradient(margin, same, first);

      double[] expected = new double[found.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = ofCrossEntropy[i] + ofMargin[i];
      }
      assertThat(found).containsExactly(expected, within(1e-4));
      assertThat(IntStream.range(0, found.length).anyMatch(i -> Math.abs(ofMargin[i]) > 1e-3))
          .isTrue();
    }
  }

  private static double[] gradient(Tensor loss, Network network, String parameter) {
    Tensor weight = Objects.requireNonNull(network.parameters().get(parameter));
    Tensor found =
        Autograd.gradients(loss, Tensors.fullLike(loss, 1), List.of(weight), Autograd.Graph.RETAIN)
            .get(0);
    return Tensors.toDoubles(Objects.requireNonNull(found));
  }
}
