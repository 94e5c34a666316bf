package org.widemargin.cli.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the environment says to the two thread pools, libtorch's and OpenBLAS's. Their idle threads
 * spin for a while, each pool's on the cores that the other needs: unless they are told to sleep,
 * two threads are slower than one.
 */
public final class PoolSettings {
  private static final String SPINNING = "idle threads will spin on cores that others need";

  /** The power of two of the cycles that OpenBLAS's threads spin; its default is 26. */
  private static final EnvironmentNumber OPENBLAS_TIMEOUT =
      EnvironmentNumber.atMost("OPENBLAS_THREAD_TIMEOUT", 16, SPINNING);

  private static final EnvironmentNumber OPENMP_SPINS =
      EnvironmentNumber.atMost("GOMP_SPINCOUNT", 100_000, SPINNING);

  private static final String OPENBLAS_KERNELS = "OPENBLAS_CORETYPE";

  /** OpenBLAS's names of processors with AVX-512. */
  private static final Set<String> WIDE_KERNELS =
      Set.of("SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS");

  private PoolSettings() {}

  /**
   * What to change.
   *
   * @param environment of this process
   * @param threads of each pool
   * @param avx512 whether the processor has it
   * @return one line each
   */
  public static List<String> warnings(
      Map<String, String> environment, int threads, boolean avx512) {
    List<String> warnings = new ArrayList<>();
    if (threads > 1) {
      OPENBLAS_TIMEOUT.warning(environment).ifPresent(warnings::add);
      if (!environment.getOrDefault("OMP_WAIT_POLICY", "").equalsIgnoreCase("passive")) {
        OPENMP_SPINS.warning(environment).ifPresent(warnings::add);
      }
    }
    String kernels = environment.getOrDefault(OPENBLAS_KERNELS, "");
    if (avx512 && !kernels.isEmpty() && !WIDE_KERNELS.contains(kernels.toUpperCase(Locale.ROOT))) {
      warnings.add(
          "%s=%s keeps float32 matrix products from this processor's AVX-512: unset it for speed"
              .formatted(OPENBLAS_KERNELS, kernels));
    }
    return List.copyOf(warnings);
  }
}
