package org.widemargin.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.widemargin.reference.ReferenceLayer.AveragePool2d;
import org.widemargin.reference.ReferenceLayer.BatchNorm;
import org.widemargin.reference.ReferenceLayer.Convolution2d;
import org.widemargin.reference.ReferenceLayer.MaxPool2x2;
import org.widemargin.reference.ReferenceNetwork.Parameter;
import org.widemargin.reference.ReferenceNetwork.Score;

class ReferenceNetworkTest {

  @Test
  void linearLayerByHand() {
    // W = [[1, 2], [3, 4], [5, 6]], b = [10, 20, 30], x = [1, -1].
    ReferenceNetwork network = ReferenceNetworks.linear(2, 3);
    double[] parameters = {1, 2, 3, 4, 5, 6, 10, 20, 30};
    assertThat(network.logitsFrom(parameters, 0, new double[] {1, -1})).containsExactly(9, 19, 29);
    assertThat(network.gradient(parameters, 0, new double[] {1, -1}, 2, 0, Score.LOGITS))
        .containsExactly(4, 4);
  }

  @Test
  void convolutionByHand() {
    // One 2x2 kernel [[1, 2], [3, 4]], bias 0.5, stride 2, padding 1, on [[1, 2], [3, 4]]:
    // each window sees one pixel, at the kernel's corner opposite to the window's.
    Convolution2d convolution = new Convolution2d(1, 1, 2, 2, 1);
    Dual[] parameters = Dual.constants(new double[] {1, 2, 3, 4, 0.5});
    Dual[] x = Dual.constants(new double[] {1, 2, 3, 4});
    List<Integer> shape = List.of(1, 2, 2);
    assertThat(convolution.outputShape(shape)).containsExactly(1, 2, 2);
    assertThat(Dual.values(convolution.forward(parameters, x, shape)))
        .containsExactly(4 * 1 + 0.5, 3 * 2 + 0.5, 2 * 3 + 0.5, 1 * 4 + 0.5);
    Dual[] upstream = Dual.constants(new double[] {1, 10, 100, 1000});
    assertThat(Dual.values(convolution.backward(parameters, x, shape, upstream)))
        .containsExactly(4, 30, 200, 1000);
  }

  @Test
  void convolutionWithTwoChannelsByHand() {
    // weight [1, 2, 1, 1] = (2, -1): y = 2 * first channel - second channel.
    Convolution2d convolution = new Convolution2d(2, 1, 1, 1, 0);
    Dual[] x = Dual.constants(new double[] {1, 2, 30, 40});
    Dual[] y = convolution.forward(Dual.constants(new double[] {2, -1, 0}), x, List.of(2, 1, 2));
    assertThat(Dual.values(y)).containsExactly(2 - 30, 4 - 40);
  }

