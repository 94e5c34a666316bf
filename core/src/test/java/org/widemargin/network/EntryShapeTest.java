package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** What does not have the network's shape is no sample of it, though its layers would take it. */
class EntryShapeTest {
  private static final NetworkSpec SPEC =
      new NetworkSpec(
          "small",
          InputSpec.image(3, 4, 4),
          List.of(
              Block.of(
                  "stem",
                  new Normalize(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.4)),
                  new Residual(List.of(new Relu()), List.of()),
                  new Relu()),
              Block.of("logits", new GlobalAveragePool(), new Linear(2, true))));

  private static Tensor zeros(long... shape) {
    return Tensors.zeros(Tensors.of(Device.CPU, new float[] {0}, 1), shape);
  }

  private static void assertRefused(ThrowingCallable pass, String message) {
    assertThatThrownBy(pass).isInstanceOf(InputException.class).hasMessage(message);
  }

  @Test
  void samplesOfAnotherShapeAreRefused() {
    try (Scope scope = Scope.open();
        Network network = Network.initialise(SPEC, 1, Device.CPU)) {
      String input =
          "network 'small', layer 'input': expected values of shape [N, 3, 4, 4], found ";
      // One channel would be stretched over three by the normalisation.
      Tensor grey = zeros(2, 1, 4, 4);
      // Any size would be averaged away.
      Tensor large = zeros(2, 3, 8, 8);
      Tensor flat = zeros(2, 48);
      assertRefused(() -> network.logits(grey), input + "[2, 1, 4, 4]");
      assertRefused(() -> network.logits(flat), input + "[2, 48]");
      assertRefused(() -> network.forward(large, Mode.INFERENCE), input + "[2, 3, 8, 8]");
      assertRefused(
          () -> network.recomputed(large, Mode.INFERENCE, Precision.FULL), input + "[2, 3, 8, 8]");
      assertThat(Tensors.shape(network.logits(zeros(2, 3, 4, 4)))).containsExactly(2, 2);
    }
  }

  @Test
  void soAreValuesAtBlocksAndUnits() {
    try (Scope scope = Scope.open();
        Network network = Network.initialise(SPEC, 1, Device.CPU)) {
      for (String layer : List.of("stem.unit1", "stem")) {
        assertRefused(
            () -> network.logitsFrom(layer, zeros(2, 3, 2, 2), Mode.INFERENCE),
            "network 'small', layer '"
                + layer
                + "': expected values of shape [N, 3, 4, 4], found [2, 3, 2, 2]");
        assertThat(Tensors.shape(network.logitsFrom(layer, zeros(2, 3, 4, 4), Mode.INFERENCE)))
            .containsExactly(2, 2);
      }
      Activations.Upper upper =
          network.forward(zeros(2, 3, 4, 4), Mode.INFERENCE).upper().orElseThrow();
      assertRefused(
          () -> upper.logits("logits", zeros(2, 3)),
          "network 'small', layer 'logits': expected values of shape [N, 2], found [2, 3]");
    }
  }
}
