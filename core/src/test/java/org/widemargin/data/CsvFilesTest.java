package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;

class CsvFilesTest {
  @TempDir private Path folder;

  private DatasetSpec spec(Path data, String label) {
    return new DatasetSpec("csv", data, null, label);
  }

  private Path table(String name, int rows, double unit) throws Exception {
    StringBuilder text = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < rows; i++) {
      int pair = i / 2;
      text.append(pair * unit).append(',').append(i % 3).append(',').append(i % 2 == 0 ? "x" : "y");
      text.append('\n');
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private static Set<List<Float>> rows(Dataset part, int label) {
    Set<List<Float>> rows = new HashSet<>();
    for (int i = 0; i < part.size(); i++) {
      if (part.label(i) == label) {
        rows.add(List.of(part.sample(i)[0], part.sample(i)[1]));
      }
    }
    return rows;
  }

  @Test
  void labelsThatDifferInCapitalsAloneAreTold() throws Exception {
    Path file = folder.resolve("capitals.csv");
    StringBuilder text = new StringBuilder("x,label\n");
    for (int row = 0; row < 25; row++) {
      String label = List.of("Cat", "cat", "\ufb01n", "fin", "dog").get(row % 5);
      text.append(row).append(',').append(label).append('\n');
    }
    Files.writeString(file, text);
    List<String> told = new ArrayList<>();
    assertThat(Datasets.load(spec(file, "label"), told::add).train().classes()).isEqualTo(5);
    assertThat(told)
        .filteredOn(note -> note.contains("differ only in how letters are written"))
        .satisfiesExactlyInAnyOrder(
            note -> assertThat(note).contains("'Cat' and 'cat'"),
            note -> assertThat(note).contains("'fin' and '\ufb01n'"));
  }

  @Test
  void oneFileIsSplitByClassAndAlwaysAlike() throws Exception {
    List<String> notes = new ArrayList<>();
    DatasetSpec spec = spec(table("all.csv", 100, 1), "kind");
    DataSource source = Datasets.load(spec, notes::add);
    assertThat(source.test().size()).isEqualTo(20);
    assertThat(Arrays.stream(source.test().labels()).sum()).as("of each class").isEqualTo(10);
    assertThat(source.train().size()).isEqualTo(80);
    assertThat(notes).singleElement().asString().contains("20 of 100 rows");
    assertThat(Datasets.load(spec).test().sha256()).isEqualTo(source.test().sha256());
    assertThat(Datasets.load(spec(folder, "kind")).test().sha256())
        .as("alone in its folder")
        .isEqualTo(source.test().sha256());
  }

  @Test
  void filesThatAreNotReadAreNamed() throws Exception {
    table("train.csv", 40, 1);
    table("test.csv", 20, 1);
    table("train2.csv", 20, 1);
    Files.writeString(folder.resolve(".hidden"), "");
    List<String> notes = new ArrayList<>();
    Datasets.load(spec(folder, "kind"), notes::add);
    assertThat(notes).containsExactly("not read, beside train.csv: train2.csv");
  }

  @Test
  void aTableToTestOnInAnotherFormIsNotPassedOver() throws Exception {
    table("train.csv", 40, 1);
    for (String name : List.of("test.CSV", "test.tsv", "test.csv.gz", "Test.csv")) {
      Path other = Files.writeString(folder.resolve(name), "a,b,kind\n1,2,x\n");
      assertThatThrownBy(() -> Datasets.load(spec(folder, "kind")))
          .as(name)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("test.csv")
          .hasMessageContaining(name);
      Files.delete(other);
    }
    assertThat(Datasets.load(spec(folder, "kind")).test().size()).isEqualTo(8);
  }

  @Test
  void equalRowsOfClassStayTogether() throws Exception {
    StringBuilder text = new StringBuilder("a,kind\n");
    for (int i = 0; i < 60; i++) {
      text.append(i % 5).append(".0,").append(i % 2 == 0 ? "x" : "y").append('\n');
    }
    DataSource source =
        Datasets.load(spec(Files.writeString(folder.resolve("all.csv"), text), "kind"));
    for (int label = 0; label < 2; label++) {
      Set<Float> learned = new HashSet<>();
      for (int i = 0; i < source.train().size(); i++) {
        if (source.train().label(i) == label) {
          learned.add(source.train().sample(i)[0]);
        }
      }
      for (int i = 0; i < source.test().size(); i++) {
        if (source.test().label(i) == label) {
          assertThat(learned).doesNotContain(source.test().sample(i)[0]);
        }
      }
    }
  }

  @Test
  void otherUnitHoldsOutTheSameRows() throws Exception {
    DataSource plain = Datasets.load(spec(table("plain.csv", 90, 1), "kind"));
    DataSource other = Datasets.load(spec(table("other.csv", 90, 0.5), "kind"));
    assertThat(rows(other.test(), 0).stream().map(row -> List.of(row.get(0) * 2, row.get(1))))
        .containsExactlyInAnyOrderElementsOf(rows(plain.test(), 0));
  }

  @Test
  void labelsAreFoundByTheNumberOfTheirColumn() throws Exception {
    Path table = table("all.csv", 20, 1);
    assertThat(Datasets.load(spec(table, "3")).test().sha256())
        .isEqualTo(Datasets.load(spec(table, "kind")).test().sha256());
    assertThat(Datasets.load(spec(table, "3")).train().description().table())
        .isEqualTo(new TableDescription(List.of("a", "b"), null));
    assertThatThrownBy(() -> Datasets.load(spec(table, "4")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--label");
  }

  @Test
  void tableOfWhichNothingCanBeHeldOutIsRefused() throws Exception {
    Path table = Files.writeString(folder.resolve("few.csv"), "a,kind\n1,x\n1,x\n2,y\n3,y\n");
    assertThatThrownBy(() -> Datasets.load(spec(table, "kind")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("class 'x'")
        .hasMessageContaining("2 different rows");
    Files.writeString(folder.resolve("more.csv"), "a,kind\n");
    assertThatThrownBy(() -> Datasets.load(spec(folder, "kind")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more.csv");
  }

  @Test
  void numbersAreKeptInDoublePrecisionUntilTheyAreScaled() throws Exception {
    StringBuilder text = new StringBuilder("time,kind\n");
    for (int i = 0; i < 20; i++) {
      text.append(1_700_000_000L + i).append(',').append(i % 2 == 0 ? "x" : "y").append('\n');
    }
    Path table = Files.writeString(folder.resolve("times.csv"), text);
    Dataset train = Datasets.load(spec(table, "kind")).train();
    Dataset scaled = TableScaling.scaled(TableScaling.fit(train), train);
    Set<Float> values = new HashSet<>();
    for (int i = 0; i < scaled.size(); i++) {
      values.add(scaled.sample(i)[0]);
    }
    assertThat(values).as("single precision has steps of 128 there").hasSize(scaled.size());
  }
}
