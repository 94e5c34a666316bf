package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Standardize;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Device;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Ops;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The sweep gives what autograd gives. */
class InputGradientsTest {
  private static final int SAMPLES = 6;

  /** Every kind of layer, and every way through a convolution. */
  static List<NetworkSpec> specs() {
    List<NetworkSpec> specs = new ArrayList<>(KindNetworks.all());
    specs.addAll(
        List.of(
            Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0.2),
            Architectures.mnistCnnBatchNorm(InputSpec.image(1, 28, 28), 10, 0),
            Architectures.mlp(InputSpec.features(7), List.of(9, 8), 4, 0),
            Architectures.wideResidual("wrn-16-1", InputSpec.image(3, 8, 8), 5, 0),
            Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0).standardized(),
            residual(),
            strided(),
            standardizedInside()));
    return specs;
  }

  /** Standardisation above weights, above and below slopes that wait for a product. */
  private static NetworkSpec standardizedInside() {
    return new NetworkSpec(
        "standardized-inside",
        InputSpec.image(3, 7, 6),
        List.of(
            Block.of(
                "conv1",
                new Normalize(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.4)),
                new Standardize(),
                new Convolution(6, 3, 1, 1, true),
                new BatchNorm(0.1, 1e-5),
                new Standardize(),
                new BatchNorm(0.1, 1e-5),
                new Relu()),
            Block.of(
                "block1",
                new Residual(
                    List.of(new Standardize(), new Convolution(6, 3, 1, 1, false)), List.of())),
            Block.of("fc", new Flatten(), new Linear(9, true), new Standardize(), new Relu()),
            Block.of("logits", new Linear(4, true))));
  }

  private static NetworkSpec residual() {
    return new NetworkSpec(
        "residual",
        InputSpec.image(3, 12, 10),
        List.of(
            Block.of(
                "stem",
                new Normalize(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.4)),
                new Convolution(6, 3, 1, 1, false)),
            Block.of(
                "block1",
                new Residual(
                    List.of(
                        new BatchNorm(0.1, 1e-5),
                        new Relu(),
                        new Convolution(8, 3, 2, 1, false),
                        new BatchNorm(0.1, 1e-5),
                        new Relu(),
                        new Convolution(8, 3, 1, 1, false)),
                    List.of(new Convolution(8, 1, 2, 0, false)))),
            Block.of(
                "block2",
                new Residual(List.of(new Relu(), new Convolution(8, 3, 1, 1, true)), List.of()),
                new Relu()),
            Block.of("logits", new GlobalAveragePool(), new Linear(5, true))));
  }

  private static NetworkSpec strided() {
    return new NetworkSpec(
        "strided",
        InputSpec.image(2, 13, 11),
        List.of(
            Block.of("conv1", new Convolution(5, 3, 2, 0, true), new Relu(), new MaxPool(2, 1)),
            // Padding beyond the kernel's reach, and positions that no output sees.
            Block.of("conv2", new Convolution(6, 2, 1, 3, true), new AveragePool(2, 3)),
            Block.of("conv3", new Convolution(7, 3, 3, 2, true), new Relu(), new Dropout(0.3)),
            Block.of("logits", new Flatten(), new Linear(3, true))));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void isAutogradsInFloat64(NetworkSpec spec) {
    try (Scope scope = Scope.open();
        Network network = network(spec, 1)) {
      Tensor input = Autograd.leaf(input(spec, 2));
      for (Mode mode : modes(spec)) {
        NativeRuntime.seedGenerator(3, "dropout", 0);
        Activations activations = network.forward(input, mode);
        Tensor cotangent = cotangent(activations, 4);
        Map<String, Tensor> found =
            reverse(activations).to(spec.layerNamesWithUnits(), Precision.FULL).of(cotangent);
        Map<String, Tensor> expected = byAutograd(activations, cotangent);
        assertThat(found.keySet()).containsExactlyElementsOf(spec.layerNamesWithUnits());
        expected.forEach(
            (layer, gradient) -> assertClose(layer, get(found, layer), gradient, 1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void ofSeveralFunctionsAreThoseOfEach(NetworkSpec spec) {
    try (Scope scope = Scope.open();
        Network network = network(spec, 24)) {
      for (Mode mode : modes(spec)) {
        Activations activations = network.forward(input(spec, 25), mode);
        InputGradients sweep = reverse(activations).to(spec.layerNamesWithUnits(), Precision.FULL);
        List<Tensor> cotangents =
            List.of(
                cotangent(activations, 26), cotangent(activations, 27), cotangent(activations, 28));
        List<LayerGradients> together = sweep.ofEach(cotangents);
        for (int i = 2; i >= 0; i--) {
          Map<String, Tensor> found = together.get(i).byLayer();
          Map<String, Tensor> alone = sweep.of(cotangents.get(i));
          assertThat(found.keySet()).containsExactlyElementsOf(spec.layerNamesWithUnits());
          alone.forEach(
              (layer, gradient) -> assertClose(layer, get(found, layer), gradient, 1e-12));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void normsAgreeWithFloat64(NetworkSpec spec) {
    try (Scope scope = Scope.open();
        Network precise = network(spec, 5);
        Network network = narrowed(precise)) {
      Tensor input = input(spec, 6);
      Activations activations = precise.forward(Autograd.leaf(input), Mode.INFERENCE);
      Tensor cotangent = cotangent(activations, 7);
      Map<String, Tensor> expected = byAutograd(activations, cotangent);

      Activations fast =
          network.forward(ElementTypes.typeAs(input, single(network)), Mode.INFERENCE);
      Tensor narrow = ElementTypes.typeAs(cotangent, fast.logits());
      Map<String, Tensor> full =
          reverse(fast).to(spec.layerNamesWithUnits(), Precision.FULL).of(narrow);
      Map<String, Tensor> half =
          reverse(fast).to(spec.layerNamesWithUnits(), Precision.BFLOAT16).of(narrow);

      for (String layer : spec.layerNamesWithUnits()) {
        assertThat(ElementTypes.isFloat32(get(half, layer))).isTrue();
        assertThat(normError(get(full, layer), get(expected, layer))).as(layer).isLessThan(1e-4);
        assertThat(normError(get(half, layer), get(expected, layer)))
            .as(layer)
            .isLessThan(roundingOfBfloat16(spec));
      }
    }
  }

  /**
   * Many channels average it out. In networks of a few it is that of ten products, each of which
   * rounds its factors and its result to nine bits.
   */
  private static double roundingOfBfloat16(NetworkSpec spec) {
    return KindNetworks.all().contains(spec) ? 10 * 3 * Math.pow(2, -9) : 1e-2;
  }

  @Test
  void entersAtEveryLayer() {
    NetworkSpec spec = residual();
    try (Scope scope = Scope.open();
        Network network = network(spec, 8)) {
      Activations whole = network.forward(input(spec, 9), Mode.INFERENCE);
      Tensor cotangent = cotangent(whole, 10);
      Map<String, Tensor> expected =
          reverse(whole).to(spec.layerNamesWithUnits(), Precision.FULL).of(cotangent);
      for (String layer : spec.layerNamesWithUnits()) {
        Activations upper =
            whole.upper().orElseThrow().enter(layer, whole.get(layer), Precision.FULL);
        assertThat(upper.names().get(0)).isEqualTo(layer);
        assertClose(layer, upper.logits(), whole.logits(), 1e-12);
        Tensor found = get(reverse(upper).to(List.of(layer), Precision.FULL).of(cotangent), layer);
        assertClose(layer, found, get(expected, layer), 1e-12);
      }
    }
  }

  @Test
  void entersInBfloat16WithoutAGraph() {
    NetworkSpec spec = Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0);
    try (Scope scope = Scope.open();
        Network precise = network(spec, 11);
        Network network = narrowed(precise)) {
      Tensor input = ElementTypes.typeAs(input(spec, 12), single(network));
      Activations whole = network.forward(input, Mode.INFERENCE);
      Activations narrow =
          whole.upper().orElseThrow().enter(Activations.INPUT, input, Precision.BFLOAT16);
      assertThat(Autograd.tracked(narrow.logits())).isFalse();
      assertThat(ElementTypes.isFloat32(narrow.logits())).isTrue();
      double scale = Tensors.toDouble(whole.logits().detach().abs().max());
      double off = Tensors.toDouble(narrow.logits().sub(whole.logits().detach()).abs().max());
      assertThat(off).isLessThan(0.02 * scale);
    }
  }

  @Test
  void followsTheWeights() {
    NetworkSpec spec = Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0);
    try (Scope scope = Scope.open();
        Network network = network(spec, 13)) {
      for (int step = 0; step < 2; step++) {
        Activations activations = network.forward(Autograd.leaf(input(spec, 14)), Mode.INFERENCE);
        Tensor cotangent = cotangent(activations, 15);
        Map<String, Tensor> expected = byAutograd(activations, cotangent);
        Map<String, Tensor> found =
            reverse(activations).to(spec.layerNamesWithUnits(), Precision.FULL).of(cotangent);
        expected.forEach(
            (layer, gradient) -> assertClose(layer, get(found, layer), gradient, 1e-12));
        Map<String, Tensor> half =
            reverse(activations).to(spec.layerNamesWithUnits(), Precision.BFLOAT16).of(cotangent);
        assertThat(normError(get(half, "input"), get(expected, "input"))).isLessThan(1e-2);
        change(network);
      }
    }
  }

  /** As an optimiser does it: in place. */
  private static void change(Network network) {
    for (Tensor weight : network.parameters().values()) {
      Autograd.withoutGradient(() -> Ops.mulInPlace(weight, -0.7));
    }
  }

  /** A black image: every window of the first max-pooling is a tie. */
  @Test
  void breaksTiesAsAutogradDoes() {
    NetworkSpec spec = Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0);
    try (Scope scope = Scope.open();
        Network network = network(spec, 16)) {
      Tensor black = Autograd.leaf(Tensors.fullLike(input(spec, 17), 0));
      Activations activations = network.forward(black, Mode.INFERENCE);
      Tensor cotangent = cotangent(activations, 18);
      Map<String, Tensor> found =
          reverse(activations).to(spec.layerNamesWithUnits(), Precision.FULL).of(cotangent);
      byAutograd(activations, cotangent)
          .forEach((layer, gradient) -> assertClose(layer, get(found, layer), gradient, 1e-12));
    }
  }

  /** Against autograd through the same network with the batch's statistics as running ones. */
  @ParameterizedTest
  @MethodSource("normalised")
  void holdsTheStatisticsOfABatch(NetworkSpec spec) {
    try (Scope scope = Scope.open();
        Network network = network(spec, 19)) {
      Tensor input = input(spec, 20);
      Activations training = network.forward(input, Mode.TRAINING);
      adoptStatistics(network, input);
      Activations frozen = network.forward(Autograd.leaf(input), Mode.INFERENCE);
      assertClose("logits", training.logits(), frozen.logits(), 1e-9);
      Tensor cotangent = cotangent(training, 21);
      Map<String, Tensor> found =
          reverse(training).to(spec.layerNamesWithUnits(), Precision.FULL).of(cotangent);
      byAutograd(frozen, cotangent)
          .forEach((layer, gradient) -> assertClose(layer, get(found, layer), gradient, 1e-9));
    }
  }

  static List<NetworkSpec> normalised() {
    return List.of(
        Architectures.mnistCnnBatchNorm(InputSpec.image(1, 8, 8), 10, 0),
        residual(),
        Architectures.wideResidual("wrn-10-1", InputSpec.image(3, 8, 8), 5, 0));
  }

  /** The running statistics of many equal batches are that batch's. */
  private static void adoptStatistics(Network network, Tensor input) {
    List<NetworkPlan.Entry> norms =
        network.spec().plan().entries().stream()
            .filter(entry -> entry.layer() instanceof BatchNorm)
            .toList();
    for (int pass = 0; pass < 250; pass++) {
      Autograd.withoutGradient(() -> network.forward(input, Mode.TRAINING).logits());
    }
    // Running variances are unbiased, the batch's own are not.
    for (NetworkPlan.Entry entry : norms) {
      long elements = SAMPLES;
      for (int size : entry.inputShape().subList(1, entry.inputShape().size())) {
        elements *= size;
      }
      Tensor variance = Objects.requireNonNull(network.state().get(entry.path() + ".running_var"));
      double biased = (double) (elements - 1) / elements;
      Autograd.withoutGradient(() -> Ops.mulInPlace(variance, biased));
    }
  }

  /** Nothing that a step makes outlives it, whatever the network keeps for the next one. */
  @Test
  void leavesNoNativeObjectsBehind() {
    NetworkSpec spec = residual();
    try (Network network = network(spec, 21)) {
      long[] live = new long[4];
      for (int i = 0; i < live.length; i++) {
        try (Scope scope = Scope.open()) {
          Activations activations = network.forward(input(spec, 22), Mode.INFERENCE);
          reverse(activations)
              .to(spec.layerNamesWithUnits(), Precision.BFLOAT16)
              .of(cotangent(activations, 23));
        }
        live[i] = Scope.liveObjects();
      }
      assertThat(live[3]).isEqualTo(live[2]).isEqualTo(live[1]);
    }
  }

  private static List<Mode> modes(NetworkSpec spec) {
    return spec.plan().contains(BatchNorm.class)
        ? List.of(Mode.INFERENCE)
        : List.of(Mode.INFERENCE, Mode.TRAINING);
  }

  private static Activations.Reverse reverse(Activations activations) {
    return activations.reverse().orElseThrow();
  }

  private static Map<String, Tensor> byAutograd(Activations activations, Tensor cotangent) {
    List<Tensor> layers = activations.names().stream().map(activations::get).toList();
    List<@Nullable Tensor> gradients =
        Autograd.gradients(activations.logits(), cotangent, layers, Graph.RETAIN);
    Map<String, Tensor> byLayer = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      byLayer.put(activations.names().get(i), Objects.requireNonNull(gradients.get(i)));
    }
    return byLayer;
  }

  private static void assertClose(String what, Tensor found, Tensor expected, double tolerance) {
    assertThat(Tensors.shape(found)).as(what).containsExactly(Tensors.shape(expected));
    double scale = Tensors.toDouble(expected.detach().abs().max());
    assertThat(scale).as(what).isPositive();
    double off = Tensors.toDouble(found.detach().sub(expected.detach()).abs().max());
    assertThat(off).as(what).isLessThanOrEqualTo(tolerance * scale);
  }

  /** The largest relative error of the l1, l2 and l-inf norms of all samples. */
  private static double normError(Tensor found, Tensor expected) {
    double[] values = Tensors.toDoubles(found);
    double[] truth = Tensors.toDoubles(expected);
    int elements = truth.length / SAMPLES;
    double worst = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      double[] a = norms(values, sample * elements, elements);
      double[] b = norms(truth, sample * elements, elements);
      for (int norm = 0; norm < b.length; norm++) {
        worst = Math.max(worst, Math.abs(a[norm] - b[norm]) / b[norm]);
      }
    }
    return worst;
  }

  private static double[] norms(double[] values, int from, int count) {
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.abs(values[i]);
      squares += values[i] * values[i];
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return new double[] {sum, Math.sqrt(squares), largest};
  }

  private static Tensor get(Map<String, Tensor> tensors, String layer) {
    return Objects.requireNonNull(tensors.get(layer));
  }

  private static Tensor single(Network network) {
    return network.parameters().values().iterator().next();
  }

  private static Tensor input(NetworkSpec spec, long seed) {
    int[] sample = spec.input().shape().dimensions();
    long[] shape = new long[sample.length + 1];
    shape[0] = SAMPLES;
    for (int i = 0; i < sample.length; i++) {
      shape[i + 1] = sample[i];
    }
    SplittableRandom random = RandomStream.of(seed, "input", 0);
    long count = (long) SAMPLES * spec.input().shape().elements();
    return Tensors.of(Device.CPU, random.doubles(count).toArray(), shape);
  }

  private static Tensor cotangent(Activations activations, long seed) {
    SplittableRandom random = RandomStream.of(seed, "cotangent", 0);
    long[] shape = Tensors.shape(activations.logits());
    double[] values = random.doubles(shape[0] * shape[1], -1, 1).toArray();
    return ElementTypes.typeAs(Tensors.of(Device.CPU, values, shape), activations.logits());
  }

  private static Network network(NetworkSpec spec, long seed) {
    return Network.ofDoubles(spec, KindNetworks.parameters(spec, seed), Device.CPU);
  }

  private static Network narrowed(Network precise) {
    Map<String, float[]> values = new LinkedHashMap<>();
    precise.state().forEach((name, tensor) -> values.put(name, Tensors.toFloats(tensor)));
    return Network.of(precise.spec(), values, Device.CPU);
  }
}