  @Test
  void maxPoolTakesTheFirstOfEqualValuesAndDropsTheOddEdge() {
    MaxPool2x2 pool = new MaxPool2x2();
    Dual[] x = Dual.constants(new double[] {5, 5, 9, 1, 5, 9, 9, 9, 9});
    List<Integer> shape = List.of(1, 3, 3);
    assertThat(Dual.values(pool.forward(new Dual[0], x, shape))).containsExactly(5);
    assertThat(Dual.values(pool.backward(new Dual[0], x, shape, new Dual[] {Dual.ONE})))
        .containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void averagePoolByHand() {
    AveragePool2d pool = new AveragePool2d(2);
    Dual[] x = Dual.constants(new double[] {1, 2, 9, 3, 6, 9, 9, 9, 9, 0, 0, 9, 0, 8, 9, 9, 9, 9});
    List<Integer> shape = List.of(2, 3, 3);
    assertThat(Dual.values(pool.forward(new Dual[0], x, shape))).containsExactly(3, 2);
  }

  @Test
  void batchNormByHand() {
    // Channel 0: (x - 1) / 2 * 3 + 4; channel 1: (x - 0) / 1 * 1 + 0.
    BatchNorm norm = new BatchNorm(List.of(1.0, 0.0), List.of(3.75, 0.75), 0.25);
    Dual[] x = Dual.constants(new double[] {1, 5, 7, -7});
    Dual[] parameters = Dual.constants(new double[] {3, 1, 4, 0});
    assertThat(Dual.values(norm.forward(parameters, x, List.of(2, 1, 2))))
        .containsExactly(4, 10, 7, -7);
  }

  @Test
  void parametersAreNamedAndShapedAsInPyTorch() {
    List<Parameter> parameters = ReferenceNetworks.convolutional().parameters();
    assertThat(parameters.get(0))
        .isEqualTo(new Parameter("convolution.0.weight", List.of(2, 1, 3, 3), 0));
    assertThat(parameters.get(1)).isEqualTo(new Parameter("convolution.0.bias", List.of(2), 18));
    assertThat(parameters.get(2))
        .isEqualTo(new Parameter("residual.0.body.0.weight", List.of(2), 20));
    assertThat(parameters.get(parameters.size() - 2).shape()).containsExactly(4, 3);
  }

  @Test
  void everyTapLeadsToTheSameLogits() {
    ReferenceNetwork network = ReferenceNetworks.convolutional();
    Random random = new Random(1);
    double[] parameters = network.randomParameters(random, 0.5);
    double[] input = ReferenceNetworks.randomInputs(network, 1, random)[0];
    double[][] activations = network.activations(parameters, input);
    double[] logits = activations[network.tapCount() - 1];
    for (int tap = 0; tap < network.tapCount(); tap++) {
      assertThat(activations[tap]).hasSize(network.elementCount(tap));
      assertThat(network.logitsFrom(parameters, tap, activations[tap])).containsExactly(logits);
    }
  }

  @Test
  void probabilitiesSumToOneAndSurviveHugeLogits() {
    ReferenceNetwork network = ReferenceNetworks.linear(1, 3);
    double[] parameters = {1e5, 0, -1e5, 0, 0, 0};
    assertThat(network.scoresFrom(parameters, 0, new double[] {1}, Score.PROBABILITIES))
        .containsExactly(1, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(Score.class)
  void backwardPassAgreesWithFiniteDifferencesAtEveryTap(Score score) {
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      ReferenceNetwork network = ReferenceNetworks.convolutional();
      double[] parameters = network.randomParameters(random, 0.7);
      double[] input = ReferenceNetworks.randomInputs(network, 1, random)[0];
      double[][] activations = network.activations(parameters, input);
      for (int tap = 0; tap < network.tapCount(); tap++) {
        int at = tap;
        double[] gradient = network.gradient(parameters, tap, activations[tap], 2, 1, score);
        double[] differences =
            FiniteDifferences.gradient(
                h -> {
                  double[] scores = network.scoresFrom(parameters, at, h, score);
                  return scores[2] - scores[1];
                },
                activations[tap]);
        assertThat(gradient)
            .as("seed %d, tap %s", seed, network.tapName(tap))
            .containsExactly(differences, within(1e-7));
      }
    }
  }

  @Test
  void derivativesOfTheLogitsAgreeWithFiniteDifferencesInTheParameters() {
    Random random = new Random(7);
    ReferenceNetwork network = ReferenceNetworks.convolutional();
    double[] parameters = network.randomParameters(random, 0.7);
    double[] input = ReferenceNetworks.randomInputs(network, 1, random)[0];
    Dual[] logits = network.logitsFrom(Dual.variables(parameters), 0, Dual.constants(input));
    for (int k = 0; k < logits.length; k++) {
      int output = k;
      double[] differences =
          FiniteDifferences.gradient(p -> network.logitsFrom(p, 0, input)[output], parameters);
      assertThat(logits[k].gradient(parameters.length)).containsExactly(differences, within(1e-7));
    }
  }
}
