package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.reference.ReferenceNetwork;
import org.widemargin.reference.ReferenceNetworks;

/**
 * The margin loss and its gradient with respect to all parameters, in float64, against the slow
 * reference in plain Java: the same to 1e-9, whatever the options. Seen: 3e-15.
 */
class MarginLossAgainstReferenceTest {
  /** Of the cases without cross-entropy, those in which some violation is neither 0 nor clipped. */
  private static final double MOSTLY = 0.8;

  private static final ReferenceNetwork MLP = ReferenceNetworks.mlp(3, 6, 5, 4);
  private static final ReferenceNetwork CONVOLUTIONAL = ReferenceNetworks.convolutional();

  @Test
  void everyCombinationOfTheMainOptionsAgreesOnAMultilayerPerceptron() {
    assertAgreement(perceptron(MarginCases.ofMainOptions(MLP, 1), 236));
  }

  /** Convolution, pooling of both kinds, frozen batch normalisation and shortcuts. */
  @Test
  void drawnCombinationsAgreeOnAConvolutionalNetwork() {
    List<MarginCase> cases = MarginCases.ofMainOptions(CONVOLUTIONAL, 2);
    Collections.shuffle(cases, new Random(2));
    assertAgreement(convolutional(cases.subList(0, 200), 1));
  }

  @Test
  @Tag("slow")
  void everyCombinationOfAllOptionsAgreesOnAMultilayerPerceptron() {
    assertAgreement(perceptron(MarginCases.ofAllOptions(MLP, 3), 236));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyCombinationOfTheMainOptionsAgreesOnAConvolutionalNetwork(long seed) {
    assertAgreement(convolutional(MarginCases.ofMainOptions(CONVOLUTIONAL, seed), 1));
  }

  private static Agreement perceptron(List<MarginCase> cases, long seed) {
    return Agreement.over(
        cases, TwinBatch.random(MLP, 4, 0.8, seed), "multilayer perceptron, seed " + seed);
  }

  private static Agreement convolutional(List<MarginCase> cases, long seed) {
    return Agreement.over(
        cases,
        TwinBatch.random(CONVOLUTIONAL, 3, 0.7, seed),
        "convolutional network, seed " + seed);
  }

  private static void assertAgreement(Agreement agreement) {
    assertThat(agreement.shareWithMarginGradient()).isGreaterThan(MOSTLY);
  }
}
