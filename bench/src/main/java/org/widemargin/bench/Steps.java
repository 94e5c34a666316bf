package org.widemargin.bench;

import static org.widemargin.config.Change.set;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.GradientMode;
import org.widemargin.config.Change;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Linearisation;
import org.widemargin.layer.BatchNorm;
import org.widemargin.loss.Loss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.margin.PlainMarginLoss;
import org.widemargin.network.Activations;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.optimize.Optimizer;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.optimize.Schedule;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Devices;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Processor;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.train.LossConfig;
import org.widemargin.train.OptimizationConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingPrecision;
import org.widemargin.train.TrainingStep;

/**
 * Single steps of training, the trainer's own, and of use, on random samples. All train one network
 * at a rate that leaves it as it is. Holds native memory: close it.
 */
final class Steps implements AutoCloseable {
  static final String CROSS_ENTROPY = "cross-entropy";
  static final String CROSS_ENTROPY_BF16 = "cross-entropy-bf16";

  /** With batch normalisation's running statistics, as is the default: a pass of its own. */
  static final String FROZEN = "margin-1-frozen";

  /** Small enough that a minute of steps changes nothing that time could depend on. */
  private static final double RATE = 1e-9;

  private static final OptimizerSpec OPTIMIZER = new OptimizerSpec.RmsProp(0.9, 0, 1e-8);

  /** The largest number of competitors; the paper's for ten classes. */
  private static final int ALL = 9;

  private final NetworkSpec spec;
  private final Network network;
  private final Optimizer optimizer;
  private final float[] samples;
  private final long[] shape;
  private final Tensor labels;
  private final Map<String, Laps> laps = new LinkedHashMap<>();

  Steps(NetworkSpec spec, int batchSize, long seed, Device device) {
    this.spec = spec;
    this.network = Network.initialise(spec, seed, device);
    this.optimizer = new Optimizer(OPTIMIZER, 0, parameters());
    int[] sample = spec.input().shape().dimensions();
    this.shape = new long[sample.length + 1];
    shape[0] = batchSize;
    for (int i = 0; i < sample.length; i++) {
      shape[i + 1] = sample[i];
    }
    try (Scope scope = Scope.open()) {
      this.samples = Tensors.toFloats(Samples.uniform(Device.CPU, seed, shape));
      this.labels = scope.own(Samples.labels(device, seed, batchSize, spec.classes()));
    }
  }

  private Map<String, Tensor> parameters() {
    return network.parameters();
  }

  /** The number of competitors that "all" stands for. */
  int all() {
    return Math.min(ALL, spec.classes() - 1);
  }

