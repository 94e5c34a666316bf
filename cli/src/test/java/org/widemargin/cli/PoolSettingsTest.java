package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.cli.machine.PoolSettings;

class PoolSettingsTest {
  private static final Map<String, String> LAUNCHERS =
      Map.of("OPENBLAS_THREAD_TIMEOUT", "4", "GOMP_SPINCOUNT", "4000");

  @Test
  void nothingIsWrongWithTheLaunchersSettings() {
    assertThat(PoolSettings.warnings(LAUNCHERS, 2, true)).isEmpty();
  }

  @Test
  void threadsThatSpinAreNamedWhereThereAreSeveral() {
    List<String> found =
        PoolSettings.warnings(Map.of("GOMP_SPINCOUNT", "300000", "OMP_WAIT_POLICY", "x"), 2, false);
    assertThat(found)
        .hasSize(2)
        .anyMatch(line -> line.contains("OPENBLAS_THREAD_TIMEOUT of at most 16, found nothing"))
        .anyMatch(line -> line.contains("GOMP_SPINCOUNT of at most 100000, found 300000"));
    assertThat(PoolSettings.warnings(Map.of(), 1, true)).isEmpty();
  }

  @Test
  void passiveWaitingNeedsNoSpinCount() {
    Map<String, String> passive =
        Map.of("OPENBLAS_THREAD_TIMEOUT", "4", "OMP_WAIT_POLICY", "PASSIVE");
    assertThat(PoolSettings.warnings(passive, 2, true)).isEmpty();
  }

  @Test
  void narrowKernelsAreNamedWhereTheProcessorHasWiderOnes() {
    Map<String, String> narrow = Map.of("OPENBLAS_CORETYPE", "Haswell");
    assertThat(PoolSettings.warnings(narrow, 1, true))
        .singleElement()
        .asString()
        .contains("OPENBLAS_CORETYPE=Haswell");
    assertThat(PoolSettings.warnings(narrow, 1, false)).isEmpty();
    assertThat(PoolSettings.warnings(Map.of("OPENBLAS_CORETYPE", "SkylakeX"), 1, true)).isEmpty();
  }
}
