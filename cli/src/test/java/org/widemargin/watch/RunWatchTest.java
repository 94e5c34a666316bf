package org.widemargin.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.widemargin.browser.Chromium;
import org.widemargin.config.Json;
import org.widemargin.figure.LineFigure;
import org.widemargin.file.FolderOwner;
import org.widemargin.file.SealedLine;
import org.widemargin.run.MetricsFile;
import org.widemargin.train.RunConfig;
import org.widemargin.web.WebServer;

/** A run's curves, from the files of one that begins, goes on, stops and ends. */
class RunWatchTest {
  @TempDir private Path folder;
  private Path run = Path.of("");

  @BeforeEach
  void begin() throws IOException {
    run = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(
        run.resolve("config.yaml"), RunConfig.defaults().with("optimization.steps=40").toYaml());
  }

  private static MetricsFile.Line line(long step, String split, double accuracy) {
    boolean train = split.equals("train");
    return new MetricsFile.Line(
        step,
        split,
        Map.of("loss", 1.0 / step, "hinge", 0.5 / step),
        accuracy,
        null,
        train ? Map.of() : Map.of("input", 0.1 * step, "fc1", 0.2 * step),
        train ? Map.of("learning-rate", 0.01, "gradient-norm", 1.0) : Map.of(),
        step * 0.1,
        null);
  }

  private void evaluate(long step) throws IOException {
    evaluate(step, 0.5 + 0.01 * step);
  }

