package org.widemargin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {
  private static Table column(Table.Best best, Table.Cell... cells) {
    List<Table.Row> rows = Arrays.stream(cells).map(c -> Table.Row.of("row", c)).toList();
    return new Table("caption", "name", List.of(new Table.Column("column", best)), rows);
  }

  private static List<Boolean> best(Table table) {
    return IntStream.range(0, table.rows().size()).mapToObj(row -> table.isBest(row, 0)).toList();
  }

  @Test
  void findsTheBestAsPrinted() {
    Table.Cell[] cells = {
      Table.Cell.percent(0.98761), Table.Cell.percent(0.98764), Table.Cell.percent(0.5)
    };
    assertThat(cells[0].text()).isEqualTo("98.8");
    assertThat(best(column(Table.Best.HIGHEST, cells))).containsExactly(true, true, false);
    assertThat(best(column(Table.Best.LOWEST, cells))).containsExactly(false, false, true);
    assertThat(best(column(Table.Best.NONE, cells))).containsExactly(false, false, false);
  }

  @Test
  void wordsAndMissingValuesAreNeverTheBest() {
    Table.Cell missing = Table.Cell.number(Double.NaN, 1);
    assertThat(missing.text()).isEqualTo("–");
    assertThat(
            best(
                column(
                    Table.Best.HIGHEST,
                    missing,
                    Table.Cell.text("none"),
                    Table.Cell.number(-2, 1),
                    Table.Cell.number(-3, 1))))
        .containsExactly(false, false, true, false);
  }

  @Test
  void aSingleValueIsNotTheBest() {
    assertThat(best(column(Table.Best.HIGHEST, Table.Cell.number(1, 0)))).containsExactly(false);
  }

  @Test
  void printsNumbersForPeople() {
    assertThat(Table.Cell.number(-1.25, 1).text()).isEqualTo("−1.2");
    assertThat(Table.Cell.number(Double.NEGATIVE_INFINITY, 1).text()).isEqualTo("−∞");
    assertThat(Table.Cell.number(1234.5, 0).text()).isEqualTo("1234");
  }

  @Test
  void refusesARowThatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Table(
                    "caption", "name", List.of(), List.of(Table.Row.of("r", Table.Cell.text("x")))))
        .withMessage("row 'r': expected 0 cells, found 1");
  }
}
