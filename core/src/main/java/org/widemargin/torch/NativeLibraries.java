package org.widemargin.torch;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.widemargin.file.AtomicFiles;

/**
 * Unpacks and loads the native libraries that this project brings along.
 *
 * <p>All are unpacked before the first is loaded, and those that others need are loaded first, each
 * by its own path. Left to itself, the system's linker would look for what a library needs wherever
 * another libtorch is on its path, and take that.
 */
final class NativeLibraries {
  private static final String ADVICE =
      "; name another folder with -Dorg.bytedeco.javacpp.cachedir=FOLDER (./widemargin takes it in"
          + " WIDEMARGIN_JAVA_OPTS)";

  /** In the order in which they are loaded. */
  private static final List<String> OF_LIBTORCH =
      Stream.concat(
              Stream.of("libgomp.so.1"),
              Stream.of("c10", "torch_cpu", "torch").map(System::mapLibraryName))
          .toList();

  private static boolean loaded;

  private NativeLibraries() {}

  /**
   * Makes sure that the libraries are there; does nothing after the first time.
   *
   * @throws NativeLibrariesException in one line, if they cannot be unpacked or loaded
   */
  static synchronized void require() {
    if (!loaded) {
      explained(NativeLibraries::load);
      loaded = true;
    }
  }

  /** What unpacks and loads. */
  @FunctionalInterface
  interface Loading {
    void run() throws IOException;
  }

  /** Loads, and says in one line what failed. */
  static void explained(Loading loading) {
    String folder = "the cache of native libraries";
    try {
      folder = Loader.getCacheDir().toString();
      loading.run();
    } catch (IOException e) {
      throw new NativeLibrariesException(
          "cannot unpack the native libraries, 500 MB, into "
              + folder
              + ": "
              + AtomicFiles.reason(e)
              + ADVICE,
          e);
    } catch (UnsatisfiedLinkError e) {
      String where = folder;
      throw new NativeLibrariesException(
          "cannot load the native libraries"
              + NativePlatforms.advice()
                  .map(": "::concat)
                  .orElseGet(() -> " from " + where + ": " + linkersWords(e)),
          e);
    }
  }

  private static void load() throws IOException {
    File first = unpacked("javacpp", System.mapLibraryName("jnijavacpp"));
    for (String name : OF_LIBTORCH) {
      unpacked("pytorch", name);
    }
    unpacked("pytorch", System.mapLibraryName("jnitorch"));
    if (first != null && sharesClassLoader()) {
      System.load(first.getPath());
    }
    // What libtorch multiplies matrices with.
    Loader.load(openblas.class);
    for (String name : OF_LIBTORCH) {
      File file = unpacked("pytorch", name);
      if (file != null && sharesClassLoader()) {
        System.load(file.getPath());
      }
    }
    // The bindings load the rest; a build for CUDA what it needs of CUDA.
    Loader.load(torch.class);
    keepPrecision();
  }

  /** On CUDA libtorch itself rounds the factors of convolutions, and sums of bfloat16 products. */
  private static void keepPrecision() {
    Context context = torch.globalContext();
    context.setAllowTF32CuBLAS(false);
    context.setAllowTF32CuDNN(false);
    context.setAllowBF16ReductionCuBLAS(/* allow_reduced= */ false, /* allow_splitk= */ true);
  }

  private static String linkersWords(UnsatisfiedLinkError failure) {
    String line = firstLine(failure);
    return line + MissingCuda.advice(line).orElse(ADVICE);
  }

  /** The linker says the file's name twice. */
  private static String firstLine(UnsatisfiedLinkError failure) {
    String message = Objects.toString(failure.getMessage(), "no reason given");
    return message.lines().findFirst().orElse("").replaceFirst("^(/\\S+: )\\1", "$1");
  }

  /** A library is loaded for one class loader, and another one's cannot load it again. */
  private static boolean sharesClassLoader() {
    return NativeLibraries.class.getClassLoader() == Loader.class.getClassLoader();
  }

  /** The file of a library; null where this platform has none of this name. */
  private static @Nullable File unpacked(String module, String name) throws IOException {
    String resource = "/org/bytedeco/" + module + "/" + Loader.getPlatform() + "/" + name;
    URL found = Loader.class.getResource(resource);
    return found == null ? null : Loader.cacheResource(found);
  }
}
