package org.widemargin.margin;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.boundary.Score;
import org.widemargin.data.SampleShape;
import org.widemargin.data.ValidRange;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;
import org.widemargin.network.ParameterSpec.Role;
import org.widemargin.reference.ReferenceLayer;
import org.widemargin.reference.ReferenceNetwork;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The product's network, in float64, with the layers and the numbers of a reference network, and
 * the product's margin loss on it, everything in plain arrays. The input's valid range is [0, 1].
 */
final class Twin implements AutoCloseable {
  /** A loss and its gradient with respect to every parameter, in the reference's order. */
  @SuppressWarnings("ArrayRecordComponent")
  record LossAndGradient(double loss, double[] gradient) {}

  private final ReferenceNetwork reference;
  private final Network network;

  private Twin(ReferenceNetwork reference, Network network) {
    this.reference = reference;
    this.network = network;
  }

  static Twin of(ReferenceNetwork reference, double[] parameters) {
    NetworkSpec spec = spec(reference);
    return new Twin(
        reference, Network.ofDoubles(spec, values(spec, reference, parameters), Device.CPU));
  }

  /** The loss in inference mode, so that batch normalisation is frozen. */
  double loss(MarginSpec spec, double[][] inputs, int[] labels) {
    try (Scope scope = Scope.open()) {
      return Tensors.toDouble(value(spec, inputs, labels).total());
    }
  }

  LossAndGradient lossAndGradient(MarginSpec spec, double[][] inputs, int[] labels) {
    try (Scope scope = Scope.open()) {
      Tensor total = value(spec, inputs, labels).total();
      return new LossAndGradient(Tensors.toDouble(total), gradient(total));
    }
  }

