package org.widemargin.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DualTest {

  /** Functions of two variables u and v, each using one operation or rule. */
  private static Map<String, UnaryOperator<Dual[]>> functions() {
    Map<String, UnaryOperator<Dual[]>> functions = new LinkedHashMap<>();
    functions.put("plus", x -> one(x[0].plus(x[1]).plus(3)));
    functions.put("minus", x -> one(x[0].minus(x[1])));
    functions.put("times", x -> one(x[0].times(x[1]).times(2.5)));
    functions.put("dividedBy", x -> one(x[0].dividedBy(x[1]).dividedBy(4)));
    functions.put("negated", x -> one(x[0].negated()));
    functions.put("exp", x -> one(x[0].exp()));
    functions.put("log", x -> one(x[1].log()));
    functions.put("sqrt", x -> one(x[1].sqrt()));
    functions.put("abs", x -> one(x[0].abs()));
    functions.put("pow", x -> one(x[1].pow(1.7)));
    functions.put("max", x -> one(x[0].max(x[1])));
    functions.put("relu of a positive", x -> one(x[1].relu()));
    functions.put("relu of a negative", x -> one(x[0].relu()));
    functions.put("constant divided", x -> one(Dual.ONE.dividedBy(x[0])));
    functions.put("same number twice", x -> one(x[0].times(x[0])));
    return functions;
  }

  @Test
  void derivativesAgreeWithFiniteDifferences() {
    double[] at = {-0.8, 1.3};
    double h = 1e-6;
    functions()
        .forEach(
            (name, function) -> {
              Dual result = function.apply(Dual.variables(at))[0];
              for (int k = 0; k < 2; k++) {
                double[] up = at.clone();
                double[] down = at.clone();
                up[k] += h;
                down[k] -= h;
                double difference =
                    function.apply(Dual.constants(up))[0].value()
                        - function.apply(Dual.constants(down))[0].value();
                assertThat(result.derivative(k))
                    .as("%s, variable %d", name, k)
                    .isCloseTo(difference / (2 * h), within(1e-8));
              }
            });
  }

  @Test
  void kinksHaveTheStatedSubgradient() {
    Dual zero = Dual.variable(0, 0, 2);
    Dual otherZero = Dual.variable(0, 1, 2);
    assertThat(zero.relu().gradient(2)).containsExactly(0, 0);
    assertThat(zero.abs().gradient(2)).containsExactly(0, 0);
    assertThat(zero.max(otherZero).gradient(2)).containsExactly(1, 0);
    assertThat(zero.pow(1.5).gradient(2)).containsExactly(0, 0);
  }

  @Test
  void stoppingTheGradientKeepsTheValue() {
    Dual stopped = Dual.variable(3, 1, 2).times(Dual.variable(4, 0, 2)).stopGradient();
    assertThat(stopped.value()).isEqualTo(12);
    assertThat(stopped.gradient(2)).containsExactly(0, 0);
  }

  private static Dual[] one(Dual result) {
    return new Dual[] {result};
  }
}
