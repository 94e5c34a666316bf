package org.widemargin.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.data.ValidRange;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Linear;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;

/** On a linear model of one pixel, whose boundary is at 0.4. */
class CertificationTest {
  private static final NetworkSpec SPEC =
      new NetworkSpec(
          "threshold",
          InputSpec.image(1, 1, 1),
          List.of(Block.of("logits", new Flatten(), new Linear(2, true))));

  private static final Map<String, float[]> VALUES =
      Map.of(
          "logits.linear.weight", new float[] {-1, 1},
          "logits.linear.bias", new float[] {0.8f, 0});

  /** Pixels 0.6, 0.404 and 0.2, which is wrong; all are bright. */
  private static final Dataset SAMPLES =
      Dataset.images(
          "pixels",
          new SampleShape.Image(1, 1, 1),
          new byte[] {(byte) 153, 103, 51},
          new int[] {1, 1, 1},
          List.of("dark", "bright"));

  /** How far the second is from the boundary. */
  private static final double NEAR = 103 / 255.0 - 0.4;

  private static List<Certificate> upTo(double epsilon, double... broken) {
    try (Network network = Network.of(SPEC, VALUES, Device.CPU)) {
      return new Certification(
              new Ball(Norm.L2, ValidRange.UNIT), Method.INTERVAL, epsilon, /* halvings= */ 10, 8)
          .upTo(network, SAMPLES, new int[] {0, 1, 2}, broken);
    }
  }

  @Test
  void radiiAreThoseOfTheBoundary() {
    List<Certificate> found = upTo(0.05, 0.2, 0.1, 0);
    assertThat(found.get(0).radius()).isCloseTo(0.2, within(0.2 / 1000)).isLessThan(0.2);
    assertThat(found.get(1).radius()).isCloseTo(NEAR, within(0.05 / 1000)).isLessThan(NEAR);
    assertThat(found.get(2).radius()).isZero();
    assertThat(found.stream().map(Certificate::verified)).containsExactly(true, false, false);
    assertThat(found.stream().map(Certificate::right)).containsExactly(true, true, false);
  }

  /** The last of ten halvings of 3 is 0.0029. */
  @Test
  void whatIsProvedAtEpsilonIsARadius() {
    double epsilon = 0.0038;
    Certificate found = upTo(epsilon, 3, 3, 0).get(1);
    assertThat(found.verified()).isTrue();
    assertThat(found.radius()).isBetween(epsilon, NEAR);
  }
}
