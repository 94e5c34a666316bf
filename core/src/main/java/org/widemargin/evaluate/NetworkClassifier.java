package org.widemargin.evaluate;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.network.InputGradients;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.Precision;
import org.widemargin.torch.Autograd;

/** A network in inference mode, with its own way back where it has one. */
record NetworkClassifier(Network network) implements Classifier {
  @Override
  public Tensor logits(Tensor inputs) {
    return network.logits(inputs);
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
