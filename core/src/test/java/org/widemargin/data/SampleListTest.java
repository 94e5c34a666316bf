package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.error.InputException;

class SampleListTest {
  private static final Dataset WHOLE = Samples.numbered(10, 3);

  @TempDir private Path folder;

  private SampleList list(String text) throws IOException {
    return SampleList.read(Files.writeString(folder.resolve("list.csv"), text));
  }

  @Test
  void leavesListedSamplesOutOfAnyPart() throws IOException {
    SampleList list = list("place\n1\n4\n9\n");
    assertThat(list.size()).isEqualTo(3);
    Dataset part = WHOLE.subset(new int[] {0, 1, 2, 9});
    assertThat(Samples.numbers(list.without(part, WHOLE).orElseThrow())).containsExactly(0, 2);
    assertThat(list.without(WHOLE.subset(new int[] {1, 9}), WHOLE)).isEmpty();
  }

  @Test
  void relabelsListedSamplesAndNoOthers() throws IOException {
    SampleList list = list("place,label,suggested\n4,class 1,class 0\n5,class 2,class 1\n");
    Dataset relabelled = list.relabelled(WHOLE.subset(new int[] {3, 4, 5, 6}), WHOLE);
    assertThat(relabelled.labels()).containsExactly(0, 0, 1, 0);
    assertThat(Samples.numbers(relabelled)).containsExactly(3, 4, 5, 6);
  }

  /** The second audit sees the labels that the first one's list has given. */
  @Test
  void aListMayBeMadeBeforeOrAfterAnotherOnesLabels() throws IOException {
    Dataset relabelled = list("place,suggested\n4,class 0\n").relabelled(WHOLE, WHOLE);
    for (String label : new String[] {"class 1", "class 0"}) {
      SampleList list = list("place,label\n4,%s\n".formatted(label));
      assertThat(Samples.numbers(list.without(relabelled, WHOLE).orElseThrow()))
          .containsExactly(0, 1, 2, 3, 5, 6, 7, 8, 9);
    }
    SampleList other = list("place,label\n4,class 2\n");
    assertThatThrownBy(() -> other.without(relabelled, WHOLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sample 4 has the label 'class 0' here, the list says 'class 2'");
  }

  @Test
  void aListThatWasChangedIsNotTheOneThatTheRunBeganWith() throws IOException {
    Path file = Files.writeString(folder.resolve("list.csv"), "place\n4\n");
    String digest = CsvTable.sha256(file);
    assertThat(SampleList.read(file, digest).size()).isEqualTo(1);
    assertThat(SampleList.read(file, null).size()).isEqualTo(1);
    Files.writeString(file, "place\n4\n5\n");
    assertThatThrownBy(() -> SampleList.read(file, digest))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the list was changed since this run began");
  }

  @Test
  void aListOfOtherDataIsNotTakenForOneOfThese() throws IOException {
    SampleList labels = list("place,label\n4,class 2\n");
    assertThatThrownBy(() -> labels.without(WHOLE, WHOLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2: sample 4 has the label 'class 1' here")
        .hasMessageContaining("'class 2'");
    SampleList origins = list("place,origin\n4,cats/0004.png\n");
    assertThatThrownBy(() -> origins.without(WHOLE, WHOLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sample 4 has the origin 'none' here");
    SampleList tooMany = list("place\n10\n");
    assertThatThrownBy(() -> tooMany.relabelled(WHOLE, WHOLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected the number of one of 10 training samples from 0, found 10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected a header line",
        "'sample\n1\n' | expected a column 'place'",
        "'place\n-1\n' | line 2: expected the number of a training sample",
        "'place\n1.5\n' | found '1.5'",
        "'place\n99999999999\n' | expected the number of a training sample",
        "'place\n1\n2\n1\n' | line 4: sample 1 is listed twice",
      })
  void whatIsWrongWithAListIsSaid(String text, String message) {
    assertThatThrownBy(() -> list(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aLabelThatIsMissingOrNoClassIsRefused() throws IOException {
    SampleList missing = list("place\n1\n");
    assertThatThrownBy(() -> missing.relabelled(WHOLE, WHOLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("under 'suggested', found none");
    SampleList unknown = list("place,suggested\n1,dog\n");
    assertThatThrownBy(() -> unknown.relabelled(WHOLE, WHOLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found 'dog'");
  }

  @Test
  void aPartOfAnotherSetIsAMistakeOfTheProgram() {
    assertThatThrownBy(() -> Samples.numbered(3, 3).placesIn(WHOLE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
