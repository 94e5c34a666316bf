package org.widemargin.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.bench.Scaling;
import picocli.CommandLine.Help.Ansi;

class ScalingTextTest {
  @Test
  void everyStepHasALineAndWhatIsNotKnownAnEmptyCell() {
    Scaling.Curves curves =
        new Scaling.Curves(
            "competitors",
            "competitors",
            5,
            List.of(
                new Scaling.Measured("margin", 1, 2.5, 3e6),
                new Scaling.Measured("margin", 9, 20, Double.NaN)));
    assertThat(Style.render(ScalingText.table(curves), Ansi.OFF))
        .isEqualToNormalizingNewlines(
            """
            step    competitors      ms   MB
            margin        1.000   2.500  3.0
            margin        9.000  20.000
            """);
  }
}
