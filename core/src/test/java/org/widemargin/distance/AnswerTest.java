package org.widemargin.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.layer.Linear;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;

class AnswerTest {
  private static final NetworkSpec SPEC =
      new NetworkSpec(
          "saturated", InputSpec.features(1), List.of(Block.of("logits", new Linear(4, true))));

  /** In float32 all probabilities but the first are 0, and the competitor would be class 0. */
  @Test
  void theCompetitorIsThatOfTheLogits() {
    Map<String, float[]> values =
        Map.of(
            "logits.linear.weight", new float[] {0, 1, 0, 0},
            "logits.linear.bias", new float[] {-10, 20, 150, -900});
    try (Network network = Network.of(SPEC, values, Device.CPU)) {
      List<float[]> sample = List.of(new float[] {0});
      for (Answer answer :
          List.of(
              Answer.of(network, sample, Norm.L2).get(0),
              Answer.withoutDistances(network, sample).get(0))) {
        assertThat(answer.predicted()).isEqualTo(2);
        assertThat(answer.competitor()).isEqualTo(1);
        assertThat(answer.probabilities().get(2)).isEqualTo(1);
        assertThat(answer.probabilities().get(1)).isEqualTo(Math.exp(-130), within(1e-60));
      }
      // The gap of 130 over the gradient's length, 1.
      assertThat(Answer.of(network, sample, Norm.L2).get(0).distances().get("input"))
          .isEqualTo(130, within(1e-3));
    }
  }
}
