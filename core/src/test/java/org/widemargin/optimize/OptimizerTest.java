package org.widemargin.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Two steps of each rule on one parameter, against PyTorch's formulas written out by hand. */
class OptimizerTest {
  private static final double START = 2;
  private static final double[] GRADIENTS = {0.5, -1.5};
  private static final double RATE = 0.1;
  private static final double DECAY = 0.25;

  private static double afterTwoSteps(OptimizerSpec spec, double weightDecay) {
    try (Scope scope = Scope.open()) {
      Tensor parameter = Tensors.of(Device.CPU, new double[] {START}, 1);
      try (Optimizer optimizer = new Optimizer(spec, weightDecay, Map.of("w", parameter))) {
        for (double gradient : GRADIENTS) {
          optimizer.step(List.of(Tensors.of(Device.CPU, new double[] {gradient}, 1)), RATE);
        }
        assertThat(optimizer.steps()).isEqualTo(2);
      }
      return Tensors.toDouble(parameter);
    }
  }

  @Test
  void everyKindMovesItsParameter() {
    List<OptimizerSpec> kinds =
        List.of(
            OptimizerSpec.Sgd.defaults(),
            OptimizerSpec.RmsProp.defaults(),
            OptimizerSpec.Adam.defaults(),
            OptimizerSpec.AdamW.defaults());
    assertThat(kinds)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(OptimizerSpec.class.getPermittedSubclasses());
    for (OptimizerSpec kind : kinds) {
      assertThat(afterTwoSteps(kind, 0)).as(kind.toString()).isNotEqualTo(START);
    }
  }

  @Test
  void gradientDescent() {
    assertThat(afterTwoSteps(new OptimizerSpec.Sgd(0), 0))
        .isEqualTo(2 - 0.1 * 0.5 + 0.1 * 1.5, within(1e-12));
  }

  @Test
  void gradientDescentWithMomentumAndDecay() {
    double w = START;
    double velocity = 0;
    for (double gradient : GRADIENTS) {
      velocity = 0.9 * velocity + (gradient + DECAY * w);
      w -= RATE * velocity;
    }
    assertThat(afterTwoSteps(new OptimizerSpec.Sgd(0.9), DECAY)).isEqualTo(w, within(1e-12));
  }

  @Test
  void rmsProp() {
    double w = START;
    double square = 0;
    for (double gradient : GRADIENTS) {
      double g = gradient + DECAY * w;
      square = 0.9 * square + 0.1 * g * g;
      w -= RATE * g / (Math.sqrt(square) + 1e-2);
    }
    assertThat(afterTwoSteps(new OptimizerSpec.RmsProp(0.9, 0, 1e-2), DECAY))
        .isEqualTo(w, within(1e-12));
  }

  @Test
  void rmsPropWithMomentum() {
    double w = START;
    double square = 0;
    double velocity = 0;
    for (double g : GRADIENTS) {
      square = 0.9 * square + 0.1 * g * g;
      velocity = 0.5 * velocity + g / (Math.sqrt(square) + 1e-2);
      w -= RATE * velocity;
    }
    assertThat(afterTwoSteps(new OptimizerSpec.RmsProp(0.9, 0.5, 1e-2), 0))
        .isEqualTo(w, within(1e-12));
  }

  @Test
  void adamAddsDecayToTheGradient() {
    assertThat(afterTwoSteps(new OptimizerSpec.Adam(0.9, 0.99, 1e-3), DECAY))
        .isEqualTo(adam(DECAY, 0), within(1e-12));
  }

  @Test
  void adamWDecaysTheWeightItself() {
    assertThat(afterTwoSteps(new OptimizerSpec.AdamW(0.9, 0.99, 1e-3), DECAY))
        .isEqualTo(adam(0, DECAY), within(1e-12));
  }

  private static double adam(double coupledDecay, double decoupledDecay) {
    double w = START;
    double mean = 0;
    double square = 0;
    for (int step = 1; step <= GRADIENTS.length; step++) {
      double g = GRADIENTS[step - 1] + coupledDecay * w;
      w *= 1 - RATE * decoupledDecay;
      mean = 0.9 * mean + 0.1 * g;
      square = 0.99 * square + 0.01 * g * g;
      double unbiasedMean = mean / (1 - Math.pow(0.9, step));
      double unbiasedSquare = square / (1 - Math.pow(0.99, step));
      w -= RATE * unbiasedMean / (Math.sqrt(unbiasedSquare) + 1e-3);
    }
    return w;
  }

  @Test
  void stateOfAnotherShapeOrNameIsRefused() {
    try (Scope scope = Scope.open();
        Optimizer optimizer =
            new Optimizer(
                new OptimizerSpec.Sgd(0.9),
                0,
                Map.of("w", Tensors.of(Device.CPU, new float[2], 2)))) {
      String name = optimizer.state().keySet().iterator().next();
      assertThatThrownBy(() -> optimizer.restore(Map.of(), 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(name);
      assertThatThrownBy(() -> optimizer.restore(Map.of(name, new float[3]), 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected 2 elements, found 3");
      Map<String, float[]> more = new HashMap<>(Map.of(name, new float[2]));
      more.put("other", new float[1]);
      assertThatThrownBy(() -> optimizer.restore(more, 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("other");
    }
  }

  @Test
  void gradientsAreScaledDownTogether() {
    try (Scope scope = Scope.open()) {
      List<Tensor> gradients =
          List.of(
              Tensors.of(Device.CPU, new double[] {3, 0}, 2),
              Tensors.of(Device.CPU, new double[] {-4}, 1));
      double norm = GradientClipping.globalNorm(gradients);
      assertThat(norm).isEqualTo(5, within(1e-12));
      List<Tensor> clipped = GradientClipping.clip(gradients, norm, 1);
      assertThat(Tensors.toDoubles(clipped.get(0)))
          .containsExactly(new double[] {0.6, 0}, within(1e-6));
      assertThat(Tensors.toDoubles(clipped.get(1)))
          .containsExactly(new double[] {-0.8}, within(1e-6));
      assertThat(GradientClipping.clip(gradients, norm, 6)).isSameAs(gradients);
      assertThat(GradientClipping.clip(gradients, norm, Double.POSITIVE_INFINITY))
          .isSameAs(gradients);
    }
  }
}