  /** For every sample the distance to the nearest boundary at a layer. */
  double[] nearest(MarginSpec spec, String layer, double[][] inputs, int[] labels) {
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> nearest =
          new MarginLoss(spec)
              .withDistances(activations(inputs), Tensors.labels(Device.CPU, labels))
              .nearest();
      return Tensors.toDoubles(requireNonNull(nearest.get(layer)));
    }
  }

  /** The values at a layer, {@code [sample][element]}. */
  double[][] activations(String layer, double[][] inputs) {
    try (Scope scope = Scope.open()) {
      Tensor values = network.forward(tensor(inputs), Mode.INFERENCE).get(layer);
      return rows(values.flatten(1, -1), inputs.length);
    }
  }

  /** The gradient of f_label - f_competitor at a layer, {@code [sample][element]}. */
  double[][] gapGradient(
      Score score, String layer, double[][] inputs, int[] labels, int[] competitors) {
    try (Scope scope = Scope.open()) {
      Tensor point = Autograd.leaf(network.forward(tensor(inputs), Mode.INFERENCE).get(layer));
      Tensor scores = score.of(network.logitsFrom(layer, point, Mode.INFERENCE));
      Tensor gap =
          Score.gap(
              scores, Tensors.labels(Device.CPU, labels), Tensors.labels(Device.CPU, competitors));
      Tensor gradient = Autograd.gradientOfSum(gap, point, Graph.FREE);
      return rows(gradient.flatten(1, -1), inputs.length);
    }
  }

  @Override
  public void close() {
    network.close();
  }

  private LossValue value(MarginSpec spec, double[][] inputs, int[] labels) {
    return new MarginLoss(spec).of(activations(inputs), Tensors.labels(Device.CPU, labels));
  }

  private Activations activations(double[][] inputs) {
    return network.forward(Autograd.leaf(tensor(inputs)), Mode.INFERENCE);
  }

  private double[] gradient(Tensor total) {
    List<Tensor> parameters = List.copyOf(network.parameters().values());
    Tensor one = Tensors.fullLike(total, 1);
    List<@Nullable Tensor> gradients = Autograd.gradients(total, one, parameters, Graph.FREE);
    double[] flat = new double[reference.parameterCount()];
    int offset = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Tensor gradient = gradients.get(i);
      int count = Math.toIntExact(parameters.get(i).numel());
      if (gradient != null) {
        System.arraycopy(Tensors.toDoubles(gradient), 0, flat, offset, count);
      }
      offset += count;
    }
    return flat;
  }

  private Tensor tensor(double[][] inputs) {
    int count = reference.elementCount(0);
    double[] flat = new double[inputs.length * count];
    for (int s = 0; s < inputs.length; s++) {
      System.arraycopy(inputs[s], 0, flat, s * count, count);
    }
    List<Integer> sample = reference.shape(0);
    long[] shape = new long[sample.size() + 1];
    shape[0] = inputs.length;
    for (int i = 0; i < sample.size(); i++) {
      shape[i + 1] = sample.get(i);
    }
    return Tensors.of(Device.CPU, flat, shape);
  }

  private static double[][] rows(Tensor values, int count) {
    double[] flat = Tensors.toDoubles(values);
    int width = flat.length / count;
    double[][] rows = new double[count][width];
    for (int s = 0; s < count; s++) {
      System.arraycopy(flat, s * width, rows[s], 0, width);
    }
    return rows;
  }

  private static Map<String, double[]> values(
      NetworkSpec spec, ReferenceNetwork reference, double[] parameters) {
    Map<String, double[]> values = new LinkedHashMap<>();
    List<ReferenceLayer.BatchNorm> norms = new ArrayList<>();
    reference.blocks().forEach(block -> gatherNorms(block.layers(), norms));
    int trained = 0;
    int variances = 0;
    for (ParameterSpec parameter : spec.plan().parameters()) {
      double[] elements;
      if (parameter.role() == Role.RUNNING_MEAN) {
        elements = array(norms.get(variances).mean());
      } else if (parameter.role() == Role.RUNNING_VARIANCE) {
        elements = array(norms.get(variances++).variance());
      } else {
        ReferenceNetwork.Parameter same = reference.parameters().get(trained++);
        requireSameShape(parameter, same);
        elements = reference.slice(parameters, same);
      }
      values.put(parameter.name(), elements);
    }
    return values;
  }

  private static void requireSameShape(ParameterSpec ours, ReferenceNetwork.Parameter theirs) {
    if (!ours.shape().equals(theirs.shape())) {
      throw new IllegalStateException(ours + " in the place of " + theirs);
    }
  }

  /** Batch normalisations in the order of their parameters. */
  private static void gatherNorms(
      List<ReferenceLayer> layers, List<ReferenceLayer.BatchNorm> norms) {
    for (ReferenceLayer layer : layers) {
      if (layer instanceof ReferenceLayer.BatchNorm norm) {
        norms.add(norm);
      } else if (layer instanceof ReferenceLayer.Residual residual) {
        gatherNorms(residual.body(), norms);
        gatherNorms(residual.shortcut(), norms);
      }
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static NetworkSpec spec(ReferenceNetwork reference) {
    List<Integer> shape = reference.shape(0);
    SampleShape sample =
        shape.size() == 1
            ? new SampleShape.Features(shape.get(0))
            : new SampleShape.Image(shape.get(0), shape.get(1), shape.get(2));
    List<Block> blocks =
        reference.blocks().stream()
            .map(block -> new Block(block.name(), layers(block.layers())))
            .toList();
    return new NetworkSpec("twin", new InputSpec(sample, ValidRange.UNIT), blocks);
  }

  private static List<Layer> layers(List<ReferenceLayer> layers) {
    return layers.stream().map(Twin::layer).toList();
  }

  private static Layer layer(ReferenceLayer layer) {
    if (layer instanceof ReferenceLayer.Linear linear) {
      return new Linear(linear.out(), true);
    } else if (layer instanceof ReferenceLayer.Relu) {
      return new Relu();
    } else if (layer instanceof ReferenceLayer.Convolution2d c) {
      return new Convolution(c.out(), c.kernel(), c.stride(), c.padding(), true);
    } else if (layer instanceof ReferenceLayer.MaxPool2x2) {
      return new MaxPool(2, 2);
    } else if (layer instanceof ReferenceLayer.AveragePool2d pool) {
      return new AveragePool(pool.size(), pool.size());
    } else if (layer instanceof ReferenceLayer.Flatten) {
      return new Flatten();
    } else if (layer instanceof ReferenceLayer.BatchNorm norm) {
      return new BatchNorm(0.1, norm.epsilon());
    }
    ReferenceLayer.Residual residual = (ReferenceLayer.Residual) layer;
    return new Residual(layers(residual.body()), layers(residual.shortcut()));
  }
}
