package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void theJsonHasEveryPromisedFigure() {
    JsonNode json =
        Program.run("bench", "--model", "mlp:8", "--batch-size", "4", "--seconds", "0", "--json")
            .succeeded()
            .json();
    for (String ratio :
        List.of(
            "margin-1/cross-entropy",
            "margin-9/cross-entropy",
            "ports-way-9/margin-9",
            "exact-1/cross-entropy",
            "boundary-2/cross-entropy",
            "cross-entropy/peak")) {
      assertThat(json.path("ratios").path(ratio).asDouble()).as(ratio).isPositive();
    }
    assertThat(json.path("milliseconds").path("cross-entropy").asDouble()).isPositive();
    assertThat(json.path("batch-size").asInt()).isEqualTo(4);
    assertThat(json.path("model").asText()).isEqualTo("mlp");
  }

  @Test
  void theTableNamesStepsAndRatios() {
    assertThat(
            Program.run("bench", "--model", "linear", "--batch-size", "2", "--seconds", "0")
                .succeeded()
                .out())
        .contains("linear on cpu, batches of 2", "margin-1/cross-entropy", "parts of boundary-2");
  }

  @Test
  void aBatchOfNothingIsRefused() {
    Program.Result result = Program.run("bench", "--batch-size", "0");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("expected a batch-size of at least 1, found 0");
  }
}
