package org.widemargin.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingCudaTest {
  private static void assertTold(String linker, String expected) {
    assertThatThrownBy(
            () ->
                NativeLibraries.explained(
                    () -> {
                      throw new UnsatisfiedLinkError(linker);
                    }))
        .isInstanceOf(NativeLibrariesException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "libtorch_cuda.so, libcudart.so.13",
    "libtorch_cuda.so, libcudnn.so.9",
    "libtorch_cuda.so, libcublasLt.so.13",
    "libtorch_cuda.so, libnccl.so.2",
    "libc10_cuda.so, libcuda.so.1"
  })
  void whatIsMissingOfCudaIsNamedWithWhatToDo(String ours, String missing) {
    assertTold(
        "/cache/%s: /cache/%s: %s: cannot open shared object file: No such file or directory\nmore"
            .formatted(ours, ours, missing),
        missing + " of CUDA is not where the system's linker looks: install CUDA 13's libraries");
  }

  @Test
  void anythingElseIsNotBlamedOnCuda() {
    String linker = "/cache/libtorch_cuda.so: undefined symbol: cudaMalloc";
    assertThat(MissingCuda.advice(linker)).isEmpty();
    assertTold("/cache/libgomp.so.1: wrong ELF class", "javacpp.cachedir");
  }
}
