package org.widemargin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.report.HtmlWriter;
import org.widemargin.train.StopRequest;

class DemoPageTest {
  @TempDir private Path folder;

  @Test
  void thePageShowsAndExplainsEverything() {
    DemoResult result =
        new Demo(TinyDemo.plan(), TinyDemo.images(), folder, new TinyDemo.Notes())
            .run(new StopRequest())
            .orElseThrow();
    String html = HtmlWriter.write(DemoPage.of(result, "the footer"));
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
