package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Linearisation;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/** What attacks see of a network by its own sweep is what autograd through everything gives. */
class SweptLossGradientsTest {
  private static final int SAMPLES = 6;
  private static final int CLASSES = 10;
  private static final long SEED = 17;
  private static final float CLOSE = 1e-5f;

  static Stream<AttackLoss> losses() {
    Tensor targets = Tensors.labels(Device.CPU, 1, 2, 3, 4, 5, 6);
    return Stream.concat(
        Stream.of(UntargetedLoss.values()),
        Stream.of(new TargetedLoss.Margin(targets), new TargetedLoss.Ratio(targets)));
  }

  @Test
  void everyLossHasAutogradsGradient() {
    try (Scope scope = Scope.open();
        Network network =
            Network.initialise(
                Architectures.mnistCnn(InputSpec.image(1, 28, 28), CLASSES, 0.2),
                SEED,
                Device.CPU)) {
      Tensor inputs = images();
      Tensor labels = Tensors.labels(Device.CPU, 0, 1, 2, 3, 4, 9);
      for (AttackLoss loss : losses().toList()) {
        Tensor leaf = Autograd.leaf(inputs);
        Tensor value = loss.of(network.logits(leaf), labels);
        float[] expected = Tensors.toFloats(Autograd.gradientOfSum(value, leaf, Graph.FREE));
        long passes = Autograd.reversePasses();
        Linearisation here = Classifier.of(network).linearise(inputs);
        ValueAndGradient at = ValueAndGradient.of(logits -> loss.of(logits, labels), here.logits());
        Tensor gradient = here.adjoint().apply(at.gradient());
        assertThat(Autograd.tracked(here.logits())).isFalse();
        assertThat(Autograd.reversePasses() - passes)
            .as("the loss by autograd, the network by its sweep")
            .isEqualTo(2);
        assertThat(Tensors.toFloats(at.value()))
            .as("%s", loss)
            .containsExactly(Tensors.toFloats(value.detach()), within(CLOSE));
        assertThat(Tensors.toFloats(gradient))
            .as("%s", loss)
            .containsExactly(expected, within(CLOSE * largest(expected)));
        assertThat(largest(expected)).as("%s", loss).isPositive();
      }
    }
  }

  static List<Classifier> withoutGradient() {
    return List.of(
        Classifier.byAutograd(Device.CPU, inputs -> inputs.flatten(1, -1).detach()),
        Classifier.byAutograd(
            Device.CPU, inputs -> Tensors.fullLike(inputs.flatten(1, -1), 1).detach()));
  }

  @ParameterizedTest
  @MethodSource("withoutGradient")
  void aClassifierWithoutAGraphHasNoGradient(Classifier classifier) {
    try (Scope scope = Scope.open()) {
      Linearisation here = classifier.linearise(images());
      Tensor gradient = here.adjoint().apply(Tensors.fullLike(here.logits(), 1));
      assertThat(Tensors.shape(gradient)).containsExactly(SAMPLES, 1, 28, 28);
      assertThat(largest(Tensors.toFloats(gradient))).isZero();
    }
  }

  @Test
  void theFallbackMayBeAskedSeveralTimesEvenWhereNoGraphIsRecorded() {
    try (Scope scope = Scope.open();
        LinearModel model = LinearModel.random(3, 784, SEED)) {
      Tensor inputs = images();
      Linearisation here = Autograd.withoutGradient(() -> model.linearise(inputs));
      Tensor ones = Tensors.fullLike(here.logits(), 1);
      float[] first = Tensors.toFloats(here.adjoint().apply(ones));
      float[] second = Tensors.toFloats(here.adjoint().apply(ones));
      assertThat(largest(first)).isPositive();
      assertThat(second).isEqualTo(first);
    }
  }

  private static Tensor images() {
    double[] values = RandomStream.of(SEED, "images", 0).doubles(SAMPLES * 784).toArray();
    float[] pixels = new float[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) values[i];
    }
    return Tensors.of(Device.CPU, pixels, SAMPLES, 1, 28, 28);
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
