package org.widemargin;

import java.util.List;
import org.widemargin.run.LibraryVersion;
import org.widemargin.torch.NativeLibrariesException;
import org.widemargin.torch.NativePlatforms;
import org.widemargin.torch.NativeReport;

/**
 * What a program that uses this library brought along, and whether it can compute with it: to be
 * asked first where a build tool chose the native libraries.
 *
 * <p>Run {@code java -cp CLASSPATH org.widemargin.Installation} to have it printed.
 *
 * @param version of this library
 * @param platform of this machine, as classifiers of archives call it, such as {@code linux-x86_64}
 * @param nativePlatforms the platforms whose native libraries are on the class path
 * @param libtorchVersion the version of libtorch and of its bindings
 * @param processor the vector instructions that libtorch uses, such as {@code AVX512}
 * @param threads how many compute
 * @param missingSettings variables of the environment, with their values, without which this
 *     process is slower than need be
 */
public record Installation(
    String version,
    String platform,
    List<String> nativePlatforms,
    String libtorchVersion,
    String processor,
    int threads,
    List<String> missingSettings) {
  /** Copies the lists. */
  public Installation {
    nativePlatforms = List.copyOf(nativePlatforms);
    missingSettings = List.copyOf(missingSettings);
  }

  /**
   * Loads the native libraries and asks them.
   *
   * @return what is there
   * @throws NativeLibrariesException in one line that says what to do, if they cannot be loaded
   */
  public static Installation inspect() {
    int threads = Machine.threads();
    Machine.prepare();
    NativeReport natives = NativeReport.inspect();
    return new Installation(
        LibraryVersion.current(),
        NativePlatforms.here(),
        NativePlatforms.onClassPath(),
        natives.libtorchVersion(),
        natives.capability(),
        threads,
        ProcessSettings.missing(threads));
  }

  /**
   * Prints what is there, one fact a line, or in one line what is wrong; then the exit status is 1.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    try {
      System.out.println(inspect().describe());
    } catch (NativeLibrariesException e) {
      System.err.println("widemargin: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * In words, one fact a line.
   *
   * @return several lines, without the last line's end
   */
  public String describe() {
    return String.join(
        System.lineSeparator(),
        "widemargin         " + version,
        "platform           " + platform,
        "native libraries   " + String.join(", ", nativePlatforms),
        "libtorch           " + libtorchVersion + ", " + processor,
        "threads            " + threads,
        "missing settings   "
            + (missingSettings.isEmpty() ? "none" : String.join(" ", missingSettings)));
  }
}
