package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

class CsvTableTest {
  private static final String FLOWERS =
      """
      length,species,width
      5.1,setosa,3.5
      -7e-1, virginica ,+.5

      6,"setosa",1.
      """;

  private static CsvTable parse(String text) {
    return CsvTable.parse(text, "flowers.csv", "species");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> parse(text).toDataset("flowers"))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void readsNumbersAndNamedLabels() {
    CsvTable table = parse(FLOWERS);
    assertThat(table.features()).containsExactly("length", "width");
    Dataset dataset = table.toDataset("flowers");
    assertThat(dataset.classNames()).containsExactly("setosa", "virginica");
    assertThat(dataset.labels()).containsExactly(0, 1, 0);
    assertThat(dataset.sample(0)).containsExactly(5.1f, 3.5f);
    assertThat(dataset.sample(1)).containsExactly(-0.7f, 0.5f);
    assertThat(dataset.sample(2)).containsExactly(6f, 1f);
  }

  @Test
  void aFirstLineOfNumbersIsNoHeader() {
    assertThatThrownBy(
            () -> CsvTable.parse("5.1,3.5,a\n4.9,3.0,b\n", "iris.data", "3").toDataset("iris"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "iris.data, line 1: expected the names of the columns, found numbers, [5.1, 3.5]; write"
                + " a header line above them");
    assertThat(CsvTable.parse("0,1,label\n4.9,3.0,b\n", "numbered", "label").features())
        .containsExactly("0", "1");
    assertThat(CsvTable.parse("2.5,depth,label\n4.9,3.0,b\n", "mixed", "label").features())
        .containsExactly("2.5", "depth");
  }

  @Test
  void otherSeparatorsAreNamed() {
    assertRefused(
        "length;species\n5,1;setosa\n",
        "flowers.csv, line 1: expected fields with commas between them, found semicolons: write the"
            + " table anew with commas, and with a point in numbers");
    assertRefused(
        "length\tspecies\n5.1\tsetosa\n",
        "flowers.csv, line 1: expected fields with commas between them, found tabs: write the"
            + " table anew with commas, and with a point in numbers");
  }

  @Test
  void labelsThatLookAlikeAreRefused() {
    assertRefused(
        "length,species\n1,se\u00a0tosa\n2,se tosa\n3,x\n",
        "flowers.csv: expected classes that look different, found 'se tosa' (U+0020) and"
            + " 'se\u00a0tosa' (U+00A0); write them alike");
    assertRefused(
        "length,species\n1,\u00e4\n2,a\u0308\n",
        "flowers.csv: expected classes that look different, found 'a\u0308' (U+0061) and"
            + " '\u00e4' (U+00E4); write them alike");
    assertRefused(
        "length,species\n1,a\u200b\n2,a\n",
        "flowers.csv: expected classes that look different, found 'a' (which ends) and"
            + " 'a\u200b' (U+200B); write them alike");
  }

  @Test
  void labelsOfTwoScriptsThatAreDrawnAlikeAreRefused() {
    assertRefused(
        "length,species\n1,cat\n2,c\u0430t\n",
        "flowers.csv: expected classes that look different, found 'cat' (U+0061) and"
            + " 'c\u0430t' (U+0430); write them alike");
    assertRefused(
        "length,species\n1,\u039fAK\n2,\u041eAK\n3,x\n",
        "flowers.csv: expected classes that look different, found '\u039fAK' (U+039F) and"
            + " '\u041eAK' (U+041E); write them alike");
  }

  /** A pattern that tries every way to cut the digits would take the square of their number. */
  @Test
  void manyDigitsTakeNoLongTime() {
    String digits = "1".repeat(1_000_000);
    assertThatThrownBy(() -> parse("a,species\n" + digits + "x,1\n2,2\n").toDataset("x"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a finite number");
  }

  @Test
  void numbersThatMergeAreTold(@TempDir Path folder) throws Exception {
    StringBuilder text = new StringBuilder("time,fine,label\n");
    for (int i = 0; i < 60; i++) {
      text.append(1_700_000_000 + i).append(',').append(i).append(',').append(i % 2).append('\n');
    }
    Path file = Files.writeString(folder.resolve("train.csv"), text);
    java.util.List<String> notes = new java.util.ArrayList<>();
    MergedNumbers.tell(CsvTable.readPair(file, file, "label", "times").train(), notes::add);
    assertThat(notes)
        .containsExactly(
            "column 'time': of 60 different numbers only 1 are left in float32; subtract their mean"
                + " and divide by their spread first");
  }

  @Test
  void windowsLineEndsByteOrderMarkAndNoLastLineBreakChangeNothing() {
    String other = "\uFEFF" + FLOWERS.strip().replace("\n", "\r\n");
    assertThat(parse(other).toDataset("x").sha256())
        .isEqualTo(parse(FLOWERS).toDataset("x").sha256());
  }

  @Test
  void quotedFieldsMayHoldCommasAndQuotes() {
    String text = "a,species\n1,\"x, \"\"y\"\" z\"\n2,\"\"\"\"\nfive,w";
    assertThat(parse(text).classNames()).containsExactly("\"", "w", "x, \"y\" z");
    assertRefused(text, "flowers.csv, line 4, column 'a': expected a finite number, found 'five'");
  }

  @Test
  void wholeNumbersAsLabelsAreOrderedAsNumbers() {
    assertThat(parse("a,species\n1,10\n2,9\n3,-1").classNames()).containsExactly("-1", "9", "10");
    assertThat(parse("a,species\n1,10\n2,9\n3,x").classNames()).containsExactly("10", "9", "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "NaN", "Infinity", "1e99", "0x1p3", "1f", "1 2", "1;2", "--1"})
  void whatIsNoFiniteNumberIsNamedWithLineAndColumn(String field) {
    assertRefused(
        "length,species\n1,a\n" + field + ",b",
        "flowers.csv, line 3, column 'length': expected a finite number, found '" + field + "'");
  }

  @Test
  void mistakesInTheFormAreNamed() {
    assertRefused("", "flowers.csv: expected a header line and at least one row, found 0 lines");
    assertRefused(
        "a,species", "flowers.csv: expected a header line and at least one row, found 1 lines");
    assertRefused(
        "a,specis\n1,x",
        "flowers.csv: found no column 'species' for the labels (--label names it, or gives its"
            + " number), expected one of a, specis; did you mean 'specis'?");
    assertRefused("a,a,species\n1,1,x", "flowers.csv, line 1: column 'a' occurs twice");
    assertRefused("a,,species\n1,1,x", "flowers.csv, line 1: column 2 has no name in the header");
    assertRefused(
        "species\nx", "flowers.csv: expected columns of numbers beside 'species', found none");
    assertRefused(
        "a,species\n1,x\n2", "flowers.csv, line 3: expected 2 fields as in the header, found 1");
    assertRefused(
        "a,species\n1,\"x", "flowers.csv, line 2: a quote is opened and not closed on its line");
    assertRefused(
        "a,species\n\"1\"2,x",
        "flowers.csv, line 2: expected a comma or the line's end after field 1");
    assertRefused("a,species\n1,\n2,x\n3,y", "flowers.csv, line 2: the label is missing");
    assertRefused(
        "a,species\n1,x\n2,x",
        "flowers.csv: expected at least two classes among the labels, found [x]");
  }

  @Test
  void pairsShareTheClassesOfTheTrainingTable(@TempDir Path folder) throws Exception {
    Path train = folder.resolve("train.csv");
    Path test = folder.resolve("test.csv");
    Files.writeString(train, "a,b,kind\n1,2,x\n3,4,y\n5,6,z\n");
    Files.writeString(test, "a,b,kind\n7,8,z\n");
    DataSource source = CsvTable.readPair(train, test, "kind", "pair");
    assertThat(source.test().labels()).containsExactly(2);
    assertThat(source.test().classNames()).containsExactly("x", "y", "z");
    Files.writeString(test, "a,b,kind\n7,8,zz\n");
    assertThatThrownBy(() -> CsvTable.readPair(train, test, "kind", "pair"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            test + ", line 2: unknown class 'zz', expected one of x, y, z; did you mean 'z'?");
    Files.writeString(test, "b,a,kind\n7,8,z\n");
    assertThatThrownBy(() -> CsvTable.readPair(train, test, "kind", "pair"))
        .hasMessage(test + ": expected the columns [a, b] of " + train + ", found [b, a]");
    Files.delete(test);
    assertThatThrownBy(() -> CsvTable.readPair(train, test, "kind", "pair"))
        .hasMessage(test + ": expected a table of comma-separated values, found no such file");
    Files.write(test, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> CsvTable.readPair(train, test, "kind", "pair"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(test + ": expected a text file in UTF-8");
  }

  @Test
  void mutatedTextsAreRefusedOrRead() {
    long seed = 4180;
    SplittableRandom random = new SplittableRandom(seed);
    byte[] original = FLOWERS.getBytes(StandardCharsets.ISO_8859_1);
    int refused = 0;
    int read = 0;
    for (int round = 0; round < 4000; round++) {
      String text = new String(Mutation.of(original, random), StandardCharsets.ISO_8859_1);
      try {
        Dataset dataset = parse(text).toDataset("mutated");
        assertThat(dataset.classNames()).doesNotContain("");
        for (int i = 0; i < dataset.size(); i++) {
          for (float value : dataset.sample(i)) {
            assertThat(value).isFinite();
          }
        }
        read++;
      } catch (InputException e) {
        assertThat(e.getMessage()).startsWith("flowers.csv").doesNotContain("\n");
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round + ": " + text, e);
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(500);
    assertThat(read).as("seed %d", seed).isGreaterThan(100);
  }
}
