package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations that commit 1fc3f4a wrote: keys that came since change nothing about them. */
class StoredConfigurationsTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/org/widemargin/train/configurations-of-1fc3f4a");

  private static Path file(String name) {
    return FOLDER.resolve(name + ".yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "defaults",
        "paper-cross-entropy",
        "released-code-hinge",
        "robust-margin",
        "every-kind"
      })
  void theyAreWrittenAsTheyWere(String name) throws IOException {
    assertThat(RunConfig.read(file(name)).toYaml()).isEqualTo(Files.readString(file(name)));
  }

  @Test
  void theDefaultsAreThoseOfThenButForTheirCost() {
    RunConfig costly =
        RunConfig.defaults()
            .with(
                "threads=2",
                "loss.margin.layers=all",
                "loss.margin.top-k=0",
                "optimization.steps=5000",
                "optimization.batch-size=128");
    assertThat(costly.deciding()).isEqualTo(RunConfig.read(file("defaults")));
  }

  @ParameterizedTest
  @CsvSource({"paper,CROSS_ENTROPY", "released-code,HINGE", "robust,MARGIN"})
  void thePresetsAreThoseOfThen(String preset, LossConfig.Kind loss) {
    String word = loss.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat(RunConfig.resolve(Presets.read(preset, loss)).with("threads=2").deciding())
        .isEqualTo(RunConfig.read(file(preset + "-" + word)));
  }
}
