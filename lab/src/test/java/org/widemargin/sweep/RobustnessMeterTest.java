package org.widemargin.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.data.ValidRange;
import org.widemargin.layer.Linear;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.study.Measurement;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.torch.Device;

class RobustnessMeterTest {
  /** The second class leads above -1. */
  private static final Map<String, float[]> VALUES =
      Map.of(
          "logits.linear.weight", new float[] {-1, 1}, "logits.linear.bias", new float[] {-1, 1});

  private static final Dataset ROWS =
      Dataset.table("rows", 1, new float[] {0.5f, 1}, new int[] {1, 1}, List.of("a", "b"));

  /** Robust accuracy under attacks that may move a number by 5. */
  private static List<Double> robust(InputSpec input) {
    NetworkSpec spec =
        new NetworkSpec("line", input, List.of(Block.of("logits", new Linear(2, true))));
    try (Network network = Network.of(spec, VALUES, Device.CPU)) {
      RobustnessMeter meter = new RobustnessMeter(network, ROWS, 1);
      return meter.measure(new Measurement.WhiteBox(List.of("fgsm"), List.of(5.0), 2)).stream()
          .map(Value::value)
          .toList();
    }
  }

  /** As attacks of the command line do: pixels that are given as numbers stay pixels. */
  @Test
  void attacksKeepToTheRangeOfTheNetwork() {
    assertThat(robust(InputSpec.features(1))).containsExactly(0.0);
    assertThat(robust(new InputSpec(new SampleShape.Features(1), ValidRange.UNIT)))
        .containsExactly(1.0);
  }
}
