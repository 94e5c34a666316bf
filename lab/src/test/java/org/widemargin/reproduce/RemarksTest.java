package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;

class RemarksTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void standWithTheirStudyAsTheyAreWritten() throws IOException {
    write("remarks: {cost: ['One thread & <nothing> else.', 'Then two.']}");
    MadeUp.folder(folder);
    String page = Files.readString(new ReproductionWriter(StudyFolder.read(folder)).writePage());
    int section = page.indexOf("<h2", page.indexOf("toy-boundary</h2>"));
    assertThat(page.indexOf("<p>One thread &amp; &lt;nothing&gt; else.</p>"))
        .isGreaterThan(section);
    assertThat(page).containsOnlyOnce("<p>Then two.</p>");
  }

  @Test
  void onClaimsStandWithThoseThatDoNotAgree() throws IOException {
    write(
        "{remarks: {}, claims: {black-box-fgsm-best: ['Tried with more steps.'], cost: ['No.']}}");
    MadeUp.folder(folder);
    String page = Files.readString(new ReproductionWriter(StudyFolder.read(folder)).writePage());
    assertThat(page).containsOnlyOnce("<p>Tried with more steps.</p>").doesNotContain("<p>No.</p>");
  }

  @Test
  void onAnUnknownClaimAreRefused() throws IOException {
    write("{remarks: {}, claims: {coast: [text]}}");
    assertThatThrownBy(() -> Remarks.read(folder, List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found some on 'coast' in ")
        .hasMessageContaining("cost");
  }

  @Test
  void mayBeMissing() {
    assertThat(Remarks.read(folder, List.of("cost"))).isEqualTo(Remarks.NONE);
    assertThat(Remarks.NONE.on("cost")).isEmpty();
  }

  @Test
  void onAnUnknownStudyAreRefused() throws IOException {
    write("remarks: {coast: [text]}");
    assertThatThrownBy(() -> Remarks.read(folder, List.of("cost", "toy")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "expected remarks on studies of this folder (cost, toy), found some on 'coast' in ");
  }

  @Test
  void withoutTheirKeyAreRefused() throws IOException {
    write("{}");
    assertThatThrownBy(() -> Remarks.read(folder, List.of("cost")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a key remarks, with a list of texts for each study");
  }

  private void write(String yaml) throws IOException {
    Files.writeString(folder.resolve("remarks.yaml"), yaml);
  }
}
