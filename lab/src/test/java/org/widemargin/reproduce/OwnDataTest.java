package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.widemargin.config.Change.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Change;
import org.widemargin.config.Yaml;
import org.widemargin.data.DatasetSpec;
import org.widemargin.study.Study;

/** A study of the user's own data is not shown as one of the paper's. */
class OwnDataTest {
  @TempDir private Path folder;

  private String page(String protocol, String name, DatasetSpec dataset) throws IOException {
    Study study =
        Change.apply(
            Protocol.study(protocol, Budget.SMOKE),
            set(Study::name).to(name),
            set(Study::datasets).to(List.of(dataset)));
    Files.createDirectories(folder.resolve("studies"));
    Files.writeString(folder.resolve("studies").resolve(name + ".yaml"), Yaml.write(study));
    return Files.readString(
        new ReproductionWriter(StudyFolder.read(MadeUp.lines(folder, List.of(name)))).drawAll());
  }

  @Test
  void neitherMnistNorItsFiguresNorItsClaimsAreOnItsPage() throws IOException {
    DatasetSpec own = DatasetSpec.of("csv").at(Path.of("/data/flowers.csv"));
    assertThat(page("noisy-labels", "noisy-flowers", own))
        .contains("<title>Large margins on csv flowers.csv</title>")
        .contains("networks here that are hardly trained")
        .contains("Test accuracy against the part of wrong labels")
        .doesNotContain("MNIST", "Figure 2", "Of these claims");
    assertThat(folder.resolve("figures/noisy-flowers-noisy-labels.svg")).exists();
  }

  @Test
  void theFewSamplesOfOwnDataAreNoFigureOfThePaperEither() throws IOException {
    DatasetSpec own = DatasetSpec.of("folder").at(Path.of("photos"));
    assertThat(page("limited-data", "few-photos", own))
        .contains("<title>Large margins on folder photos</title>")
        .doesNotContain("MNIST", "Figure 3", "Of these claims");
  }

  @Test
  void mnistUnderAnotherNameKeepsItsFigures() throws IOException {
    assertThat(page("noisy-labels", "my-noise", DatasetSpec.of("mnist")))
        .contains("reproduced on MNIST", "Figure 2");
  }
}
