package org.widemargin.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.widemargin.config.Json;

class EvaluatedTest {
  private static final RobustnessTable TABLE =
      new RobustnessTable(5, 0.8, Map.of(0.1, 0.75), Map.of("fgsm", Map.of(0.1, 0.5)));

  @Test
  void whatWasLeftOutStandsBesideTheFigures() {
    String plain = Json.writeLine(TABLE);
    assertThat(Json.writeLine(new Evaluated<>(TABLE, List.of("a.png: cut off"))))
        .isEqualTo(
            plain.substring(0, plain.length() - 1) + ",\"undecodable\":[\"a.png: cut off\"]}");
    AttackReport report =
        new AttackReport(2, 1, 0.5, List.of(new AttackReport.Line("fgsm", 0.5, 1.25)), List.of());
    assertThat(Json.writeLine(new Evaluated<>(report, List.of("a.png: cut off"))))
        .startsWith("{\"samples\":2,\"clean\":1.0,\"robust\":0.5,\"attacks\":[")
        .endsWith("\"undecodable\":[\"a.png: cut off\"]}");
  }

  @Test
  void whereNothingWasLeftOutTheFiguresStandAlone() {
    assertThat(Json.write(new Evaluated<>(TABLE, List.of()))).isEqualTo(Json.write(TABLE));
    assertThat(new Evaluated<>(TABLE, null).leftOut()).isEmpty();
  }

  @Test
  void peopleAreToldHowManyAndWhich() {
    assertThat(new Evaluated<>(TABLE, List.of("a.png: cut off")).leftOut())
        .hasValue("One file of the test part cannot be decoded and is left out: a.png: cut off.");
    List<String> many = IntStream.range(0, 22).mapToObj(i -> i + ".png: empty").toList();
    assertThat(new Evaluated<>(TABLE, many).leftOut().orElseThrow())
        .startsWith("22 files of the test part cannot be decoded and are left out: 0.png: empty; ")
        .endsWith("; 19.png: empty; and 2 more.");
  }
}
