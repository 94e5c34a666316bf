package org.widemargin.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.widemargin.config.Change.set;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.attack.Attack;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.AutoPgd;
import org.widemargin.attack.DeepFool;
import org.widemargin.attack.Fab;
import org.widemargin.attack.Fgsm;
import org.widemargin.attack.ProjectedGradientDescent;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.attack.SmallNetworks;
import org.widemargin.attack.Square;
import org.widemargin.attack.ThreatModel;
import org.widemargin.attack.UniformNoise;
import org.widemargin.attack.UntargetedLoss;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.GradientMode;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.distance.BoundaryDistance;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Classifier;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.loss.LossValue;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Activations;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.KindNetworks;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.Precision;
import org.widemargin.norm.Norm;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.torch.Functions;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TinyRuns;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;

/**
 * What holds on every device beside the processor: everything is computed there, with the same
 * draws, to the same values but for the order of sums.
 */
abstract class OtherDeviceContract {
  /** Sums of up to a thousand float32 terms, in any order, in a few layers one after the other. */
  private static final double TOLERANCE = 1000 * Math.ulp(1f);

  /** The same through the steps of a training, each of which starts from the last one's result. */
  private static final double TOLERANCE_OF_RUNS = 20 * TOLERANCE;

  /**
   * The lazy device lacks the gradient of a clamp with two ends, which a limited violation takes.
   */
  private static final double NO_CLIP = Double.POSITIVE_INFINITY;

  private static final int CLASSES = 4;
  private static final int BATCH = 6;

  /** The kinds of layers that the losses and trainings here go through. */
  private static final NetworkSpec COMMON =
      new NetworkSpec(
          "common",
          InputSpec.image(2, 8, 8),
          List.of(
              Block.of(
                  "conv1",
                  new Normalize(List.of(0.4, 0.5), List.of(0.3, 0.2)),
                  new Convolution(4, 3, 1, 1, true),
                  new BatchNorm(0.1, 1e-5),
                  new Relu(),
                  new MaxPool(2, 2)),
              Block.of(
                  "residual",
                  new Residual(
                      List.of(new Relu(), new Convolution(4, 3, 1, 1, false)),
                      List.of(new Convolution(4, 1, 1, 0, false))),
                  new AveragePool(2, 2),
                  new Dropout(0.25)),
              Block.of("pooled", new GlobalAveragePool()),
              Block.of("fc1", new Linear(7, true), new Relu(), new Dropout(0.25)),
              Block.of("logits", new Linear(CLASSES, true))));

  @TempDir private Path folder = Path.of("");

  /** The device; skips the test where it cannot be used. */
  abstract Device device();

  /** Whether running statistics take in a batch once, however often its values are read. */
  boolean countsEveryPassOnce() {
    return true;
  }

  /**
   * Whether a bound of a hinge may be a float64 number beside float32 logits, as everywhere else.
   */
  boolean takesDoubleBounds() {
    return true;
  }

