package org.widemargin.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Which layers the optimiser changes. */
public enum TrainedLayers {
  /** Every layer. */
  ALL,
  /**
   * The {@linkplain NetworkSpec#head head} alone. Everything else stays as it is to the last bit:
   * the network runs as in {@link Mode#INFERENCE}, without dropout, and running statistics of batch
   * normalisation are used and not updated.
   */
  HEAD;

  /**
   * Chooses parameters.
   *
   * @param network any network
   * @return those that are trained, by name, in order; the tensors stay the network's
   */
  public Map<String, Tensor> of(Network network) {
    if (this == ALL) {
      return network.parameters();
    }
    Map<String, Tensor> chosen = new LinkedHashMap<>(network.parameters());
    chosen.keySet().removeIf(name -> !network.spec().isOfHead(name));
    return chosen;
  }

  /**
   * The mode of forward passes in training.
   *
   * @return the mode
   */
  public Mode mode() {
    return this == ALL ? Mode.TRAINING : Mode.INFERENCE;
  }
}
