package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.network.Network;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Device;

/** The folder of a run that commit 1fc3f4a began, and that was stopped after 7 of 12 steps. */
class StoredRunTest {
  @TempDir private Path folder;

  private Path run = Path.of("");

  @BeforeEach
  void copy() throws IOException, URISyntaxException {
    Path stored = Path.of(Objects.requireNonNull(getClass().getResource("run-of-1fc3f4a")).toURI());
    run = folder.resolve("run");
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(stored)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      Files.copy(path, run.resolve(stored.relativize(path).toString()));
    }
  }

  @Test
  void itsConfigurationIsWrittenAsItWas() throws IOException {
    assertThat(RunFolder.open(run).config().toYaml())
        .isEqualTo(Files.readString(run.resolve("config.yaml")));
  }

  @Test
  void itsCheckpointsAreWrittenAsTheyWere() throws IOException {
    for (EvaluationConfig.Keep which : EvaluationConfig.Keep.values()) {
      Path stored = RunFolder.open(run).checkpoint(which);
      Path again = folder.resolve("again.safetensors");
      Checkpoint.load(stored).save(again);
      assertThat(again).hasSameBinaryContentAs(stored);
      assertThat(folder.resolve("again.json"))
          .hasSameBinaryContentAs(
              stored.resolveSibling(
                  stored.getFileName().toString().replace(".safetensors", ".json")));
    }
  }

  @Test
  void itIsContinuedToItsEnd() {
    RunConfig config = RunFolder.open(run).config();
    TrainingData data = TrainingData.split(TinyRuns.images(240, 60), config);
    TrainingOutcome outcome =
        TrainingRun.resume(config, data, run, new TrainingListener() {}, new StopRequest());
    assertThat(outcome.ending()).isEqualTo(TrainingOutcome.Ending.COMPLETED);
    assertThat(outcome.step()).isEqualTo(12);
    try (Network network = RunFolder.open(run).result().network(Device.CPU)) {
      assertThat(network.parameters()).isNotEmpty();
    }
    assertThat(RunFolder.open(run).results()).exists();
  }
}
