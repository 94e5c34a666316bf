package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;

class FeatureRowsTest {
  private static final SampleShape TWO = new SampleShape.Features(2);
  private static final TableDescription TABLE =
      new TableDescription(
          List.of("b", "a"), new FeatureScaling(List.of(10.0, 0.0), List.of(2.0, 1.0)));

  @TempDir private Path folder;

  private FeatureRows read(String text, @Nullable TableDescription table) throws Exception {
    return FeatureRows.read(
        Files.writeString(folder.resolve("rows.csv"), text), TWO, table, "label");
  }

  @Test
  void columnsAreFoundByNameAndScaled() throws Exception {
    FeatureRows rows = read("name,a,b\nfirst,3,12\n\"se,cond\",4,10\n", TABLE);
    assertThat(rows.header()).containsExactly("name", "a", "b");
    assertThat(rows.fields().get(1)).containsExactly("se,cond", "4", "10");
    assertThat(rows.values().get(0)).containsExactly(1, 3);
    assertThat(rows.values().get(1)).containsExactly(0, 4);
  }

  @Test
  void columnsWithoutNamesAreTakenInTheirOrder() throws Exception {
    assertThat(read("x,label,y\n1,k,2\n", null).values().get(0)).containsExactly(1, 2);
  }

  @Test
  void whatIsMissingOrNoNumberIsNamed() {
    assertThatThrownBy(() -> read("a,c\n1,2\n", TABLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'b'");
    assertThatThrownBy(() -> read("a,b\n1,two\n", TABLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2, column 'b'")
        .hasMessageContaining("'two'");
    assertThatThrownBy(() -> read("a,b\n1\n", TABLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> read("a,b\n", TABLE)).isInstanceOf(InputException.class);
  }
}
