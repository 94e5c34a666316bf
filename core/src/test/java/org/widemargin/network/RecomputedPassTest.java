package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class RecomputedPassTest {
  private static final NetworkSpec SPEC =
      Architectures.mlp(InputSpec.features(3), List.of(4, 4), 2, 0);

  /** As in a pass that keeps everything: no gradient is given for what is not there. */
  @Test
  void anUnknownLayerIsNamed() {
    try (Scope scope = Scope.open();
        Network network = Network.initialise(SPEC, 1, Device.CPU)) {
      Activations.Reverse reverse =
          network
              .recomputed(
                  Tensors.of(Device.CPU, new float[] {1, 2, 3}, 1, 3),
                  Mode.INFERENCE,
                  Precision.FULL)
              .activations()
              .reverse()
              .orElseThrow();
      assertThatThrownBy(() -> reverse.to(List.of("input", "fc3"), Precision.FULL))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("unknown layer 'fc3', ");
    }
  }
}
