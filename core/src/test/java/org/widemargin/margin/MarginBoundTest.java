package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Relu;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.KindNetworks;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** What is proved, as a part of a loss whose margin is another. */
class MarginBoundTest {
  private static final NetworkSpec SPEC =
      new NetworkSpec(
          "small",
          InputSpec.image(1, 3, 2),
          List.of(
              Block.of("fc1", new Flatten(), new Linear(8, true), new Relu()),
              Block.of("logits", new Linear(4, true))));

  private static MarginSpec spec(GradientMode gradient) {
    return MarginSpec.defaults()
        .with(set(MarginSpec::norm).to(Norm.LINF), set(MarginSpec::gradient).to(gradient));
  }

  static Stream<MarginSpec> margins() {
    return Stream.of(
        spec(new GradientMode.Constant()),
        spec(GradientMode.Boundary.defaults()),
        MarginSpec.paper());
  }

  /** Both are held by tests of their own. */
  @ParameterizedTest
  @MethodSource("margins")
  void theLossIsTheSumOfBothAndSoAreItsGradients(MarginSpec margin) {
    MarginLoss together =
        new MarginLoss(margin.with(set(MarginSpec::bound).to(new Bound(0.1, 0.3))));
    MarginLoss alone = new MarginLoss(margin);
    MarginLoss bound =
        new MarginLoss(
            MarginSpec.defaults()
                .with(
                    set(MarginSpec::norm).to(Norm.LINF),
                    set(MarginSpec::topK).to(0),
                    set(MarginSpec::crossEntropyWeight).to(0.0),
                    set(MarginSpec::gradient)
                        .to(new GradientMode.Certified(0.1, GradientMode.Form.CROSS_ENTROPY))));
    Seen found = Seen.of(together);
    Seen first = Seen.of(alone);
    Seen second = Seen.of(bound);
    assertThat(found.total()).isCloseTo(first.total() + 0.3 * second.total(), within(1e-12));
    assertThat(found.told()).isCloseTo(found.total(), within(1e-12));
    assertThat(found.parts().get("margin")).isEqualTo(first.parts().get("margin"));
    assertThat(found.parts().get("cross-entropy")).isEqualTo(first.parts().get("cross-entropy"));
    assertThat(found.parts().get("bound")).isEqualTo(second.parts().get("margin"));
    assertThat(found.parts().get("certified")).isEqualTo(second.parts().get("certified"));
    for (int i = 0; i < found.slopes().size(); i++) {
      double expected = first.slopes().get(i) + 0.3 * second.slopes().get(i);
      assertThat(found.slopes().get(i)).isCloseTo(expected, within(1e-12));
    }
    assertThat(second.slopes()).anyMatch(slope -> Math.abs(slope) > 0.01);
  }

  /**
   * A loss in a pass of its own.
   *
   * @param told the loss as it is told with its distances
   * @param slopes by all parameters, one after the other
   */
  private record Seen(double total, double told, Map<String, Double> parts, List<Double> slopes) {
    static Seen of(MarginLoss loss) {
      double[] pixels = RandomStream.of(6, "samples", 0).doubles(18).toArray();
      try (Scope scope = Scope.open();
          Network network = Network.ofDoubles(SPEC, KindNetworks.parameters(SPEC, 4), Device.CPU)) {
        Tensor samples = Autograd.leaf(Tensors.of(Device.CPU, pixels, 3, 1, 3, 2));
        Tensor labels = Tensors.labels(Device.CPU, 1, 0, 2);
        double told =
            Tensors.toDouble(
                loss.withDistances(network.forward(samples, Mode.INFERENCE), labels)
                    .loss()
                    .total());
        LossValue value = loss.of(network.forward(samples, Mode.INFERENCE), labels);
        Map<String, Double> parts = new LinkedHashMap<>();
        value.parts().forEach((name, part) -> parts.put(name, Tensors.toDouble(part)));
        List<Double> slopes =
            Autograd.gradients(value.total(), List.copyOf(network.parameters().values())).stream()
                .flatMapToDouble(gradient -> Arrays.stream(Tensors.toDoubles(gradient)))
                .boxed()
                .toList();
        return new Seen(Tensors.toDouble(value.total()), told, parts, slopes);
      }
    }
  }

  /** So that the identities of trials that do not use it stay. */
  @Test
  void isWrittenOnlyWhereItIs() {
    assertThat(Yaml.write(MarginSpec.defaults())).doesNotContain("bound:");
    MarginSpec with = MarginSpec.defaults().with(set(MarginSpec::bound).to(new Bound(0.25, 0.01)));
    assertThat(Yaml.write(with)).contains("bound:");
    assertThat(Yaml.readText(Yaml.write(with), "copy", MarginSpec.class)).isEqualTo(with);
  }

  @Test
  void standsBesideNoOtherBoundAndInItsRanges() {
    MarginSpec certified = spec(GradientMode.Certified.defaults());
    assertThatThrownBy(() -> certified.with(set(MarginSpec::bound).to(new Bound(0.1, 1))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected no bound beside the gradient certified");
    for (double[] wrong : new double[][] {{-0.1, 1}, {Double.NaN, 1}, {0.1, 0}, {0.1, -1}}) {
      assertThatThrownBy(() -> new Bound(wrong[0], wrong[1])).isInstanceOf(InputException.class);
    }
  }
}
