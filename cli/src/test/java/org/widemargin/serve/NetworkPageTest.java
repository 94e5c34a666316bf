package org.widemargin.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.widemargin.browser.Chromium;
import org.widemargin.checkpoint.RunName;
import org.widemargin.figure.Picture;
import org.widemargin.mnist.Mnist;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.web.Limits;
import org.widemargin.web.WebServer;

/** The page to draw or drop an image, in a real browser. */
class NetworkPageTest {
  @TempDir private static Path folder;
  private static Chromium chromium;
  private static TrainedRun run;
  private static NetworkServer server;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
    NativeRuntime.initialise(1);
    run = TrainedRun.load(new RunName("zoo:mnist-clean"), Device.CPU);
    ServedNetwork network =
        new ServedNetwork("<b>digits", run, run.classNames().orElseThrow(), Optional.empty());
    server = NetworkServer.start(network, WebServer.LOOPBACK, 0, Limits.USUAL, 1_000_000);
    Files.write(
        folder.resolve("seven.png"), new Picture(1, 28, 28, Mnist.load().test().sample(0)).toPng());
    Files.writeString(folder.resolve("text.png"), "no image");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      run.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  private static void open(int width) {
    chromium.open(server.server().url(), width);
  }

  /** A seven, as one draws it. */
  private static void draw() {
    WebElement pad = chromium.element("pad");
    int side = pad.getSize().getWidth();
    new Actions(chromium.driver())
        .moveToElement(pad, -side / 5, -side / 3)
        .clickAndHold()
        .moveByOffset(2 * side / 5, 0)
        .moveByOffset(-side / 4, 2 * side / 3)
        .release()
        .perform();
  }

  @ParameterizedTest
  @ValueSource(ints = {Chromium.DESK, Chromium.PHONE})
  void aDrawingIsAnswered(int width) {
    open(width);
    assertThat(chromium.text("none")).isEqualTo("Nothing was asked yet.");
    draw();
    chromium.awaitSight("flips");
    assertThat(chromium.text("class")).isEqualTo("7");
    assertThat(chromium.text("sure")).contains("% sure; the next is ");
    assertThat(chromium.element("distances").findElements(By.cssSelector("tbody tr"))).hasSize(6);
    assertThat(chromium.element("probabilities").findElements(By.cssSelector("tbody tr")))
        .hasSize(10);
    assertThat(chromium.text("flip-text")).contains("Moving the pixels by", "turns 7 into ");
    assertThat(chromium.text("remarks")).isEmpty();
    for (String image : new String[] {"seen", "before", "change", "after"}) {
      assertThat(chromium.element(image).getSize().getWidth()).as(image).isBetween(50, width);
      assertThat(chromium.element(image).getDomProperty("naturalWidth")).isEqualTo("28");
    }
    assertThat(chromium.isWiderThanTheScreen()).isFalse();
    assertThat(chromium.complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Chromium.DESK, Chromium.PHONE})
  void aFileIsAnsweredAndWhatIsNoneIsRefused(int width) {
    open(width);
    WebElement file = chromium.element("file");
    file.sendKeys(folder.resolve("seven.png").toString());
    chromium.awaitSight("flips");
    assertThat(chromium.text("class")).isEqualTo("7");
    file.sendKeys(folder.resolve("text.png").toString());
    chromium.awaitSight("problem");
    assertThat(chromium.text("problem")).contains("expected a PNG or JPEG image");
    // The browser itself notes the status in its console.
    assertThat(chromium.complaints()).hasSize(1).allMatch(line -> line.contains("400"));
  }

  @Test
  void nothingIsRequestedFromElsewhereAndNamesAreNoMarkup() {
    chromium.requested();
    open(Chromium.DESK);
    assertThat(chromium.requested())
        .as("the log is on")
        .isNotEmpty()
        .allMatch(url -> url.startsWith(server.server().url()) || url.startsWith("data:"));
    assertThat(Objects.requireNonNull(chromium.driver().getTitle())).isEqualTo("<b>digits");
    assertThat(chromium.driver().findElements(By.tagName("b"))).isEmpty();
  }
}
