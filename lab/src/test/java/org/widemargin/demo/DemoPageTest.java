package org.widemargin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.report.HtmlWriter;
import org.widemargin.train.StopRequest;

class DemoPageTest {
  @TempDir private Path folder;

  private DemoResult result(DemoPlan plan) {
    return new Demo(plan, TinyDemo.images(), folder, new TinyDemo.Notes())
        .run(new StopRequest())
        .orElseThrow();
  }

  @Test
  void thePageSaysWhichStepsAreMeasuredAndWhy() {
    DemoPlan plan = TinyDemo.plan();
    DemoResult result =
        result(
            new DemoPlan(
                plan.crossEntropy().with("evaluation.keep=best"),
                plan.margin().with("evaluation.keep=last"),
                plan.samples(),
                plan.epsilons(),
                plan.distanceSamples(),
                plan.shownEpsilon()));
    assertThat(HtmlWriter.write(DemoPage.of(result, "")))
        .contains(
            "Of the first training the network after step "
                + result.crossEntropy().step()
                + " (the best on validation pictures) is measured, of the second that after step 40"
                + " (the last).");
  }

  @Test
  void thePageShowsAndExplainsEverything() {
    String html = HtmlWriter.write(DemoPage.of(result(TinyDemo.plan()), "the footer"));
    assertThat(html).startsWith("<!DOCTYPE html>").contains("the footer", "thirds");
    assertThat(html)
        .contains("margin attack 0.1", "FGSM 0.3", "IFGSM 0.1", "noise 0.3")
        .contains("Why the last column is there")
        .contains("On 30 clean test pictures", "pixel of the first 20 may be moved by up to 0.1,")
        .contains("on all 30 test pictures, under attack on the first 20")
        .contains("cross-entropy", "large margin")
        .contains("Each network made 40 steps of 16 pictures.", "at most 2500")
        .contains("Distances to the decision boundary", "Mean distance at the input");
    assertThat(html.split("<figcaption", -1)).hasSize(1 + 4);
    assertThat(html)
        .contains("Margin attack", "Gaussian noise", "Pictures and what the networks take them for")
        .contains("Accuracy on validation pictures", "Cross-entropy on validation pictures");
    assertThat(html).doesNotContain("NaN", "http://localhost", "<script");
  }
}
