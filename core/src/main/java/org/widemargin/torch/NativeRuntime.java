package org.widemargin.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;

/**
 * The native libraries as a whole: loading, threads, seeds, and what they can tell about
 * themselves.
 */
public final class NativeRuntime {
  private static final String THREAD_TIMEOUT = "OPENBLAS_THREAD_TIMEOUT";

  private NativeRuntime() {}

  /**
   * Loads the libraries and sets the threads of both pools: libtorch's own and that of its matrix
   * products. If only one were set, they would fight for the cores. They still do if the idle
   * threads of the second spin, as they do for some 25 ms unless {@code OPENBLAS_THREAD_TIMEOUT}
   * was set before the process started, as the launcher does; so without it matrix products have
   * one thread. Subnormal numbers are flushed to zero: they cost a hundred times a normal one and
   * carry nothing.
   *
   * @param threads how many threads to compute with, at least 1
   * @throws NativeLibrariesException if the libraries cannot be unpacked or loaded
   */
  public static void initialise(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
    }
    try (Scope scope = Scope.open()) {
      torch.set_num_threads(threads);
      boolean threadsRest = System.getenv(THREAD_TIMEOUT) != null;
      openblas.blas_set_num_threads(threadsRest ? threads : 1);
      Context.setFlushDenormal(true);
      allowTf32(false);
    }
  }

  /**
   * Says whether CUDA devices may round the factors of float32 products to TF32, 10 bits of
   * mantissa instead of 23. libtorch itself would do so in convolutions unless told not to. No
   * other device looks at it.
   *
   * @param allowed whether they may, from now on, in the whole process
   */
  public static void allowTf32(boolean allowed) {
    Context context = torch.globalContext();
    context.setAllowTF32CuBLAS(allowed);
    context.setAllowTF32CuDNN(allowed);
  }

  /**
   * Does something with TF32 allowed or not, and then leaves it as it was. The setting is the whole
   * process's: what other threads compute meanwhile follows it too.
   *
   * @param allowed as {@link #allowTf32} takes it
   * @param work what to do
   * @param <T> of its result
   * @return the work's result
   */
  public static <T> T withTf32(boolean allowed, Supplier<T> work) {
    boolean products = torch.globalContext().allowTF32CuBLAS();
    boolean convolutions = torch.globalContext().allowTF32CuDNN();
    allowTf32(allowed);
    try {
      return work.get();
    } finally {
      torch.globalContext().setAllowTF32CuBLAS(products);
      torch.globalContext().setAllowTF32CuDNN(convolutions);
    }
  }

  /**
   * Tells whether CUDA devices may use TF32.
   *
   * @return whether they may, in products and convolutions
   */
  public static boolean allowsTf32() {
    Context context = torch.globalContext();
    return context.allowTF32CuBLAS() && context.allowTF32CuDNN();
  }

  /**
   * How many threads libtorch computes with.
   *
   * @return the size of its pool
   */
  public static int threads() {
    NativeLibraries.require();
    return torch.get_num_threads();
  }

  /**
   * Seeds libtorch's generator, which is one for the process. Used before each step that draws
   * (dropout, random starts), from a named stream, so that a run continued from a checkpoint draws
   * what an unbroken one would.
   *
   * @param seed the run's seed
   * @param name what the numbers are for
   * @param index the step
   */
  public static void seedGenerator(long seed, String name, long index) {
    NativeLibraries.require();
    torch.manual_seed(RandomStream.seedOf(seed, name, index));
  }

  /**
   * The vector instructions that libtorch's own kernels use here.
   *
   * @return a name such as {@code AVX512}
   */
  public static String cpuCapability() {
    NativeLibraries.require();
    return torch.get_cpu_capability().getString();
  }

  /**
   * The version of libtorch and of its bindings.
   *
   * @return for example {@code 2.10.0-1.5.13}
   */
  public static String libtorchVersion() {
    try {
      return Loader.getVersion("org.bytedeco", "pytorch");
    } catch (IOException e) {
      throw new UncheckedIOException("the libtorch bindings carry no version", e);
    }
  }

  /**
   * The resident memory of this process.
   *
   * @return bytes
   */
  public static long residentBytes() {
    return Pointer.physicalBytes();
  }
}