  private static float[] values(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static Tensor samples(Network network) {
    int[] each = network.spec().input().shape().dimensions();
    long[] shape =
        LongStream.concat(LongStream.of(BATCH), Arrays.stream(each).asLongStream()).toArray();
    int elements = Arrays.stream(each).reduce(BATCH, Math::multiplyExact);
    return Tensors.of(network.device(), values(1, elements), shape);
  }

  private static Tensor labels(Device device) {
    return Tensors.labels(device, 0, 1, 2, 3, 1, 0);
  }

  private static Network network(NetworkSpec spec, Device device) {
    return Network.initialise(spec, 3, device);
  }

  /** The same network elsewhere. */
  private static Network copy(Network network, Device device) {
    Map<String, float[]> values = new LinkedHashMap<>();
    network.state().forEach((name, tensor) -> values.put(name, Tensors.toFloats(tensor)));
    return Network.of(network.spec(), values, device);
  }

  private static void assertClose(Tensor found, Tensor expected, Device device, String what) {
    assertThat(Device.of(found)).as(what).isEqualTo(device);
    assertThat(Tensors.shape(found)).as(what).isEqualTo(Tensors.shape(expected));
    float[] values = Tensors.toFloats(expected);
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(Tensors.toFloats(found))
        .as(what)
        .containsExactly(values, within((float) (TOLERANCE * (1 + largest))));
  }

  @Test
  void valuesGoThereAndBack() {
    Device device = device();
    try (Scope scope = Scope.open()) {
      float[] numbers = values(1, 24);
      Tensor there = Tensors.of(device, numbers, 2, 3, 4);
      assertThat(Device.of(there)).isEqualTo(device);
      assertThat(Tensors.toFloats(there)).isEqualTo(numbers);
      assertThat(Tensors.toInts(Tensors.labels(there, 3, 1, 2))).containsExactly(3, 1, 2);
      assertThat(Device.of(Tensors.like(there, numbers, 24))).isEqualTo(device);
      assertThat(Tensors.toDouble(Tensors.of(device, new double[] {0.1}, 1))).isEqualTo(0.1);
      assertThat(Tensors.toFloats(Tensors.to(there, Device.CPU))).isEqualTo(numbers);
    }
  }

  @Test
  void dropoutZeroesTheSameElements() {
    Device device = device();
    try (Scope scope = Scope.open()) {
      float[] numbers = values(2, 400);
      Functions.Dropped here = dropped(Tensors.of(Device.CPU, numbers, 20, 20));
      Functions.Dropped there = dropped(Tensors.of(device, numbers, 20, 20));
      assertThat(Device.of(there.values())).isEqualTo(device);
      assertThat(Device.of(there.kept())).isEqualTo(device);
      assertThat(Tensors.toInts(there.kept())).isEqualTo(Tensors.toInts(here.kept()));
      assertThat(Tensors.toFloats(there.values())).isEqualTo(Tensors.toFloats(here.values()));
    }
  }

  private static Functions.Dropped dropped(Tensor input) {
    NativeRuntime.seedGenerator(5, "step", 0);
    return Functions.dropout(input, 0.3);
  }

  @Test
  void randomNumbersAreTheSame() {
    Device device = device();
    try (Scope scope = Scope.open()) {
      float[] none = new float[50];
      NativeRuntime.seedGenerator(5, "step", 0);
      Tensor here = Functions.uniformLike(Tensors.of(Device.CPU, none, 5, 10), -1, 1);
      NativeRuntime.seedGenerator(5, "step", 0);
      Tensor there = Functions.uniformLike(Tensors.of(device, none, 5, 10), -1, 1);
      assertThat(Device.of(there)).isEqualTo(device);
      assertThat(Tensors.toFloats(there)).isEqualTo(Tensors.toFloats(here));
    }
  }

  @Test
  void noKindOfLayerIsLeftOut() {
    Set<Class<?>> kinds = new HashSet<>();
    networks()
        .flatMap(spec -> spec.blocks().stream())
        .forEach(block -> addKinds(block.layers(), kinds));
    assertThat(kinds).containsExactlyInAnyOrder(Layer.class.getPermittedSubclasses());
  }

  private static void addKinds(List<Layer> layers, Set<Class<?>> kinds) {
    for (Layer layer : layers) {
      kinds.add(layer.getClass());
      if (layer instanceof Residual residual) {
        addKinds(residual.main(), kinds);
        addKinds(residual.shortcut(), kinds);
      } else if (layer instanceof Concatenate concatenate) {
        concatenate.branches().forEach(branch -> addKinds(branch, kinds));
      }
    }
  }

  static Stream<Arguments> networksAndModes() {
    return Stream.concat(
        Stream.of(
            Arguments.of(COMMON, Mode.INFERENCE),
            Arguments.of(withoutDropoutOfImages(), Mode.TRAINING)),
        KindNetworks.all().stream()
            .flatMap(spec -> Stream.of(Mode.values()).map(mode -> Arguments.of(spec, mode))));
  }

  @ParameterizedTest
  @MethodSource("networksAndModes")
  void everyKindOfLayerGivesTheSame(NetworkSpec spec, Mode mode) {
    Device device = device();
    try (Scope scope = Scope.open();
        Network here = network(spec, Device.CPU);
        Network there = network(spec, device)) {
      assertThat(there.device()).isEqualTo(device);
      Activations expected = forward(here, mode);
      Activations found = forward(there, mode);
      for (String layer : spec.layerNames()) {
        assertClose(found.get(layer), expected.get(layer), device, layer);
      }
      if (countsEveryPassOnce()) {
        here.state()
            .forEach((name, tensor) -> assertClose(there.tensor(name), tensor, device, name));
      }
    }
  }

  /** How images lie in memory, and so in which order they are drawn for, is each device's own. */
  private static NetworkSpec withoutDropoutOfImages() {
    List<Block> blocks = new ArrayList<>(COMMON.blocks());
    List<Layer> layers = blocks.get(1).layers();
    blocks.set(1, new Block("residual", layers.subList(0, layers.size() - 1)));
    return new NetworkSpec("common", COMMON.input(), blocks);
  }

  private static Activations forward(Network network, Mode mode) {
    NativeRuntime.seedGenerator(5, "step", 0);
    return network.forward(Autograd.leaf(samples(network)), mode);
  }

  static Stream<NetworkSpec> networks() {
    return Stream.concat(Stream.of(COMMON), KindNetworks.all().stream());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theWayBackGivesTheSame(NetworkSpec spec) {
    Device device = device();
    try (Scope scope = Scope.open();
        Network here = network(spec, Device.CPU);
        Network there = network(spec, device)) {
      Map<String, Tensor> expected = back(here);
      Map<String, Tensor> found = back(there);
      expected.forEach(
          (layer, gradient) -> {
            Tensor other = found.get(layer);
            assertThat(other).as(layer).isNotNull();
            assertClose(other, gradient, device, layer);
          });
    }
  }

  private static Map<String, Tensor> back(Network network) {
    Activations activations =
        Autograd.withoutGradient(() -> network.forward(samples(network), Mode.INFERENCE));
    int classes = network.spec().classes();
    Tensor cotangent = Tensors.of(network.device(), values(9, BATCH * classes), BATCH, classes);
    return activations
        .reverse()
        .orElseThrow()
        .to(network.spec().layerNames(), Precision.FULL)
        .of(cotangent);
  }

  static Stream<GradientMode> gradientModes() {
    return Stream.of(
        new GradientMode.Constant(),
        new GradientMode.Exact(),
        GradientMode.Boundary.training(2, 0.5),
        GradientMode.Boundary.measuring(2));
  }

  @ParameterizedTest
  @MethodSource("gradientModes")
  void marginLossesAndTheirGradientsAreTheSame(GradientMode mode) {
    Device device = device();
    for (Norm norm : List.of(Norm.L1, Norm.L2, Norm.LINF)) {
      try (Scope scope = Scope.open();
          Network here = network(withoutDropoutOfImages(), Device.CPU);
          Network there = network(withoutDropoutOfImages(), device)) {
        List<Tensor> expected = lossAndGradients(here, mode, norm);
        List<Tensor> found = lossAndGradients(there, mode, norm);
        for (int i = 0; i < expected.size(); i++) {
          assertClose(found.get(i), expected.get(i), device, norm + " " + i);
        }
      }
    }
  }

  private static List<Tensor> lossAndGradients(Network network, GradientMode mode, Norm norm) {
    MarginSpec spec =
        MarginSpec.paper()
            .with(
                set(MarginSpec::norm).to(norm),
                set(MarginSpec::topK).to(1),
                set(MarginSpec::clip).to(NO_CLIP),
                set(MarginSpec::precision).to(DistanceSpec.NormPrecision.FULL),
                set(MarginSpec::gradient).to(mode));
    LossValue value =
        new MarginLoss(spec).of(forward(network, Mode.TRAINING), labels(network.device()));
    List<Tensor> all = new ArrayList<>(List.of(value.total().detach()));
    all.addAll(Autograd.gradients(value.total(), List.copyOf(network.parameters().values())));
    return all;
  }

  private static final DataSource DATA = TinyRuns.images(160, 60);

  private static RunConfig config(Device device, String... overrides) {
    return TinyRuns.config(
            "model.dropout=0.2",
            "loss.margin.clip=.inf",
            "loss.margin.top-k=1",
            "loss.margin.precision=full",
            "optimization.steps=8",
            "evaluation.every=4")
        .with(overrides)
        .on(new DeviceChoice(device));
  }

  private Map<String, float[]> train(Path run, RunConfig... sessions) {
    for (int i = 0; i < sessions.length; i++) {
      TrainingData data = TrainingData.split(DATA, sessions[i]);
      TrainingListener listener = new TrainingListener() {};
      StopRequest stop = new StopRequest();
      if (i == 0) {
        TrainingRun.start(sessions[i], data, run, listener, stop);
      } else {
        TrainingRun.resume(sessions[i], data, run, listener, stop);
      }
    }
    Map<String, float[]> weights = new LinkedHashMap<>();
    try (Network network = RunFolder.open(run).last().network(Device.CPU)) {
      network.state().forEach((name, tensor) -> weights.put(name, Tensors.toFloats(tensor)));
    }
    return weights;
  }

  private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(found.get(name))
                .as(name)
                .containsExactly(values, within((float) TOLERANCE_OF_RUNS)));
  }

