package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.error.InputException;
import org.widemargin.run.TrainingRun;

/** A batch normalisation that has one value for each channel is refused before the first step. */
class NormalisedValuesTest {
  /** After the pooling one place is left of each channel; the first normalisation has 64. */
  private static final String NETWORK =
      """
      name: pooled
      input: {shape: [1, 8, 8]}
      blocks:
        - {name: conv, layers: [{convolution: {channels: 2, kernel: 1}}, batch-norm, relu]}
        - {name: pool, layers: [{max-pool: {size: 8}}, {residual: {main: [batch-norm]}}, flatten]}
        - {name: logits, layers: [{linear: {features: 4}}]}
      """;

  @TempDir private Path folder;

  private RunConfig config(String network, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("pooled.yaml"), network);
    return TinyRuns.config("loss.kind=cross-entropy", "model.name='" + file + "'").with(overrides);
  }

  private void train(RunConfig config, int samples) {
    TrainingRun.start(
        config,
        TrainingData.split(TinyRuns.images(samples, 20), config),
        folder.resolve("run"),
        new TrainingListener() {},
        new StopRequest());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 41, take a batch-size of at least 2",
    "1, 120, take a batch-size of at least 2",
    "16, 1, it takes more than one sample to learn from",
  })
  void oneValueOfEachChannelIsRefusedAtTheStart(int batch, int samples, String advice)
      throws IOException {
    String held = "data.validation-size=" + (samples == 1 ? 0 : 20);
    RunConfig config = config(NETWORK, "optimization.batch-size=" + batch, held);
    assertThatThrownBy(() -> train(config, samples))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "batch normalisation 'pool.residual.main.batch-norm'",
            "found 1 (batches of 1, a sample of shape [2, 1, 1])",
            advice)
        .message()
        .doesNotContain("\n");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void twoValuesAreEnough() throws IOException {
    RunConfig config = config(NETWORK, "optimization.batch-size=2", "optimization.steps=3");
    assertThatCode(() -> train(config, 60)).doesNotThrowAnyException();
  }

  /** One sample has 64 values of each channel where an image is normalised whole. */
  @Test
  void oneSampleIsEnoughForAnImage() throws IOException {
    String image = NETWORK.replace("{residual: {main: [batch-norm]}}, ", "");
    RunConfig config = config(image, "optimization.batch-size=1", "optimization.steps=3");
    assertThatCode(() -> train(config, 60)).doesNotThrowAnyException();
  }
}
