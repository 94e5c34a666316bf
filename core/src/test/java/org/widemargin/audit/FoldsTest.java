package org.widemargin.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;

class FoldsTest {
  /** Of three classes, one of them rare. */
  private static Dataset dataset(int size) {
    int[] labels = IntStream.range(0, size).map(i -> i % 10 == 0 ? 2 : i % 2).toArray();
    return Dataset.table("rows", 1, new float[size], labels, List.of("a", "b", "rare"));
  }

  @Test
  void everySampleIsInOneFoldAndEveryClassInAll() {
    Dataset dataset = dataset(103);
    List<int[]> folds = new Folds(5, 7).of(dataset);
    assertThat(folds).hasSize(5).allSatisfy(fold -> assertThat(fold.length).isBetween(20, 21));
    assertThat(folds.stream().flatMapToInt(IntStream::of).sorted().toArray())
        .isEqualTo(IntStream.range(0, 103).toArray());
    for (int[] fold : folds) {
      for (int label = 0; label < 3; label++) {
        int own = label;
        long here = IntStream.of(fold).filter(i -> dataset.label(i) == own).count();
        long all = IntStream.range(0, 103).filter(i -> dataset.label(i) == own).count();
        assertThat(here).isBetween(all / 5, all / 5 + 1);
      }
    }
  }

  @Test
  void theSeedDecides() {
    Dataset dataset = dataset(60);
    assertThat(new Folds(3, 1).of(dataset).get(0)).isEqualTo(new Folds(3, 1).of(dataset).get(0));
    assertThat(new Folds(3, 1).of(dataset).get(0)).isNotEqualTo(new Folds(3, 2).of(dataset).get(0));
  }

  @Test
  void refusesMoreFoldsThanSamplesAndASingleOne() {
    assertThatThrownBy(() -> new Folds(8, 1).of(dataset(7)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected at least a sample for each of 8 folds, found 7");
    assertThatThrownBy(() -> new Folds(1, 1)).isInstanceOf(InputException.class);
  }
}
