package org.widemargin.examples;

import static org.widemargin.config.Change.set;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.widemargin.boundary.GradientMode;
import org.widemargin.loss.LossValue;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Activations;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * A forward function written by hand with the bindings' own modules and optimiser. All that the
 * margin loss wants is its {@link Activations}.
 *
 * <p>Make modules outside any scope and keep them in fields: a scope frees what is made in it, and
 * a module whose Java object is collected is gone.
 */
final class HandWrittenNetworkExample {
  {
    // The modules draw their weights from torch's own stream, which others may have drawn from.
    torch.manual_seed(1);
  }

  private final LinearImpl first = new LinearImpl(2, 32);
  private final LinearImpl second = new LinearImpl(32, 32);
  private final LinearImpl third = new LinearImpl(32, 2);

  /** The layers below each block, and the blocks. */
  private final List<String> names = List.of(Activations.INPUT, "hidden1", "hidden2", "logits");

  private final List<UnaryOperator<Tensor>> blocks =
      List.of(x -> first.forward(x).relu(), x -> second.forward(x).relu(), third::forward);

  /** One pass that keeps the value at every layer. */
  Activations forward(Tensor input) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    Tensor value = input;
    values.put(Activations.INPUT, value);
    for (int i = 0; i < blocks.size(); i++) {
      value = blocks.get(i).apply(value);
      values.put(names.get(i + 1), value);
    }
    return new Activations(values, this::logitsFrom, null);
  }

  /**
   * Enters the network at a layer. Only the boundary mode needs it; others may give null instead.
   */
  private Tensor logitsFrom(String layer, Tensor activation) {
    Tensor value = activation;
    for (UnaryOperator<Tensor> block : blocks.subList(names.indexOf(layer), blocks.size())) {
      value = block.apply(value);
    }
    return value;
  }

  /** Trains on points of the plane, all at once, and returns the last loss. */
  double train(float[] points, int[] labels, int steps) {
    MarginSpec margin =
        MarginSpec.paper()
            .with(
                set(MarginSpec::gamma).to(0.3),
                set(MarginSpec::gradient).to(GradientMode.Boundary.measuring(2)));
    MarginLoss loss = new MarginLoss(margin);
    double last = Double.NaN;
    try (TensorVector parameters = parameters();
        Adam optimizer = new Adam(parameters, new AdamOptions(5e-3))) {
      for (int step = 0; step < steps; step++) {
        try (Scope scope = Scope.open()) {
          Tensor input = Autograd.leaf(Tensors.of(Device.CPU, points, labels.length, 2));
          LossValue value = loss.of(forward(input), Tensors.labels(Device.CPU, labels));
          optimizer.zero_grad();
          value.total().backward();
          optimizer.step();
          last = Tensors.toDouble(value.total());
        }
      }
    }
    return last;
  }

  private TensorVector parameters() {
    return new TensorVector(
        first.weight(), first.bias(), second.weight(), second.bias(), third.weight(), third.bias());
  }

  /** The class of each point. */
  int[] classify(float[] points) {
    try (Scope scope = Scope.open()) {
      Tensor input = Tensors.of(Device.CPU, points, points.length / 2, 2);
      return Tensors.toInts(PerSample.argmax(forward(input).logits().detach()));
    }
  }
}
