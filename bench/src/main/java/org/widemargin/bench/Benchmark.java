package org.widemargin.bench;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.widemargin.network.NetworkPlan;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceMemory;
import org.widemargin.torch.Devices;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;

/**
 * The whole measurement of one network: every kind of step, the machine's peak, memory.
 *
 * @param network what to train; samples are random
 * @param batchSize of every step, at least 1
 * @param seconds how long the variants run by turns, at least 0; each runs three times at least
 * @param device what computes
 */
public record Benchmark(NetworkSpec network, int batchSize, double seconds, Device device) {
  /** How long a measurement usually takes, with warming up and peaks below 50 s for mnist-cnn. */
  public static final double USUAL_SECONDS = 25;

  private static final int USUAL_BATCH = 128;

  /** A forward pass of more than these takes longer than a second on two cores. */
  private static final long USUAL_MULTIPLY_ADDS = 40_000_000_000L;

  private static final long SEED = 1;
  private static final int WARM_UPS = 2;

  /** Checks the ranges. */
  public Benchmark {
    require(batchSize >= 1, "bench: expected a batch-size of at least 1, found %d", batchSize);
    require(
        seconds >= 0 && Double.isFinite(seconds),
        "bench: expected seconds of at least 0, found %s",
        seconds);
  }

  /**
   * The usual number of samples, fewer for a network so large that a step would take minutes.
   *
   * @param network what to train
   * @return from 1 to 128, a power of two
   */
  public static int usualBatchSize(NetworkSpec network) {
    long perSample =
        network.plan().entries().stream().mapToLong(NetworkPlan.Entry::multiplyAdds).sum();
    long affordable = Math.max(1, USUAL_MULTIPLY_ADDS / Math.max(1, perSample));
    return (int) Math.min(USUAL_BATCH, Long.highestOneBit(affordable));
  }

  /**
   * Measures. Takes the threads that {@link NativeRuntime} was initialised with.
   *
   * @return what was found
   */
  public BenchmarkReport run() {
    try (Scope scope = Scope.open();
        Peak peak = new Peak(device, SEED);
        Steps steps = new Steps(network, batchSize, SEED, device)) {
      List<Variant> variants = new ArrayList<>();
      for (Peak.Work work : Peak.Work.values()) {
        variants.add(peak.of(work));
      }
      List<Variant> ofNetwork = steps.variants();
      variants.add(peak.copying());
      variants.addAll(ofNetwork);
      Map<String, Long> memory = warmUp(variants, ofNetwork);
      steps.forget();
      Timings timings = Timings.interleaved(variants, seconds, System::nanoTime);
      return report(peak, steps, timings, memory);
    }
  }

  /** Runs every variant until its kernels are chosen and compiled, and notes its memory. */
  private Map<String, Long> warmUp(List<Variant> variants, List<Variant> ofNetwork) {
    for (int i = 1; i < WARM_UPS; i++) {
      variants.forEach(variant -> variant.run().run());
    }
    Map<String, Long> memory = new LinkedHashMap<>();
    for (Variant variant : ofNetwork) {
      DeviceMemory.peakOf(device, variant.run())
          .ifPresent(peak -> memory.put(variant.name(), peak));
    }
    return memory;
  }

  private BenchmarkReport report(
      Peak peak, Steps steps, Timings timings, Map<String, Long> memory) {
    Map<String, Double> milliseconds = timings.medians();
    Map<String, Double> gigaflops = new LinkedHashMap<>();
    for (Peak.Work work : Peak.Work.values()) {
      gigaflops.put(work.label(), peak.operations(work) / timings.median(work.label()) / 1e6);
    }
    Map<String, Double> operations = new Arithmetic(network, batchSize).operations(steps.all());
    operations.keySet().retainAll(milliseconds.keySet());
    operations.forEach((name, count) -> gigaflops.put(name, count / timings.median(name) / 1e6));
    Map<String, Double> imagesPerSecond = new LinkedHashMap<>();
    milliseconds.forEach((name, time) -> imagesPerSecond.put(name, 1e3 * batchSize / time));
    imagesPerSecond.keySet().removeAll(Peak.LABELS);
    return new BenchmarkReport(
        network.name(),
        (device + " " + Devices.name(device)).strip(),
        batchSize,
        NativeRuntime.threads(),
        timings.rounds(),
        ratios(steps.all(), milliseconds, gigaflops, operations.keySet()),
        milliseconds,
        imagesPerSecond,
        gigaflops,
        peak.bytesCopied() / timings.median(Peak.COPY) / 1e6,
        steps.breakdown(),
        memory,
        memoryRatios(memory));
  }

  private static Map<String, Double> ratios(
      int all,
      Map<String, Double> milliseconds,
      Map<String, Double> gigaflops,
      Set<String> counted) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (String name :
        List.of(
            "margin-1",
            "margin-" + all,
            "exact-1",
            "boundary-1",
            "boundary-2",
            "boundary-3",
            "robust")) {
      put(ratios, name, Steps.CROSS_ENTROPY, milliseconds);
    }
    put(ratios, "ports-way-" + all, "margin-" + all, milliseconds);
    put(ratios, "forward", Steps.CROSS_ENTROPY, milliseconds);
    put(ratios, "attack-step", Steps.CROSS_ENTROPY, milliseconds);
    if (milliseconds.containsKey(Steps.FROZEN)) {
      put(ratios, Steps.FROZEN, Steps.CROSS_ENTROPY, milliseconds);
    }
    for (String name : counted) {
      Peak.Work peak =
          name.equals(Steps.CROSS_ENTROPY_BF16)
              ? Peak.Work.CONVOLUTION_BFLOAT16
              : Peak.Work.CONVOLUTION;
      ratios.put(name + "/peak", quotient(gigaflops, name, peak.label()));
    }
    if (milliseconds.containsKey(Steps.CROSS_ENTROPY_BF16)) {
      ratios.put(
          "bf16/float32", quotient(milliseconds, Steps.CROSS_ENTROPY_BF16, Steps.CROSS_ENTROPY));
    }
    return ratios;
  }

  private static Map<String, Double> memoryRatios(Map<String, Long> memory) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    Map<String, Double> bytes = new LinkedHashMap<>();
    memory.forEach((name, peak) -> bytes.put(name, (double) peak));
    for (String name : bytes.keySet()) {
      if (!name.equals(Steps.CROSS_ENTROPY)) {
        put(ratios, name, Steps.CROSS_ENTROPY, bytes);
      }
    }
    return ratios;
  }

  private static void put(
      Map<String, Double> ratios, String name, String by, Map<String, Double> values) {
    ratios.put(name + "/" + by, quotient(values, name, by));
  }

  private static double quotient(Map<String, Double> values, String name, String by) {
    return Objects.requireNonNull(values.get(name), name)
        / Objects.requireNonNull(values.get(by), by);
  }
}
