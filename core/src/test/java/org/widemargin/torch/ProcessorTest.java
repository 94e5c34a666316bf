package org.widemargin.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {
  private static Processor processor(String vendor, String flags) {
    return Processor.parse(
        List.of(
            "processor\t: 0",
            "vendor_id\t: " + vendor,
            "model name\t: made up: with a colon",
            "flags\t\t: fpu " + flags,
            "",
            "processor\t: 1",
            "vendor_id\t: Other",
            "flags\t\t: amx_bf16"));
  }

  @ParameterizedTest
  @CsvSource({
    "GenuineIntel, avx2, false, false",
    "GenuineIntel, avx512f avx512_bf16, true, true",
    "GenuineIntel, avx512f avx512_bf16 avx512_fp16, true, false",
    "GenuineIntel, avx512f avx512_bf16 avx512_fp16 amx_bf16 amx_tile, true, true",
    "AuthenticAMD, avx512f avx512_bf16, true, true",
    "AuthenticAMD, avx512f, false, false",
  })
  void bfloat16IsTakenWhereItIsFaster(String vendor, String flags, boolean has, boolean faster) {
    Processor processor = processor(vendor, flags);
    assertThat(processor.vendor()).isEqualTo(vendor);
    assertThat(processor.hasBfloat16Instructions()).isEqualTo(has);
    assertThat(processor.isFasterInBfloat16()).isEqualTo(faster);
  }

  @Test
  void whatIsNotToldIsNotThere() {
    Processor processor = Processor.parse(List.of("Processor : ARMv8", "Features : fp asimd"));
    assertThat(processor.vendor()).isEmpty();
    assertThat(processor.hasBfloat16Instructions()).isFalse();
    assertThat(processor.isFasterInBfloat16()).isFalse();
  }
}
