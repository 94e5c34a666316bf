package org.widemargin.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.config.Json;

class NearestFileTest {
  @Test
  void whereNothingWasFoundTheFileSaysNull() {
    NearestFile file =
        new NearestFile(
            "fab",
            "linf",
            Double.POSITIVE_INFINITY,
            1.5,
            List.of(
                new NearestFile.Line(7, 0.25), new NearestFile.Line(9, Double.POSITIVE_INFINITY)));
    assertThat(Json.writeLine(file.contents()))
        .isEqualTo(
            "{\"attack\":\"fab\",\"norm\":\"linf\",\"median\":null,\"seconds\":1.5,\"samples\":["
                + "{\"sample\":7,\"distance\":0.25},{\"sample\":9,\"distance\":null}]}");
  }
}
