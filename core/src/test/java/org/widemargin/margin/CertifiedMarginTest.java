package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.Score;
import org.widemargin.certify.Ball;
import org.widemargin.certify.Certifier;
import org.widemargin.certify.Method;
import org.widemargin.config.Change;
import org.widemargin.data.ValidRange;
import org.widemargin.error.InputException;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Relu;
import org.widemargin.network.Activations;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.KindNetworks;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class CertifiedMarginTest {
  private static final int SAMPLES = 3;

  /** Strides and batch normalisation; its last layer follows a rectifier. */
  private static final NetworkSpec STRIDED =
      new NetworkSpec(
          "strided",
          InputSpec.image(2, 7, 6),
          List.of(
              Block.of(
                  "conv1", new Convolution(4, 3, 2, 1, true), new BatchNorm(0.1, 1e-5), new Relu()),
              Block.of("fc1", new Flatten(), new Linear(6, true), new Relu()),
              Block.of("logits", new Linear(4, true))));

  private static MarginSpec certified(double radius, GradientMode.Form form) {
    return MarginSpec.defaults()
        .with(
            set(MarginSpec::norm).to(Norm.LINF),
            set(MarginSpec::topK).to(0),
            set(MarginSpec::clip).to(Double.POSITIVE_INFINITY),
            set(MarginSpec::crossEntropyWeight).to(0.0),
            set(MarginSpec::gradient).to(new GradientMode.Certified(radius, form)));
  }

  private static Network network(NetworkSpec spec) {
    return Network.ofDoubles(spec, KindNetworks.parameters(spec, 4), Device.CPU);
  }

  private static NetworkSpec named(String name) {
    return KindNetworks.all().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Tensor samples(NetworkSpec spec) {
    int[] shape = spec.input().shape().dimensions();
    long[] batch = new long[shape.length + 1];
    batch[0] = SAMPLES;
    int elements = SAMPLES;
    for (int i = 0; i < shape.length; i++) {
      batch[i + 1] = shape[i];
      elements *= shape[i];
    }
    double[] values = RandomStream.of(6, "samples", 0).doubles(elements).toArray();
    return Tensors.of(Device.CPU, values, batch);
  }

  private static Tensor labels() {
    return Tensors.labels(Device.CPU, 1, 0, 2);
  }

  /** Each sample's in ascending order, as the certified distances are. */
  private static double[][] proved(Network network, Tensor samples, double radius) {
    try (Certifier certifier =
        new Certifier(network, new Ball(Norm.LINF, ValidRange.UNIT), Method.INTERVAL)) {
      double[] radii = new double[SAMPLES];
      Arrays.fill(radii, radius);
      double[] found =
          Tensors.toDoubles(
              certifier.leastGaps(samples, labels(), Tensors.of(Device.CPU, radii, SAMPLES)));
      return rows(found);
    }
  }

  private static double[][] rows(double[] values) {
    int count = values.length / SAMPLES;
    double[][] rows = new double[SAMPLES][];
    for (int i = 0; i < SAMPLES; i++) {
      rows[i] =
          Arrays.stream(values, i * count, (i + 1) * count)
              .filter(Double::isFinite)
              .sorted()
              .toArray();
    }
    return rows;
  }

  private static double[][] distances(Network network, Tensor samples, double radius) {
    return distances(network.forward(samples, Mode.INFERENCE), radius);
  }

  private static double[][] distances(Activations activations, double radius) {
    MarginLoss loss = new MarginLoss(certified(radius, GradientMode.Form.MARGIN));
    Tensor found = loss.distances(activations, labels()).get(Activations.INPUT);
    return rows(Tensors.toDoubles(Objects.requireNonNull(found)));
  }

  @ParameterizedTest
  @CsvSource({"strided, 0.02", "strided, 0.3", "curves, 0.01", "curves, 0.2"})
  void gapsAreThoseThatIntervalsProve(String name, double radius) {
    NetworkSpec spec = name.equals("strided") ? STRIDED : named(name);
    try (Scope scope = Scope.open();
        Network network = network(spec)) {
      Tensor samples = samples(spec);
      double[][] found = distances(network, samples, radius);
      double[][] proved = proved(network, samples, radius);
      for (int i = 0; i < SAMPLES; i++) {
        assertThat(found[i]).containsExactly(proved[i], within(1e-9));
      }
    }
  }

  /** The proofs take the gaps back through more than one affine layer at the end. */
  @ParameterizedTest
  @ValueSource(strings = {"convolutions", "branches", "pools"})
  void gapsAreNowhereAboveThoseThatAreProved(String name) {
    NetworkSpec spec = named(name);
    try (Scope scope = Scope.open();
        Network network = network(spec)) {
      Tensor samples = samples(spec);
      double[][] found = distances(network, samples, 0.05);
      double[][] proved = proved(network, samples, 0.05);
      for (int i = 0; i < SAMPLES; i++) {
        for (int k = 0; k < found[i].length; k++) {
          assertThat(found[i][k]).isLessThanOrEqualTo(proved[i][k] + 1e-9);
        }
      }
    }
  }

  /** In training, of the network as the batch normalises it. */
  @ParameterizedTest
  @CsvSource({
    "convolutions, INFERENCE",
    "branches, INFERENCE",
    "curves, INFERENCE",
    "pools, INFERENCE",
    "branches, TRAINING",
    "strided, TRAINING"
  })
  void atRadiusZeroTheyAreTheGaps(String name, Mode mode) {
    NetworkSpec spec = name.equals("strided") ? STRIDED : named(name);
    try (Scope scope = Scope.open();
        Network network = network(spec)) {
      Activations activations = network.forward(samples(spec), mode);
      double[] logits = Tensors.toDoubles(activations.logits());
      int classes = logits.length / SAMPLES;
      int[] own = {1, 0, 2};
      double[][] found = distances(activations, 0);
      for (int i = 0; i < SAMPLES; i++) {
        int sample = i;
        double[] gaps =
            IntStream.range(0, classes)
                .filter(other -> other != own[sample])
                .mapToDouble(
                    other ->
                        logits[sample * classes + own[sample]] - logits[sample * classes + other])
                .sorted()
                .toArray();
        assertThat(found[i]).containsExactly(gaps, within(1e-9));
      }
    }
  }

  @Test
  void theMarginFormAsksForGammaAndTheOtherIsTheCrossEntropyOfTheWorstLogits() {
    try (Scope scope = Scope.open();
        Network network = network(STRIDED)) {
      Tensor samples = samples(STRIDED);
      Activations activations = network.forward(samples, Mode.INFERENCE);
      double[][] gaps = distances(network, samples, 0.03);
      double margin = 0;
      double entropy = 0;
      for (double[] ofSample : gaps) {
        margin += Math.max(0, 0.7 - ofSample[0]) / SAMPLES;
        entropy += Math.log1p(Arrays.stream(ofSample).map(gap -> Math.exp(-gap)).sum()) / SAMPLES;
      }
      MarginSpec asksForGamma =
          certified(0.03, GradientMode.Form.MARGIN).with(set(MarginSpec::gamma).to(0.7));
      MarginLoss entropies = new MarginLoss(certified(0.03, GradientMode.Form.CROSS_ENTROPY));
      assertThat(total(new MarginLoss(asksForGamma), activations)).isCloseTo(margin, within(1e-9));
      assertThat(total(entropies, activations)).isCloseTo(entropy, within(1e-9));
      double proved = Arrays.stream(gaps).filter(gap -> gap[0] > 0).count() / (double) SAMPLES;
      assertThat(Tensors.toDouble(part(entropies, activations))).isEqualTo(proved);
    }
  }

  @Test
  void boundsThatAreNoNumbersProveNothing() {
    Map<String, double[]> values = KindNetworks.parameters(STRIDED, 4);
    String first = List.copyOf(values.keySet()).get(0);
    Arrays.fill(values.get(first), Double.NaN);
    MarginLoss loss = new MarginLoss(certified(0.05, GradientMode.Form.CROSS_ENTROPY));
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(STRIDED, values, Device.CPU)) {
      Activations activations = network.forward(samples(STRIDED), Mode.INFERENCE);
      assertThat(Tensors.toDouble(part(loss, activations))).isZero();
    }
  }

  private static Tensor part(MarginLoss loss, Activations activations) {
    return Objects.requireNonNull(loss.of(activations, labels()).parts().get("certified"));
  }

  private static double total(MarginLoss loss, Activations activations) {
    return Tensors.toDouble(loss.of(activations, labels()).total());
  }

  /** In training, through the batch's statistics as well. */
  @ParameterizedTest
  @CsvSource({
    "MARGIN, INFERENCE",
    "CROSS_ENTROPY, INFERENCE",
    "MARGIN, TRAINING",
    "CROSS_ENTROPY, TRAINING"
  })
  void gradientsAreThoseOfFiniteDifferences(GradientMode.Form form, Mode mode) {
    MarginLoss loss = new MarginLoss(certified(0.05, form).with(set(MarginSpec::gamma).to(10.0)));
    Map<String, double[]> values = KindNetworks.parameters(STRIDED, 4);
    double largest = 0;
    double farthest = 0;
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(STRIDED, values, Device.CPU)) {
      Activations activations = network.forward(samples(STRIDED), mode);
      List<Tensor> gradients =
          Autograd.gradients(
              loss.of(activations, labels()).total(), List.copyOf(network.parameters().values()));
      List<String> names = List.copyOf(network.parameters().keySet());
      for (int p = 0; p < names.size(); p++) {
        double[] found = Tensors.toDoubles(gradients.get(p));
        for (int i = 0; i < found.length; i++) {
          double slope = slope(loss, values, names.get(p), i, mode);
          largest = Math.max(largest, Math.abs(slope));
          farthest = Math.max(farthest, Math.abs(slope - found[i]));
        }
      }
    }
    assertThat(largest).isGreaterThan(0.1);
    assertThat(farthest).isLessThanOrEqualTo(1e-6 * largest);
  }

  private static double slope(
      MarginLoss loss, Map<String, double[]> values, String name, int element, Mode mode) {
    double step = 1e-6;
    double above = moved(loss, values, name, element, step, mode);
    double below = moved(loss, values, name, element, -step, mode);
    return (above - below) / (2 * step);
  }

  private static double moved(
      MarginLoss loss,
      Map<String, double[]> values,
      String name,
      int element,
      double step,
      Mode mode) {
    Map<String, double[]> moved = new LinkedHashMap<>(values);
    double[] changed = Objects.requireNonNull(values.get(name)).clone();
    changed[element] += step;
    moved.put(name, changed);
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(STRIDED, moved, Device.CPU)) {
      return total(loss, network.forward(samples(STRIDED), mode));
    }
  }

  @Test
  void onlyTheInputInLinfHasABall() {
    MarginSpec spec = certified(0.1, GradientMode.Form.MARGIN);
    assertRefused(spec, set(MarginSpec::norm).to(Norm.L2), "expected norm linf and layers input");
    assertRefused(spec, set(MarginSpec::score).to(Score.PROBABILITIES), "expected score logits");
    assertThatThrownBy(() -> new GradientMode.Certified(-0.1, GradientMode.Form.MARGIN))
        .isInstanceOf(InputException.class)
        .hasMessage("certified: expected a radius of at least 0, found -0.1");
  }

  /** The label is none of its own competitors. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void thereAreNoMoreCompetitorsThanWrongClasses(int topK) {
    MarginSpec spec = certified(0.1, GradientMode.Form.MARGIN).with(set(MarginSpec::topK).to(topK));
    try (Scope scope = Scope.open();
        Network network = network(STRIDED)) {
      Activations activations = network.forward(samples(STRIDED), Mode.INFERENCE);
      assertThatThrownBy(() -> new MarginLoss(spec).of(activations, labels()))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "expected top-k of at most 3 (the number of classes less one), found " + topK);
    }
  }

  /** Every point of a walk would be counted among the batch. */
  @Test
  void aWalkDoesNotEnterRunningStatistics() {
    MarginSpec walking =
        MarginSpec.paper().with(set(MarginSpec::gradient).to(GradientMode.Boundary.measuring(2)));
    assertRefused(
        walking,
        set(MarginSpec::batchNorm).to(MarginSpec.BatchNormMode.BATCH),
        "gradient boundary: expected batch-norm frozen or held, found batch");
  }

  private static void assertRefused(MarginSpec spec, Change<MarginSpec> change, String message) {
    assertThatThrownBy(() -> spec.with(change))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample-norms", "rows"})
  void layersWithoutABoundAreRefusedByName(String name) {
    NetworkSpec spec = named(name);
    try (Scope scope = Scope.open();
        Network network = network(spec)) {
      Activations activations = network.forward(samples(spec), Mode.INFERENCE);
      MarginLoss loss = new MarginLoss(certified(0.1, GradientMode.Form.MARGIN));
      assertThatThrownBy(() -> loss.of(activations, labels()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("there is no bound for the layer '")
          .hasMessageContaining("sample's own deviation");
    }
  }

  @Test
  void aNetworkWhoseLayersAreNotKnownIsRefused() {
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> values = new LinkedHashMap<>();
      values.put(Activations.INPUT, Tensors.of(Device.CPU, new double[] {1, 2}, 1, 2));
      values.put("logits", Tensors.of(Device.CPU, new double[] {1, 2}, 1, 2));
      Activations unknown = new Activations(values, null, null);
      MarginLoss loss = new MarginLoss(certified(0.1, GradientMode.Form.MARGIN));
      assertThatThrownBy(() -> loss.of(unknown, Tensors.labels(Device.CPU, 1)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected a network described by its layers");
    }
  }
}
