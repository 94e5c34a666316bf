package org.widemargin.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 */
public record NativeReport(
    String libtorchVersion,
    String openblasVersion,
    int libtorchThreads,
    int openblasThreads,
    String capability) {
  /**
   * Asks the libraries.
   *
   * @return what they say
   */
  public static NativeReport inspect() {
    int threads = torch.get_num_threads();
    return new NativeReport(
        NativeRuntime.libtorchVersion(),
        version("openblas"),
        threads,
        openblas.blas_get_num_threads(),
        NativeRuntime.cpuCapability());
  }

  private static String version(String artifact) {
    try {
      return Loader.getVersion("org.bytedeco", artifact);
    } catch (IOException e) {
      throw new UncheckedIOException("the bindings of " + artifact + " carry no version", e);
    }
  }
}
