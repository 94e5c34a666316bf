package org.widemargin.torch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * How fast this machine convolves: the second layer of the paper's MNIST network, 5x5 from 32 to 64
 * channels on 14x14 images, batch 128, in float32. Nearly all of training is spent in sums like it.
 *
 * @param gigaflops a billion additions and multiplications per second, the median of the passes
 * @param threads of libtorch's pool
 * @param expectation how that compares
 */
public record SpeedCheck(double gigaflops, int threads, Expectation expectation) {
  private static final int BATCH = 128;
  private static final int CHANNELS_IN = 32;
  private static final int CHANNELS_OUT = 64;
  private static final int SIDE = 14;
  private static final int KERNEL = 5;
  private static final int WARM_UP_PASSES = 3;
  private static final double OPERATIONS =
      2.0 * BATCH * CHANNELS_OUT * SIDE * SIDE * CHANNELS_IN * KERNEL * KERNEL;

  /** How a speed compares with what processors of this kind reach when nothing else runs. */
  public enum Expectation {
    /** Less than a third of the usual: another load, too many threads, or a throttled machine. */
    SLOW,
    /** As usual. */
    AS_EXPECTED,
    /** More than twice the usual. */
    FAST
  }

  /**
   * Measures.
   *
   * @param duration how long to go on
   * @return the speed
   */
  public static SpeedCheck run(Duration duration) {
    try (Scope scope = Scope.open()) {
      Tensor input = filled(BATCH, CHANNELS_IN, SIDE, SIDE);
      Tensor weight = filled(CHANNELS_OUT, CHANNELS_IN, KERNEL, KERNEL);
      for (int i = 0; i < WARM_UP_PASSES; i++) {
        pass(input, weight);
      }
      List<Long> passes = new ArrayList<>();
      long start = System.nanoTime();
      do {
        long before = System.nanoTime();
        pass(input, weight);
        passes.add(System.nanoTime() - before);
      } while (System.nanoTime() - start < duration.toNanos());
      passes.sort(null);
      double gigaflops = OPERATIONS / passes.get(passes.size() / 2);
      int threads = NativeRuntime.threads();
      return new SpeedCheck(
          gigaflops, threads, judge(gigaflops / usual(NativeRuntime.cpuCapability(), threads)));
    }
  }

  /**
   * What is usual, from measurements on server processors of the last years.
   *
   * @param capability the vector instructions
   * @param threads of the pool
   * @return billions of operations per second
   */
  public static double usual(String capability, int threads) {
    double perThread =
        switch (capability) {
          case "AVX512" -> 100;
          case "AVX2" -> 50;
          default -> 15;
        };
    return perThread * threads;
  }

  private static Expectation judge(double share) {
    if (share < 1.0 / 3) {
      return Expectation.SLOW;
    }
    return share > 2 ? Expectation.FAST : Expectation.AS_EXPECTED;
  }

  private static void pass(Tensor input, Tensor weight) {
    try (Scope scope = Scope.open()) {
      Convolutions.convolution(input, weight, null, ConvolutionGeometry.of(1, KERNEL / 2));
    }
  }

  private static Tensor filled(long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= Math.toIntExact(size);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i);
    }
    return Tensors.channelsLast(Tensors.of(Device.CPU, values, shape));
  }
}
