package org.widemargin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InstallationTest {
  @Test
  void whatTheTestsThemselvesRunOnIsFound() {
    Installation found = Installation.inspect();
    assertThat(found.nativePlatforms()).containsExactly(found.platform());
    assertThat(found.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(found.libtorchVersion()).startsWith("2.");
    assertThat(found.threads()).isEqualTo(Machine.threads());
    assertThat(found.missingSettings()).isEmpty();
  }

  @Test
  void itIsDescribedOneFactALine() {
    Installation installation =
        new Installation(
            "1.0", "p", List.of("p", "q"), "2.10", "AVX2", 3, List.of("ONE=1", "TWO=2"));
    assertThat(installation.describe().lines())
        .containsExactly(
            "widemargin         1.0",
            "platform           p",
            "native libraries   p, q",
            "libtorch           2.10, AVX2",
            "threads            3",
            "missing settings   ONE=1 TWO=2");
  }
}
