package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.config.Json;
import org.widemargin.error.InputException;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Relu;
import org.widemargin.loss.AuxiliaryLoss;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.LossValue;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** A second output, in training alone. */
class AuxiliaryTest {
  private static final List<Block> BLOCKS =
      List.of(
          Block.of("fc1", new Linear(5, true), new Relu()),
          Block.of("fc2", new Linear(4, true), new Relu()),
          Block.of("logits", new Linear(3, true)));

  private static NetworkSpec spec(String after, Layer... layers) {
    return new NetworkSpec(
        "test", InputSpec.features(2), BLOCKS, null, new Auxiliary(after, List.of(layers)));
  }

  private static NetworkSpec spec() {
    return spec("fc1", new BatchNorm(0.1, 1e-5), new Linear(3, true));
  }

  private static Tensor samples() {
    return Tensors.of(Device.CPU, new double[] {0.1, 0.9, 0.4, 0.3, 0.8, 0.2, 0.5, 0.6}, 4, 2);
  }

  @Test
  void isThereInTrainingAlone() {
    try (Scope scope = Scope.open();
        Network network =
            Network.ofDoubles(spec(), KindNetworks.parameters(spec(), 1), Device.CPU)) {
      assertThat(network.forward(samples(), Mode.INFERENCE).auxiliaryLogits()).isEmpty();
      Activations training = network.forward(samples(), Mode.TRAINING);
      assertThat(training.names()).containsExactly("input", "fc1", "fc2", "logits");
      Tensor logits = training.auxiliaryLogits().orElseThrow();
      assertThat(Tensors.shape(logits)).containsExactly(4, 3);
    }
  }

  @Test
  void itsParametersComeLastAndAreNoneOfTheHeads() {
    NetworkSpec spec = spec();
    assertThat(spec.plan().parameters().stream().map(ParameterSpec::name))
        .endsWith(
            "logits.linear.weight",
            "logits.linear.bias",
            "auxiliary.batch-norm.weight",
            "auxiliary.batch-norm.bias",
            "auxiliary.batch-norm.running_mean",
            "auxiliary.batch-norm.running_var",
            "auxiliary.linear.weight",
            "auxiliary.linear.bias");
    assertThat(spec.head()).isEqualTo("logits.linear");
    assertThat(spec.isOfHead("auxiliary.linear.weight")).isFalse();
    assertThat(spec.isOfAuxiliary("auxiliary.linear.weight")).isTrue();
    assertThat(spec.isOfAuxiliary("fc1.linear.weight")).isFalse();
    long main = new NetworkSpec("test", InputSpec.features(2), BLOCKS).plan().multiplyAdds();
    assertThat(spec.plan().multiplyAdds()).isEqualTo(main);
  }

  /** The loss is the sum by hand, and its gradient reaches both classifiers and what is below. */
  @Test
  void itsShareOfTheLossIsAdded() {
    NetworkSpec spec = spec();
    CrossEntropy plain = CrossEntropy.UNSMOOTHED;
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, KindNetworks.parameters(spec, 2), Device.CPU)) {
      Tensor labels = Tensors.labels(Device.CPU, 0, 2, 1, 0);
      Activations training = network.forward(samples(), Mode.TRAINING);
      LossValue own = plain.of(training, labels);
      LossValue both = new AuxiliaryLoss(0.4, plain).added(own, training, labels);
      double auxiliary =
          Tensors.toDouble(plain.mean(training.auxiliaryLogits().orElseThrow(), labels));
      assertThat(Tensors.toDouble(both.total()))
          .isCloseTo(Tensors.toDouble(own.total()) + 0.4 * auxiliary, within(1e-14));
      assertThat(both.parts()).containsOnlyKeys("cross-entropy", "auxiliary");
      assertThat(Tensors.toDouble(Objects.requireNonNull(both.parts().get("auxiliary"))))
          .isEqualTo(auxiliary);
      List<Tensor> gradients =
          Autograd.gradients(both.total(), List.copyOf(network.parameters().values()));
      assertThat(gradients)
          .allSatisfy(
              gradient ->
                  assertThat(Tensors.toDouble(gradient.abs().max())).isPositive().isFinite());
    }
  }

  @Test
  void aNetworkWithoutOneKeepsItsText() {
    NetworkSpec spec = new NetworkSpec("test", InputSpec.features(2), BLOCKS);
    assertThat(Json.write(spec)).doesNotContain("auxiliary");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> spec("fc3", new Linear(3, true)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "network 'test', auxiliary: there is no block 'fc3' after which to stand");
    assertThatThrownBy(() -> spec("logits", new Linear(3, true)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "network 'test', auxiliary: expected a block below the last, 'logits', which gives the"
                + " logits; a second classifier helps what lies below it");
    assertThatThrownBy(() -> spec("fc1", new Linear(4, true)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "network 'test', auxiliary: expected as many logits as the network's, [3], found an"
                + " output of shape [4]");
    assertThatThrownBy(
            () ->
                new NetworkSpec(
                    "test",
                    InputSpec.features(2),
                    List.of(Block.of("auxiliary", new Linear(3, true))),
                    null,
                    new Auxiliary("auxiliary", List.of(new Linear(3, true)))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "network 'test': the block name 'auxiliary' is taken by the auxiliary classifier");
    assertThatThrownBy(() -> new AuxiliaryLoss(-1, CrossEntropy.UNSMOOTHED))
        .isInstanceOf(InputException.class)
        .hasMessage("expected an auxiliary-weight of at least 0, found -1.0");
  }
}
