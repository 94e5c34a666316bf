package org.widemargin.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.network.NetworkPlan;
import org.widemargin.network.NetworkSpec;

/**
 * How many additions and multiplications of convolutions and matrix products a step makes. Nothing
 * else is counted. A pass back to inputs costs as much as a pass forward, and so do the weights'
 * gradients.
 *
 * @param network the network
 * @param batchSize samples of a step
 */
record Arithmetic(NetworkSpec network, int batchSize) {
  /** Those of the steps that are made of whole passes, by name. */
  Map<String, Double> operations(int competitors) {
    Map<String, Double> operations = new LinkedHashMap<>();
    operations.put("forward", operations(forward()));
    operations.put("attack-step", operations(2 * forward()));
    operations.put(Steps.CROSS_ENTROPY, crossEntropy());
    operations.put(Steps.CROSS_ENTROPY_BF16, crossEntropy());
    operations.put("margin-1", crossEntropy() + operations(forward()));
    operations.put("margin-" + competitors, crossEntropy() + operations(competitors * forward()));
    operations.put(
        "ports-way-" + competitors, crossEntropy() + operations(competitors * toEachLayer()));
    return operations;
  }

  /** Forward, weights' gradients, inputs' gradients; the first layer's input needs none. */
  double crossEntropy() {
    long first = products().get(0).multiplyAdds();
    return operations(3 * forward() - first);
  }

  private long forward() {
    return products().stream().mapToLong(NetworkPlan.Entry::multiplyAdds).sum();
  }

  /** A pass of its own from the logits back to each layer. */
  private long toEachLayer() {
    List<String> layers = network.layerNames();
    return products().stream()
        // Passes to all layers below its block go through a product.
        .mapToLong(entry -> layers.indexOf(entry.block()) * entry.multiplyAdds())
        .sum();
  }

  private List<NetworkPlan.Entry> products() {
    return network.plan().entries().stream().filter(entry -> entry.multiplyAdds() > 0).toList();
  }

  private double operations(long multiplyAdds) {
    return 2.0 * multiplyAdds * batchSize;
  }
}