  private void evaluate(long step, double accuracy) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String split : List.of("train", "validation")) {
      text.append(SealedLine.seal(Json.writeLine(line(step, split, accuracy))));
      text.append('\n');
    }
    Files.writeString(
        run.resolve("metrics.jsonl"),
        (Files.exists(run.resolve("metrics.jsonl"))
                ? Files.readString(run.resolve("metrics.jsonl"))
                : "")
            + text);
  }

  private RunState state() {
    return RunView.of(run, () -> true).state();
  }

  @Test
  void theFilesSayWhereTheRunStands() throws IOException {
    assertThat(RunView.of(folder.resolve("none"), () -> true).state())
        .isEqualTo(RunState.BEGINNING);
    try (FolderOwner owner = FolderOwner.claim(run)) {
      assertThat(state()).isEqualTo(RunState.BEGINNING);
      evaluate(10);
      assertThat(state()).isEqualTo(RunState.RUNNING);
      assertThat(RunView.of(run, () -> false).state())
          .as("the run that will be replaced is not the one that is meant")
          .isEqualTo(RunState.BEGINNING);
      assertThat(owner.folder()).isEqualTo(run);
    }
    assertThat(state()).isEqualTo(RunState.STOPPED);
    Files.writeString(run.resolve("results.json"), "{}");
    assertThat(state()).as("evaluate has written results").isEqualTo(RunState.STOPPED);
    evaluate(40);
    assertThat(state()).isEqualTo(RunState.ENDED);
    assertThat(RunView.of(run, () -> true).steps()).isEqualTo(40);
  }

  @Test
  void aRunThatStopsEarlyHasEnded() throws IOException {
    Files.writeString(
        run.resolve("config.yaml"),
        RunConfig.defaults()
            .with("optimization.steps=1000", "evaluation.every=10", "evaluation.patience=2")
            .toYaml());
    Files.writeString(run.resolve("results.json"), "{}");
    evaluate(20, 0.5);
    evaluate(30, 0.5);
    assertThat(state()).isEqualTo(RunState.STOPPED);
    evaluate(40, 0.4);
    assertThat(state()).isEqualTo(RunState.ENDED);
  }

  /** What the page says before the training has the folder is not its end. */
  @Test
  void theEndOfAResumedRunIsSeenAfterItHasGoneOn() throws Exception {
    evaluate(10);
    try (RunWatch watch = RunWatch.ofResumed(run, WebServer.LOOPBACK, 0)) {
      assertThat(curves(watch)).contains("is running: step 10 of 40");
      try (FolderOwner owner = FolderOwner.claim(run)) {
        watch.listener().stepped(11, 0.5);
        evaluate(40);
        assertThat(curves(watch)).contains("is running: step 40 of 40");
        assertThat(owner.folder()).isEqualTo(run);
      }
      Files.writeString(run.resolve("results.json"), "{}");
      assertThat(watch.endWasSeen()).isFalse();
      assertThat(curves(watch)).contains("has ended: step 40 of 40");
      assertThat(watch.endWasSeen()).isTrue();
    }
  }

  private static String curves(RunWatch watch) throws Exception {
    URI address = URI.create(watch.server().url() + "curves");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void eachThingThatWasMeasuredHasACurve() {
    List<LineFigure> figures =
        RunCurves.of(
            List.of(
                line(10, "train", 0.5),
                line(10, "validation", 0.4),
                line(20, "train", 0.75),
                line(20, "validation", 0.6)));
    assertThat(figures)
        .extracting(LineFigure::title)
        .containsExactlyInAnyOrder(
            "Accuracy",
            "Loss",
            "Mean distance to the boundary, validation",
            "Learning rate",
            "Gradient norm",
            "Parts of the loss");
    LineFigure accuracy = figures.get(0);
    assertThat(accuracy.series())
        .extracting(LineFigure.Series::name)
        .containsExactly("train", "validation");
    assertThat(accuracy.series().get(0).samples())
        .extracting(LineFigure.Sample::x, LineFigure.Sample::y)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(10.0, 50.0),
            org.assertj.core.groups.Tuple.tuple(20.0, 75.0));
  }

  @Test
  void longRunsAreThinnedAndKeepTheirEnds() {
    List<MetricsFile.Line> lines =
        IntStream.rangeClosed(1, 1001).mapToObj(step -> line(step, "train", 0.5)).toList();
    List<LineFigure.Sample> samples = RunCurves.of(lines).get(0).series().get(0).samples();
    assertThat(samples).hasSizeBetween(200, 401);
    assertThat(samples.get(0).x()).isEqualTo(1);
    assertThat(samples.get(samples.size() - 1).x()).isEqualTo(1001);
  }

  @ParameterizedTest
  @ValueSource(ints = {Chromium.DESK, Chromium.PHONE})
  void thePageFollowsTheRunToItsEnd(int width) throws IOException {
    FolderOwner owner = FolderOwner.claim(run);
    try (Chromium chromium = Chromium.start();
        RunWatch watch = RunWatch.of(run, WebServer.LOOPBACK, 0)) {
      chromium.open(watch.server().url(), width);
      chromium.awaitText("words", "The run has begun");
      evaluate(10);
      chromium.awaitText("words", "is running: step 10 of 40, train 60.00 % (loss 0.1000)");
      evaluate(20);
      chromium.awaitText("words", "step 20 of 40");
      List<org.openqa.selenium.WebElement> figures =
          chromium.driver().findElements(By.cssSelector(".drawing > svg"));
      assertThat(figures).hasSize(6);
      for (org.openqa.selenium.WebElement figure : figures) {
        assertThat(figure.getSize().getWidth()).isBetween(200, width);
        assertThat(figure.getSize().getHeight()).isGreaterThan(100);
      }
      assertThat(chromium.isWiderThanTheScreen()).isFalse();
      evaluate(40);
      Files.writeString(run.resolve("results.json"), "{}");
      owner.close();
      chromium.awaitText("words", "The run has ended: step 40 of 40");
      assertThat(chromium.complaints()).isEmpty();
    } finally {
      owner.close();
    }
  }

  @Test
  void aServerThatIsGoneIsTold() throws IOException {
    evaluate(10);
    try (Chromium chromium = Chromium.start();
        RunWatch watch = RunWatch.of(run, WebServer.LOOPBACK, 0)) {
      chromium.open(watch.server().url(), Chromium.DESK);
      chromium.awaitText("words", "was stopped before its end");
      watch.close();
      chromium.awaitSight("problem");
      assertThat(chromium.text("problem")).contains("does not answer any more");
    }
  }
}
