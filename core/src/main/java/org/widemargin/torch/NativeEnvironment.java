package org.widemargin.torch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the system reads when a process starts and the native libraries are faster with: the
 * launcher {@code widemargin} sets the same.
 */
public final class NativeEnvironment {
  private NativeEnvironment() {}

  /**
   * The variables for this system.
   *
   * @param threads how many will compute
   * @return values by name
   */
  public static Map<String, String> of(int threads) {
    return of(threads, System.getProperty("os.name", "").startsWith("Linux"));
  }

  /**
   * The variables for a system.
   *
   * @param threads how many will compute
   * @param linux whether it is Linux, with glibc
   * @return values by name
   */
  public static Map<String, String> of(int threads, boolean linux) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (threads > 1) {
      // Idle threads of one pool must not keep a core from the other.
      variables.put("OPENBLAS_THREAD_TIMEOUT", "4");
      variables.put("GOMP_SPINCOUNT", "4000");
    }
    if (linux) {
      // Large tensors reuse memory; by default each gets fresh pages, which cost more than its
      // sums.
      variables.put("MALLOC_MMAP_THRESHOLD_", "4294967296");
      variables.put("MALLOC_TRIM_THRESHOLD_", "17179869184");
      variables.put("MALLOC_TOP_PAD_", "268435456");
    }
    return variables;
  }
}
