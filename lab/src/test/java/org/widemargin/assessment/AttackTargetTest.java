package org.widemargin.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Dataset;
import org.widemargin.layer.LeakyRelu;
import org.widemargin.layer.Linear;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;

class AttackTargetTest {
  private static final Map<String, double[]> VALUES =
      Map.of("logits.linear.weight", new double[] {1, -1}, "logits.linear.bias", new double[2]);

  private static String layers(double slope) {
    NetworkSpec spec =
        new NetworkSpec(
            "same-name",
            InputSpec.features(1),
            List.of(Block.of("logits", new LeakyRelu(slope), new Linear(2, true))));
    Dataset none =
        Dataset.table("none", 1, new float[] {1, 2}, new int[] {0, 1}, List.of("a", "b"));
    try (AttackTarget target =
        new AttackTarget(Network.ofDoubles(spec, VALUES, Device.CPU), none, Optional.empty())) {
      return target.layers();
    }
  }

  @Test
  void networksOfEqualWeightsAndOtherLayersAreToldApart() {
    assertThat(layers(0.1)).isEqualTo(layers(0.1)).isNotEqualTo(layers(0.2));
  }
}
