package org.widemargin.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.network.Activations;
import org.widemargin.network.InputGradients;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.Precision;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;

/**
 * Whatever gives scores to classes: a {@linkplain #of network}, or {@linkplain #byAutograd a
 * function} of the user's own. On purpose it is no functional interface: a network's logits would
 * pass for one, and lose the network's own, faster way back.
 *
 * <p>It must be differentiable with respect to its input for the attacks that use gradients, treat
 * each sample of a batch on its own, and not change itself.
 */
public interface Classifier {
  /**
   * Where it computes.
   *
   * @return the device that its inputs must be on
   */
  Device device();

  /**
   * Scores a batch.
   *
   * @param inputs {@code [N, C, H, W]} or {@code [N, D]}
   * @return the logits {@code [N, classes]}
   */
  Tensor logits(Tensor inputs);

  /**
   * Scores a batch with a way back to the inputs.
   *
   * @param inputs {@code [N, C, H, W]} or {@code [N, D]}
   * @return the linearisation at the inputs, in the innermost scope
   */
  Linearisation linearise(Tensor inputs);

  /**
   * Where samples may be moved to.
   *
   * @param samples where they come from
   * @return the box of valid inputs; empty where any number is valid
   */
  default Optional<ValidRange> validRange(Dataset samples) {
    return samples.validRange();
  }

  /**
   * A network in inference mode. Its gradients are taken by the network's own sweep back over its
   * layers, in the network's full precision, without a graph.
   *
   * @param network the network, which stays the caller's to close
   * @return the classifier
   */
  static Classifier of(Network network) {
    return new OfNetwork(network);
  }

  /**
   * A function of the user's own. Its gradients are taken by autograd: every linearisation records
   * a graph. For a network use {@link #of}.
   *
   * @param device where the function computes
   * @param logits from inputs {@code [N, C, H, W]} or {@code [N, D]} to logits {@code [N, classes]}
   * @return the classifier
   */
  static Classifier byAutograd(Device device, UnaryOperator<Tensor> logits) {
    return new OfFunction(device, logits);
  }

  /**
   * A network in inference mode, with its own way back where it has one.
   *
   * @param network the network, which stays the caller's to close
   */
  record OfNetwork(Network network) implements Classifier {
    @Override
    public Device device() {
      return network.device();
    }

    @Override
    public Tensor logits(Tensor inputs) {
      return network.logits(inputs);
    }

    @Override
    public Optional<ValidRange> validRange(Dataset samples) {
      return network.spec().input().validRange(samples);
    }

    @Override
    public Linearisation linearise(Tensor inputs) {
      Activations activations =
          Autograd.withoutGradient(() -> network.forward(inputs.detach(), Mode.INFERENCE));
      return activations
          .reverse()
          .map(reverse -> bySweep(activations.logits(), reverse))
          .orElseGet(() -> Linearisation.byAutograd(network::logits, inputs));
    }

    private static Linearisation bySweep(Tensor logits, Activations.Reverse reverse) {
      InputGradients gradients = reverse.to(List.of(Activations.INPUT), Precision.FULL);
      return new Linearisation(
          logits,
          cotangent -> Objects.requireNonNull(gradients.of(cotangent).get(Activations.INPUT)));
    }
  }

  /**
   * A function from inputs to logits, differentiated by autograd.
   *
   * @param device where it computes
   * @param function from inputs {@code [N, C, H, W]} or {@code [N, D]} to logits {@code [N,
   *     classes]}
   */
  record OfFunction(Device device, UnaryOperator<Tensor> function) implements Classifier {
    @Override
    public Tensor logits(Tensor inputs) {
      return function.apply(inputs);
    }

    @Override
    public Linearisation linearise(Tensor inputs) {
      return Linearisation.byAutograd(function, inputs);
    }
  }
}
