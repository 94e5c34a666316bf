package org.widemargin.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.Precision;
import org.widemargin.norm.Box;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Tensors;

/**
 * The pieces that a margin step is made of, on mnist-cnn: run with JMH, {@code java -cp ...
 * org.openjdk.jmh.Main HotPieces}, the environment as the launcher sets it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HotPieces {
  private static final NetworkSpec SPEC =
      Architectures.named("mnist-cnn", InputSpec.image(1, 28, 28), 10, 0);

  /** Samples per batch. */
  @Param("128")
  public int batchSize;

  /** The p-norm of the measured steps and lengths. */
  @Param({"l2", "linf"})
  public String norm = "l2";

  private final org.widemargin.torch.Scope scope = org.widemargin.torch.Scope.open();
  private final Network network = Network.initialise(SPEC, 1, Device.CPU);
  private Tensor input = Samples.uniform(Device.CPU, 1, 1, 1, 28, 28);
  private Tensor cotangent = input;
  private Tensor normal = input;
  private Tensor offset = input;
  private Activations activations = network.forward(input, org.widemargin.network.Mode.INFERENCE);

  /** Makes the batch and one forward pass over it. */
  @Setup
  public void prepare() {
    NativeRuntime.initialise(Integer.parseInt(System.getProperty("bench.threads", "1")));
    input = Autograd.leaf(Samples.uniform(Device.CPU, 1, batchSize, 1, 28, 28));
    activations = network.forward(input, org.widemargin.network.Mode.INFERENCE);
    cotangent = Samples.uniform(Device.CPU, 2, batchSize, SPEC.classes());
    normal = Samples.uniform(Device.CPU, 3, batchSize, 1, 28, 28).sub(input.detach());
    offset = Samples.uniform(Device.CPU, 4, batchSize);
  }

  /** Frees everything. */
  @TearDown
  public void free() {
    network.close();
    scope.close();
  }

  /**
   * The forward pass with its graph.
   *
   * @return its number of layers
   */
  @Benchmark
  public int forward() {
    try (org.widemargin.torch.Scope inner = org.widemargin.torch.Scope.open()) {
      return network.forward(input, org.widemargin.network.Mode.INFERENCE).names().size();
    }
  }

  /**
   * Gradients at all layers by autograd.
   *
   * @return how many
   */
  @Benchmark
  public int gradientsByAutograd() {
    try (org.widemargin.torch.Scope inner = org.widemargin.torch.Scope.open()) {
      List<Tensor> layers = SPEC.layerNames().stream().map(activations::get).toList();
      return Autograd.gradients(activations.logits(), cotangent, layers, Graph.RETAIN).size();
    }
  }

  /**
   * Gradients at all layers by the sweep in float32.
   *
   * @return how many
   */
  @Benchmark
  public int gradientsBySweep() {
    return sweep(Precision.FULL);
  }

  /**
   * Gradients at all layers by the sweep in bfloat16.
   *
   * @return how many
   */
  @Benchmark
  public int gradientsBySweepInBfloat16() {
    return sweep(Precision.BFLOAT16);
  }

  /**
   * The lengths of all samples.
   *
   * @return the sum of them
   */
  @Benchmark
  public double lengths() {
    try (org.widemargin.torch.Scope inner = org.widemargin.torch.Scope.open()) {
      Tensor hidden = activations.get("conv1").detach();
      return Tensors.toDouble(Norm.parse(norm).perSample(hidden).sum());
    }
  }

  /**
   * The shortest steps onto hyperplanes, inside the box.
   *
   * @return the sum of their elements
   */
  @Benchmark
  public double steps() {
    try (org.widemargin.torch.Scope inner = org.widemargin.torch.Scope.open()) {
      MinimumNormStep step =
          new MinimumNormStep(Norm.parse(norm), new Box(SPEC.input().validRange()));
      return Tensors.toDouble(step.solve(input.detach(), normal, offset).sum());
    }
  }

  private int sweep(Precision precision) {
    try (org.widemargin.torch.Scope inner = org.widemargin.torch.Scope.open()) {
      Map<String, Tensor> found =
          activations.reverse().orElseThrow().to(SPEC.layerNames(), precision).of(cotangent);
      return found.size();
    }
  }
}
