package org.widemargin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.widemargin.torch.NativeEnvironment;

/**
 * What makes a process fast, and what the launcher {@code widemargin} gives it. Options of Java are
 * set here while there is time; what the system reads when a process starts can only be asked for.
 */
final class ProcessSettings {
  private static final System.Logger LOG = System.getLogger("org.widemargin");
  private static final AtomicBoolean PREPARED = new AtomicBoolean();

  /** JavaCPP's own limits count the whole process, and end long runs. */
  private static final List<String> UNLIMITED =
      List.of("org.bytedeco.javacpp.maxBytes", "org.bytedeco.javacpp.maxPhysicalBytes");

  private ProcessSettings() {}

  /**
   * Sets what can be set, and once says what cannot, as a warning of the logger {@code
   * org.widemargin}. To be called before the native libraries are loaded.
   *
   * @param threads how many will compute
   */
  static void prepare(int threads) {
    if (!PREPARED.compareAndSet(false, true)) {
      return;
    }
    for (String property : UNLIMITED) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, "0");
      }
    }
    List<String> missing = missing(threads);
    if (!missing.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "slower than need be: set in the environment, before Java starts: export "
              + String.join(" ", missing));
    }
  }

  /** What this process was not given when it started. */
  static List<String> missing(int threads) {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    return missing(System.getenv(), threads, linux);
  }

  /** The variables that are not set, each with the value that the launcher gives it. */
  static List<String> missing(Map<String, String> environment, int threads, boolean linux) {
    List<String> wanted = new ArrayList<>();
    NativeEnvironment.of(threads, linux)
        .forEach(
            (name, value) -> {
              if (!environment.containsKey(name)) {
                wanted.add(name + "=" + value);
              }
            });
    return List.copyOf(wanted);
  }
}
