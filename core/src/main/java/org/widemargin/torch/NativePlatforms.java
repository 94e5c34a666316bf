package org.widemargin.torch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * The platforms whose native libraries are on the class path: what a build tool brought, which need
 * not be what this machine wants.
 */
public final class NativePlatforms {
  /** For each platform that libtorch's bindings of this version are published for, a file of it. */
  private static final Map<String, String> FILES =
      Map.of(
          "linux-x86_64", "libjnitorch.so",
          "macosx-arm64", "libjnitorch.dylib",
          "macosx-x86_64", "libjnitorch.dylib",
          "windows-x86_64", "jnitorch.dll");

  private NativePlatforms() {}

  /**
   * This machine's, as classifiers of archives call it.
   *
   * @return such as {@code linux-x86_64}
   */
  public static String here() {
    return Loader.getPlatform();
  }

  /**
   * Looks for libtorch's libraries; loads nothing.
   *
   * @return the platforms whose libraries are on the class path, in alphabetical order
   */
  public static List<String> onClassPath() {
    return FILES.keySet().stream().sorted().filter(NativePlatforms::isOnClassPath).toList();
  }

  private static boolean isOnClassPath(String platform) {
    String folder = "/org/bytedeco/pytorch/" + platform;
    String file = "/" + FILES.get(platform);
    return Loader.class.getResource(folder + file) != null
        || Loader.class.getResource(folder + "-gpu" + file) != null;
  }

  /**
   * Says what to do where libraries of this machine's platform are missing.
   *
   * @return one line; empty if they are there
   */
  public static Optional<String> advice() {
    String here = here();
    List<String> found = onClassPath();
    if (found.contains(here)) {
      return Optional.empty();
    }
    String wanted =
        "expected native libraries for "
            + here
            + " on the class path, found "
            + (found.isEmpty() ? "none" : "those for " + String.join(", ", found));
    return Optional.of(
        FILES.containsKey(here)
            ? wanted
                + ": add org.bytedeco's pytorch, openblas and javacpp with the classifier "
                + here
                + ", in the versions of org.widemargin:widemargin-bom"
            : wanted + ": libtorch's bindings of this version are not published for " + here);
  }
}
