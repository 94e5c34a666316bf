package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fisher's flowers (R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936):
 * what is learned of them does not depend on the unit of a column.
 */
class IrisTest {
  private static final int COLUMNS = 4;

  @TempDir private Path folder;

  @Test
  void unitOfOneColumnChangesNoAnswer() throws Exception {
    List<String> centimetres = flowers();
    double accuracy = accuracy("centimetres", centimetres);
    // Two of the species overlap, and other processors round otherwise.
    assertThat(accuracy).as("of the 30 held out").isGreaterThanOrEqualTo(0.8);
    for (int column = 0; column < COLUMNS; column++) {
      String run = "micrometres-" + column;
      assertThat(accuracy(run, scaled(centimetres, column))).as(run).isEqualTo(accuracy);
    }
  }

  @Test
  void rowsAreNamedFromTheCommandLine() throws Exception {
    List<String> flowers = flowers();
    accuracy("run", flowers);
    List<String> questions = flowers.stream().map(IrisTest::withoutSpecies).toList();
    Path rows = Files.write(folder.resolve("new.csv"), questions);
    Program.Result answer =
        Program.run("predict", folder.resolve("run").toString(), rows.toString()).succeeded();
    List<String> lines = answer.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            questions.get(0)
                + ",predicted,probability setosa,probability versicolor,probability virginica");
    assertThat(lines).hasSameSizeAs(flowers);
    long right =
        IntStream.range(1, lines.size())
            .filter(i -> lines.get(i).startsWith(flowers.get(i) + ','))
            .count();
    assertThat(right).as("of 150").isGreaterThanOrEqualTo(140);
    double sum =
        List.of(lines.get(1).split(",")).subList(COLUMNS + 1, COLUMNS + 4).stream()
            .mapToDouble(Double::parseDouble)
            .sum();
    assertThat(sum).isBetween(0.999, 1.001);
  }

  private double accuracy(String name, List<String> table) throws Exception {
    Path file = Files.write(folder.resolve(name + ".csv"), table);
    Path run = folder.resolve(name);
    return Program.run(
            "train",
            "--dataset=csv",
            "--data=" + file,
            "--label=species",
            "--loss=cross-entropy",
            "--steps=200",
            "--out=" + run,
            "--json")
        .succeeded()
        .json()
        .at("/test-accuracy/best")
        .asDouble();
  }

  private static List<String> flowers() throws Exception {
    try (InputStream stream =
        Objects.requireNonNull(IrisTest.class.getResourceAsStream("iris.csv"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** The table with one column in thousandths of its unit. */
  private static List<String> scaled(List<String> table, int column) {
    return IntStream.range(0, table.size())
        .mapToObj(i -> i == 0 ? table.get(i) : scaledRow(table.get(i), column))
        .toList();
  }

  private static String scaledRow(String row, int column) {
    String[] values = row.split(",");
    values[column] = Double.toString(Double.parseDouble(values[column]) * 1000);
    return String.join(",", values);
  }

  private static String withoutSpecies(String row) {
    return List.of(row.split(",")).stream().limit(COLUMNS).collect(Collectors.joining(","));
  }
}
