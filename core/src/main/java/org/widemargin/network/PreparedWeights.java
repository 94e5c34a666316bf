package org.widemargin.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Convolutions;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * A network's weights in the forms that passes without autograd want. Each is made when it is first
 * asked for and made again when the weight has changed, so a training step makes it once however
 * many passes use it. Holds native memory: close it.
 */
final class PreparedWeights implements AutoCloseable {
  /** A form of a weight. */
  private enum Form {
    NARROWED,
    MIRRORED,
    MIRRORED_AND_NARROWED
  }

  private record Key(Form form, String name) {}

  private record Prepared(Tensor tensor, long version) {}

  private final String network;
  private final NetworkPlan plan;
  private final Map<String, Tensor> tensors;
  private final Map<Key, Prepared> prepared = new HashMap<>();
  private volatile boolean closed;

  PreparedWeights(String network, NetworkPlan plan, Map<String, Tensor> tensors) {
    this.network = network;
    this.plan = plan;
    this.tensors = tensors;
  }

  NetworkPlan plan() {
    return plan;
  }

  /**
   * All parameters and running statistics by name, those of products in a precision. Where a graph
   * is recorded, narrowing is part of it: gradients arrive at the parameters themselves.
   */
  Map<String, Tensor> all(Precision precision) {
    requireOpen();
    if (precision == Precision.FULL) {
      return tensors;
    }
    Map<String, Tensor> all = new HashMap<>();
    for (NetworkPlan.Entry entry : plan.allEntries()) {
      boolean product = entry.multiplyAdds() > 0;
      for (ParameterSpec parameter : entry.parameters()) {
        String name = parameter.name();
        all.put(name, product ? narrowed(name) : source(name));
      }
    }
    return all;
  }

  private Tensor narrowed(String name) {
    return Autograd.recording()
        ? ElementTypes.toBfloat16(source(name))
        : plain(name, Precision.BFLOAT16);
  }

  /** A weight as it is, in a precision. */
  Tensor plain(String name, Precision precision) {
    return precision == Precision.FULL ? source(name) : get(new Key(Form.NARROWED, name));
  }

  /** A convolution's kernels mirrored, inputs and outputs exchanged, in a precision. */
  Tensor mirrored(String name, Precision precision) {
    return get(
        new Key(precision == Precision.FULL ? Form.MIRRORED : Form.MIRRORED_AND_NARROWED, name));
  }

  Tensor source(String name) {
    requireOpen();
    return Objects.requireNonNull(tensors.get(name), name);
  }

  @Override
  public synchronized void close() {
    prepared.values().forEach(entry -> Tensors.free(entry.tensor()));
    prepared.clear();
    closed = true;
  }

  /** Also for passes that enter the network later, by way of what a first one has kept. */
  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the network '" + network + "' is closed");
    }
  }

  private synchronized Tensor get(Key key) {
    Tensor source = source(key.name());
    long version = Tensors.version(source);
    Prepared known = prepared.get(key);
    if (known != null && known.version() == version) {
      return known.tensor();
    }
    try (Scope scope = Scope.open()) {
      // The same memory is used again: a pass that still holds it must not lose it.
      Tensor lasting =
          Autograd.withoutGradient(
              () ->
                  known == null
                      ? scope.own(made(key.form(), source))
                      : Tensors.copyInto(known.tensor(), turned(key.form(), source)));
      prepared.put(key, new Prepared(lasting, version));
      return lasting;
    }
  }

  private static Tensor made(Form form, Tensor source) {
    Tensor turned = turned(form, source);
    return form == Form.MIRRORED ? turned : ElementTypes.toBfloat16(turned);
  }

  /** The form's values in the weight's own element type: copying converts by itself. */
  private static Tensor turned(Form form, Tensor source) {
    return form == Form.NARROWED ? source : Convolutions.mirrored(source);
  }
}
