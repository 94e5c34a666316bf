package org.widemargin.certify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.data.ValidRange;
import org.widemargin.network.KindNetworks;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * No point of a ball lies below a bound: networks of every kind, a hundred thousand points each.
 */
class SoundnessTest {
  private static final int POINTS = 100_000;
  private static final int AT_ONCE = 5_000;
  private static final List<String> CERTIFIED =
      List.of("convolutions", "branches", "curves", "pools");

  static Stream<Arguments> cases() {
    return KindNetworks.all().stream()
        .filter(spec -> CERTIFIED.contains(spec.name()))
        .flatMap(
            spec ->
                Stream.of(
                    Arguments.of(spec, Norm.LINF, 0.03),
                    Arguments.of(spec, Norm.LINF, 0.3),
                    Arguments.of(spec, Norm.L2, 0.3),
                    Arguments.of(spec, Norm.L1, 1.5)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noPointOfTheBallLiesBelowABound(NetworkSpec spec, Norm norm, double radius) {
    int[] shape = spec.input().shape().dimensions();
    int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    SplittableRandom random = RandomStream.of(11, spec.name(), 0);
    double[] sample = random.doubles(elements).toArray();
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, KindNetworks.parameters(spec, 3), Device.CPU)) {
      List<double[]> least = new ArrayList<>();
      for (Method method : Method.values()) {
        try (Certifier certifier =
            new Certifier(network, new Ball(norm, ValidRange.UNIT), method)) {
          least.add(
              Tensors.toDoubles(
                  certifier.leastGaps(
                      batch(shape, sample, 1),
                      Tensors.labels(Device.CPU, 1),
                      Tensors.of(Device.CPU, new double[] {radius}, 1))));
        }
      }
      for (int done = 0; done < POINTS; done += AT_ONCE) {
        double[] points = new double[AT_ONCE * elements];
        for (int i = 0; i < AT_ONCE; i++) {
          double[] point = RandomPoints.inBall(sample, norm, radius, random);
          System.arraycopy(point, 0, points, i * elements, elements);
        }
        double[][] gaps = gaps(network, batch(shape, points, AT_ONCE));
        for (double[] bounds : least) {
          assertNoneBelow(gaps, bounds);
        }
      }
      assertThat(least.get(1)[0])
          .as("backward and interval")
          .isGreaterThanOrEqualTo(least.get(0)[0]);
    }
  }

  private static void assertNoneBelow(double[][] gaps, double[] bounds) {
    for (int other = 0; other < bounds.length; other++) {
      if (other != 1) {
        int competitor = other;
        double smallest =
            Arrays.stream(gaps).mapToDouble(found -> found[competitor]).min().orElseThrow();
        assertThat(smallest).isGreaterThanOrEqualTo(bounds[other]);
      }
    }
  }

  private static Tensor batch(int[] shape, double[] values, int samples) {
    long[] sizes = new long[shape.length + 1];
    sizes[0] = samples;
    for (int i = 0; i < shape.length; i++) {
      sizes[i + 1] = shape[i];
    }
    return Tensors.of(Device.CPU, values, sizes);
  }

  /** Of class 1 and every other. */
  private static double[][] gaps(Network network, Tensor points) {
    try (Scope scope = Scope.open()) {
      Tensor logits = network.logits(points);
      int classes = Math.toIntExact(logits.size(1));
      double[] values = Tensors.toDoubles(logits);
      double[][] gaps = new double[values.length / classes][classes];
      for (int i = 0; i < gaps.length; i++) {
        for (int j = 0; j < classes; j++) {
          gaps[i][j] = values[i * classes + 1] - values[i * classes + j];
        }
      }
      return gaps;
    }
  }
}
