package org.widemargin.torch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells from the linker's words that the build for CUDA is there and CUDA's own libraries are not.
 */
final class MissingCuda {
  /** What libtorch's build for CUDA needs of the machine, as Linux and Windows call it. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "\\b((?:lib)?(?:cuda|cudart|cublas|cublasLt|cufft|curand|cusolver|cusparse|cusparseLt|cufile"
              + "|cudnn\\w*|cupti|nccl|nvrtc|nvJitLink|nvshmem_host|nvToolsExt)"
              + "(?:64_\\w+)?\\.(?:so|dll)[.\\d]*)");

  private MissingCuda() {}

  /**
   * Says what to do.
   *
   * @param message of the linker, one line
   * @return what follows the message; empty if it is about something else
   */
  static Optional<String> advice(String message) {
    Matcher library = LIBRARY.matcher(message);
    if (library.find()) {
      return Optional.of(
          "; this is libtorch's build for CUDA, and "
              + library.group(1)
              + " of CUDA is not where the system's linker looks: install CUDA 13's libraries, cuDNN 9"
              + " and NCCL 2, or name their folder in LD_LIBRARY_PATH; to compute on the CPU, build"
              + " without the GPU profile");
    }
    return Optional.empty();
  }
}
