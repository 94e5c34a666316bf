package org.widemargin.train;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.Precision;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;

/**
 * Looks for the layer whose output is the first that is not finite, where data and weights are. The
 * network is run as for a measurement: nothing of it changes.
 */
final class Overflow {
  private Overflow() {}

  /**
   * Says what was found.
   *
   * @param network with finite weights
   * @param samples finite too
   * @param precision that training computes in
   * @return empty if every output is finite
   */
  static String found(Network network, Tensor samples, Precision precision) {
    String layer = firstLayer(network, samples, precision);
    if (layer.isEmpty()) {
      return "";
    }
    String found = "the output of '" + layer + "' is not finite";
    if (precision != Precision.BFLOAT16) {
      return found;
    }
    return firstLayer(network, samples, Precision.FULL).equals(layer)
        ? found + ", in bfloat16 and in float32"
        : found + " in bfloat16, in float32 it is: take --precision float32";
  }

  /** In the order of the forward pass; empty if all are finite. */
  private static String firstLayer(Network network, Tensor samples, Precision precision) {
    return Autograd.withoutGradient(
        () -> {
          try (Scope scope = Scope.open()) {
            Activations activations = network.forward(samples, Mode.INFERENCE, precision);
            for (String name : activations.names()) {
              if (!Ops.allFinite(activations.get(name))) {
                return name;
              }
            }
            return "";
          }
        });
  }
}