  List<Variant> variants() {
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant("forward", this::forward));
    variants.add(new Variant("attack-step", this::attack));
    variants.add(crossEntropy(CROSS_ENTROPY, TrainingPrecision.FLOAT32));
    if (Processor.here().hasBfloat16Instructions()) {
      variants.add(crossEntropy(CROSS_ENTROPY_BF16, TrainingPrecision.BFLOAT16));
    }
    variants.add(margin("margin-1", paper(1)));
    variants.add(margin("margin-" + all(), paper(all())));
    if (spec.plan().contains(BatchNorm.class)) {
      variants.add(
          margin(
              FROZEN,
              paper(1).with(set(MarginSpec::batchNorm).to(MarginSpec.BatchNormMode.FROZEN))));
    }
    variants.add(portsWay("ports-way-" + all(), all()));
    variants.add(margin("exact-1", exact()));
    for (int refinements = 1; refinements <= 3; refinements++) {
      variants.add(margin("boundary-" + refinements, boundary(refinements)));
    }
    variants.add(margin("robust", robust()));
    return variants;
  }

  Variant crossEntropy(String name, TrainingPrecision precision) {
    return training(name, LossConfig.of(LossConfig.Kind.CROSS_ENTROPY), precision);
  }

  Variant margin(String name, MarginSpec margin) {
    return training(name, LossConfig.ofMargin(margin), TrainingPrecision.FLOAT32);
  }

  /** A step as ports write it: nothing of the trainer but the optimiser is in it. */
  Variant portsWay(String name, int competitors) {
    Loss loss = new PlainMarginLoss(paper(competitors));
    return onSamples(
        name,
        (input, parts) -> {
          Activations activations = new PlainNetwork(network).forward(Autograd.leaf(input));
          parts.lap("forward");
          Tensor total = loss.of(activations, labels).total();
          Tensors.toDouble(total);
          parts.lap("margin passes and loss");
          List<Tensor> gradients = Autograd.gradients(total, List.copyOf(parameters().values()));
          parts.lap("backward");
          optimizer.step(gradients, RATE);
          parts.lap("optimizer");
        });
  }

  /** The paper's loss at all layers, from the training pass alone. */
  static MarginSpec paper(int competitors) {
    return MarginSpec.paper()
        .with(
            set(MarginSpec::norm).to(Norm.L2),
            set(MarginSpec::topK).to(competitors),
            set(MarginSpec::batchNorm).to(MarginSpec.BatchNormMode.HELD));
  }

  private static MarginSpec exact() {
    return paper(1).with(set(MarginSpec::gradient).to(new GradientMode.Exact()));
  }

  /** What the preset {@code robust} trains with. */
  private static MarginSpec robust() {
    return RunConfig.resolve(Presets.read("robust", LossConfig.Kind.MARGIN)).loss().margin();
  }

  /**
   * As the preset has it, but for the number of steps, their length and the random start: l-inf at
   * the input, the strongest competitor, no cross-entropy.
   */
  private static MarginSpec boundary(int refinements) {
    return robust()
        .with(set(MarginSpec::gradient).to(GradientMode.Boundary.training(refinements, 0.6)));
  }

  /** The trainer's own step. */
  private Variant training(String name, LossConfig loss, TrainingPrecision precision) {
    TrainingStep step = new TrainingStep(network, optimizer, loss, unmoved(precision));
    return onSamples(
        name,
        (input, parts) -> step.make(input, labels, 0, part -> parts.lap(label(part, loss.kind()))));
  }

  private static OptimizationConfig unmoved(TrainingPrecision precision) {
    return Change.apply(
        OptimizationConfig.defaults(),
        set(OptimizationConfig::optimizer).to(OPTIMIZER),
        set(OptimizationConfig::learningRate).to(RATE),
        set(OptimizationConfig::schedule).to(new Schedule.Constant(0)),
        set(OptimizationConfig::precision).to(precision));
  }

  private static String label(TrainingStep.Part part, LossConfig.Kind kind) {
    return switch (part) {
      case FORWARD -> "forward";
      case LOSS -> kind == LossConfig.Kind.MARGIN ? "margin passes and loss" : "loss";
      case BACKWARD -> "backward";
      case OPTIMIZER -> "optimizer";
    };
  }

  private Variant onSamples(String name, BiConsumer<Tensor, Laps> step) {
    Laps parts = new Laps(network.device());
    laps.put(name, parts);
    Runnable run =
        () -> {
          parts.start();
          try (Scope scope = Scope.open()) {
            Tensor input = Tensors.of(network.device(), samples, shape);
            parts.lap("data");
            step.accept(input, parts);
          }
          parts.lap("everything else");
        };
    return new Variant(name, run, parts::forgetLast);
  }

  private void forward() {
    try (Scope scope = Scope.open()) {
      Tensor input = Tensors.of(network.device(), samples, shape);
      Autograd.withoutGradient(() -> network.logits(input));
      Devices.synchronize(network.device());
    }
  }

  /** A step of an iterated attack on the lead of the true class, l-inf, as attacks make it. */
  private void attack() {
    try (Scope scope = Scope.open()) {
      Tensor input = Tensors.of(network.device(), samples, shape);
      Linearisation at = Autograd.withoutGradient(() -> Classifier.of(network).linearise(input));
      Tensor others = PerSample.scatter(at.logits(), labels, Double.NEGATIVE_INFINITY);
      Tensor none = Tensors.fullLike(at.logits(), 0);
      Tensor ofLead =
          PerSample.scatter(none, labels, 1)
              .sub(PerSample.scatter(none, PerSample.argmax(others), 1));
      Tensor gradient = at.adjoint().apply(ofLead);
      Ops.clamp(Ops.add(input, gradient.sign(), -0.01), 0, 1);
      Devices.synchronize(network.device());
    }
  }

  /** Times of a variant's parts since the last {@link #forget}. */
  Map<String, Map<String, Double>> breakdown() {
    Map<String, Map<String, Double>> all = new LinkedHashMap<>();
    laps.forEach((name, parts) -> all.put(name, parts.medians()));
    return all;
  }

  /** Leaves out what came before, as the first runs are slow. */
  void forget() {
    laps.values().forEach(Laps::clear);
  }

  @Override
  public void close() {
    Tensors.free(labels);
    optimizer.close();
    network.close();
  }
}
