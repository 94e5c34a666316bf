package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Json;
import org.widemargin.report.HtmlWriter;
import org.widemargin.study.Basis;
import org.widemargin.study.TrialResult;
import org.widemargin.sweep.Sweep;

class KnownDataTest {
  private static final String DECODED_FROM_JPEG =
      "691b4c67268ebbccb0ef0b0e9e3095a64c8c8c1bb3887130be15e1eec93d7701";

  @TempDir private Path folder = Path.of("");

  @Test
  void ofDataThatAreKnownThePageSaysWhatTheyAre() throws IOException {
    assertThat(page(DECODED_FROM_JPEG))
        .containsOnlyOnce("The images of CIFAR-10 here went through JPEG");
  }

  @Test
  void ofOtherDataThereIsNothingToSay() throws IOException {
    assertThat(page("0".repeat(64))).doesNotContain("JPEG");
  }

  /** The page of a study whose lines rest on data of a digest. */
  private String page(String data) throws IOException {
    Files.createDirectories(folder.resolve("studies"));
    Files.writeString(
        folder.resolve("studies/own.yaml"),
        """
        name: own
        datasets: [{name: cifar10}]
        training: {threads: 1, data: {validation-size: 100}, optimization: {steps: 8}}
        methods: {cross-entropy: {loss: cross-entropy}}
        seeds: [1, 2]
        """);
    Path file = MadeUp.lines(folder, List.of("own")).resolve(Sweep.RESULTS);
    Files.write(file, Files.readAllLines(file).stream().map(line -> on(data, line)).toList());
    return HtmlWriter.write(ReproductionPage.of(StudyFolder.read(folder)));
  }

  private static String on(String data, String line) {
    TrialResult result = Json.readText(line, "line", TrialResult.class);
    return Json.writeLine(
        new TrialResult(
            result.trial(),
            result.method(),
            result.network(),
            result.other(),
            result.measurement(),
            new Basis(data, Basis.TRAINING, result.measurement().meaning()),
            result.failure(),
            result.values(),
            result.arrays(),
            result.origin()));
  }
}
