package org.widemargin.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * What the native libraries say about themselves. Making a report loads them.
 *
 * @param libtorchVersion the version of libtorch and of its bindings
 * @param openblasVersion the version of OpenBLAS and of its bindings
 * @param libtorchThreads the size of libtorch's pool
 * @param openblasThreads the size of OpenBLAS's pool, which should be the same
 * @param capability the vector instructions of libtorch's own kernels, for example {@code AVX512}
 * @param libraries the files of libtorch and what it needs, as far as the system tells; only Linux
 *     does
 */
public record NativeReport(
    String libtorchVersion,
    String openblasVersion,
    int libtorchThreads,
    int openblasThreads,
    String capability,
    List<Library> libraries) {
  /**
   * A library of this process.
   *
   * @param path its file
   * @param ours whether it was unpacked by this process or an earlier one, as it should be
   */
  public record Library(String path, boolean ours) {}

  /** Copies the list. */
  public NativeReport {
    libraries = List.copyOf(libraries);
  }

  private static final Pattern OURS =
      Pattern.compile("(/\\S.*/lib(torch|torch_[a-z]+|c10|openblas|gomp|jnitorch)\\.so[.0-9]*)$");

  /**
   * Asks the libraries.
   *
   * @return what they say
   */
  public static NativeReport inspect() {
    NativeLibraries.require();
    int threads = torch.get_num_threads();
    return new NativeReport(
        NativeRuntime.libtorchVersion(),
        version("openblas"),
        threads,
        openblas.blas_get_num_threads(),
        NativeRuntime.cpuCapability(),
        loaded());
  }

  private static List<Library> loaded() {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.isReadable(maps)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(maps)) {
      Path cache = Loader.getCacheDir().toPath().toRealPath();
      return lines
          .map(OURS::matcher)
          .filter(Matcher::find)
          .map(found -> found.group(1))
          .distinct()
          .sorted()
          .map(path -> new Library(path, Path.of(path).startsWith(cache)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell which libraries are loaded", e);
    }
  }

  private static String version(String artifact) {
    try {
      return Loader.getVersion("org.bytedeco", artifact);
    } catch (IOException e) {
      throw new UncheckedIOException("the bindings of " + artifact + " carry no version", e);
    }
  }
}