  static Stream<List<String>> losses() {
    return Stream.of(
        List.of("loss.kind=cross-entropy"),
        List.of("loss.kind=cross-entropy", "optimization.average-weights=0.9"),
        List.of("loss.kind=cross-entropy", "loss.label-smoothing=0.1"),
        List.of("loss.kind=gce"),
        List.of(
            "loss.kind=margin",
            "loss.margin.gradient=certified",
            "loss.margin.norm=linf",
            "loss.margin.layers=input"),
        List.of("loss.kind=margin", "optimization.optimizer=adam"),
        List.of("loss.kind=margin", "loss.margin.gradient=boundary", "optimization.optimizer=sgd"));
  }

  @Test
  void trainingWithTheHingeComesToTheSameWeights() {
    Device device = device();
    assumeTrue(
        takesDoubleBounds(), device + " does not take a float64 bound beside float32 logits");
    trainingComesToTheSameWeights(List.of("loss.kind=hinge"));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void trainingComesToTheSameWeights(List<String> settings) {
    Device device = device();
    String[] overrides = settings.toArray(new String[0]);
    assertSame(
        train(folder.resolve("there"), config(device, overrides)),
        train(folder.resolve("here"), config(Device.CPU, overrides)));
    assertThat(RunFolder.open(folder.resolve("there")).provenance().sessions().get(0).device())
        .startsWith(device.toString());
  }

  @Test
  void aRunGoesOnOnAnotherDevice() {
    Device device = device();
    String half = "optimization.steps=4";
    String[] plain = {"loss.kind=margin", "optimization.schedule=constant"};
    Map<String, float[]> unbroken = train(folder.resolve("a"), config(Device.CPU, plain));
    assertSame(
        train(folder.resolve("b"), config(Device.CPU, plain).with(half), config(device, plain)),
        unbroken);
    assertSame(
        train(folder.resolve("c"), config(device, plain).with(half), config(Device.CPU, plain)),
        unbroken);
  }

  /** Every attack, with as few steps as show whether its tensors are where they belong. */
  static Stream<Arguments> attacks() {
    return Stream.of(Norm.LINF, Norm.L2, Norm.L1)
        .flatMap(norm -> shortAttacks().map(attack -> Arguments.of(attack, norm)));
  }

  private static Stream<Attack> shortAttacks() {
    return Stream.of(
        new UniformNoise(2),
        new Fgsm(),
        new ProjectedGradientDescent("pgd", UntargetedLoss.MARGIN, 0.1, 3, 1, 0.5),
        new AutoPgd("apgd", new AutoPgd.Objective.Untargeted(UntargetedLoss.DLR), 6, 1, 1),
        new AutoPgd("apgd-t", new AutoPgd.Objective.Targeted(2), 4, 1, 1),
        new Fab("fab", 0, 3, 1),
        new Fab("fab-t", 2, 3, 1),
        new DeepFool(3, 0.02),
        new Square(8));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attacksComeToTheSameVerdicts(Attack attack, Norm norm) {
    Device device = device();
    Dataset samples = SmallNetworks.quadrants(6, 7);
    double epsilon = norm.equals(Norm.LINF) ? 0.1 : norm.equals(Norm.L2) ? 0.8 : 5;
    AttackRun run = new AttackRun(new ThreatModel(norm, epsilon, samples.validRange()), 1, 6);
    try (Network here = SmallNetworks.convolutional(1);
        Network there = copy(here, device)) {
      assertThat(verdicts(run, attack, there, samples))
          .isEqualTo(verdicts(run, attack, here, samples));
    }
  }

  private static List<SampleOutcome.Status> verdicts(
      AttackRun run, Attack attack, Network network, Dataset samples) {
    AttackResult result = run.run(attack, Classifier.of(network), samples);
    return result.outcomes().stream().map(SampleOutcome::status).toList();
  }

  @Test
  void evaluationsAreTheSame() {
    Device device = device();
    Dataset samples = SmallNetworks.quadrants(8, 7);
    assertThat(samples.validRange()).contains(ValidRange.UNIT);
    try (Network here = SmallNetworks.convolutional(1);
        Network there = copy(here, device)) {
      assertThat(AccuracyEvaluation.of(Classifier.of(there), samples, 8).fraction())
          .isEqualTo(AccuracyEvaluation.of(Classifier.of(here), samples, 8).fraction());
      BoundaryDistance distance = BoundaryDistance.refined(Norm.L2, 2);
      var expected = distance.of(here, samples);
      distance
          .of(there, samples)
          .forEach(
              (layer, found) ->
                  assertThat(found.at(3, 0))
                      .as(layer)
                      .isCloseTo(
                          Objects.requireNonNull(expected.get(layer)).at(3, 0), within(TOLERANCE)));
    }
  }
}
