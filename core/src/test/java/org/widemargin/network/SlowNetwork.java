package org.widemargin.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.widemargin.layer.AdaptiveAveragePool;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Gelu;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.GroupNorm;
import org.widemargin.layer.Layer;
import org.widemargin.layer.LayerCases;
import org.widemargin.layer.LayerNorm;
import org.widemargin.layer.LeakyRelu;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Silu;
import org.widemargin.layer.Standardize;

/**
 * A network in inference, one sample at a time, in plain loops over doubles as the definitions are
 * written. It counts the products of weights and values that it makes, those with padding's zeros
 * among them.
 */
final class SlowNetwork {
  /** One sample's value; a row has height and width 1. */
  @SuppressWarnings("ArrayRecordComponent") // made once, and only read
  record Value(int[] shape, double[] elements) {
    int channels() {
      return shape[0];
    }

    int height() {
      return shape.length == 1 ? 1 : shape[1];
    }

    int width() {
      return shape.length == 1 ? 1 : shape[2];
    }

    double at(int channel, int row, int column) {
      return elements[(channel * height() + row) * width() + column];
    }

    boolean holds(int row, int column) {
      return row >= 0 && row < height() && column >= 0 && column < width();
    }
  }

  /** What an element of a result is. */
  private interface Element {
    double at(int channel, int row, int column);
  }

  private final NetworkSpec spec;
  private final Map<String, double[]> parameters;
  private long products;

  SlowNetwork(NetworkSpec spec, Map<String, double[]> parameters) {
    this.spec = spec;
    this.parameters = parameters;
  }

  /** The products that all calls so far have made. */
  long products() {
    return products;
  }

  /** The value after each block. */
  Map<String, Value> forward(double[] input) {
    Map<String, Value> values = new LinkedHashMap<>();
    Value value = new Value(spec.input().shape().dimensions(), input);
    for (Block block : spec.blocks()) {
      value = run(block.name(), block.layers(), value);
      values.put(block.name(), value);
    }
    return values;
  }

  double[] logits(double[] input) {
    Map<String, Value> values = forward(input);
    String last = spec.blocks().get(spec.blocks().size() - 1).name();
    return Objects.requireNonNull(values.get(last)).elements();
  }

  private Value run(String prefix, List<Layer> layers, Value input) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Value value = input;
    for (Layer layer : layers) {
      int count = counts.merge(layer.kind(), 1, Integer::sum);
      String path = prefix + "." + layer.kind() + (count == 1 ? "" : count);
      value = new Step(path, value).of(layer);
    }
    return value;
  }

  private static Value made(int[] shape, Element element) {
    Value empty = new Value(shape, new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)]);
    int place = 0;
    for (int channel = 0; channel < empty.channels(); channel++) {
      for (int row = 0; row < empty.height(); row++) {
        for (int column = 0; column < empty.width(); column++) {
          empty.elements()[place++] = element.at(channel, row, column);
        }
      }
    }
    return empty;
  }

  private final class Step implements LayerCases<Value> {
    private final String path;
    private final Value input;

    Step(String path, Value input) {
      this.path = path;
      this.input = input;
    }

    private double[] parameter(String name) {
      return Objects.requireNonNull(parameters.get(path + "." + name), path + "." + name);
    }

    private Value each(DoubleUnaryOperator function) {
      return new Value(input.shape(), Arrays.stream(input.elements()).map(function).toArray());
    }

    private int[] pooled(int size, int stride, int padding) {
      return new int[] {
        input.channels(),
        (input.height() + 2 * padding - size) / stride + 1,
        (input.width() + 2 * padding - size) / stride + 1
      };
    }

    @Override
    public Value convolution(Convolution layer) {
      double[] weight = parameter("weight");
      int inputs = input.channels() / layer.groups();
      int outputs = layer.channels() / layer.groups();
      int rows = layer.kernel().height();
      int columns = layer.kernel().width();
      int height = input.height() + layer.padding().top() + layer.padding().bottom();
      int width = input.width() + layer.padding().left() + layer.padding().right();
      int[] shape = {
        layer.channels(),
        (height - layer.dilation() * (rows - 1) - 1) / layer.stride() + 1,
        (width - layer.dilation() * (columns - 1) - 1) / layer.stride() + 1
      };
      return made(
          shape,
          (channel, row, column) -> {
            double sum = layer.bias() ? parameter("bias")[channel] : 0;
            for (int i = 0; i < inputs; i++) {
              for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                  int y = row * layer.stride() + r * layer.dilation() - layer.padding().top();
                  int x = column * layer.stride() + c * layer.dilation() - layer.padding().left();
                  int from = channel / outputs * inputs + i;
                  double value = input.holds(y, x) ? input.at(from, y, x) : 0;
                  sum += weight[((channel * inputs + i) * rows + r) * columns + c] * value;
                  products++;
                }
              }
            }
            return sum;
          });
    }

    @Override
    public Value linear(Linear layer) {
      double[] weight = parameter("weight");
      int inputs = input.elements().length;
      return made(
          new int[] {layer.features()},
          (feature, row, column) -> {
            double sum = layer.bias() ? parameter("bias")[feature] : 0;
            for (int i = 0; i < inputs; i++) {
              sum += weight[feature * inputs + i] * input.elements()[i];
              products++;
            }
            return sum;
          });
    }

    @Override
    public Value relu(Relu layer) {
      return each(x -> Math.max(0, x));
    }

    @Override
    public Value gelu(Gelu layer) {
      return each(x -> x * normalDistribution(x));
    }

    @Override
    public Value silu(Silu layer) {
      return each(x -> x / (1 + Math.exp(-x)));
    }

    @Override
    public Value leakyRelu(LeakyRelu layer) {
      return each(x -> x > 0 ? x : layer.negativeSlope() * x);
    }

    @Override
    public Value maxPool(MaxPool layer) {
      return made(
          pooled(layer.size(), layer.stride(), layer.padding()),
          (channel, row, column) -> {
            double largest = Double.NEGATIVE_INFINITY;
            for (int r = 0; r < layer.size(); r++) {
              for (int c = 0; c < layer.size(); c++) {
                int y = row * layer.stride() + r - layer.padding();
                int x = column * layer.stride() + c - layer.padding();
                if (input.holds(y, x)) {
                  largest = Math.max(largest, input.at(channel, y, x));
                }
              }
            }
            return largest;
          });
    }

    @Override
    public Value averagePool(AveragePool layer) {
      return made(
          pooled(layer.size(), layer.stride(), layer.padding()),
          (channel, row, column) -> {
            double sum = 0;
            int inside = 0;
            for (int r = 0; r < layer.size(); r++) {
              for (int c = 0; c < layer.size(); c++) {
                int y = row * layer.stride() + r - layer.padding();
                int x = column * layer.stride() + c - layer.padding();
                if (input.holds(y, x)) {
                  sum += input.at(channel, y, x);
                  inside++;
                }
              }
            }
            return sum / (layer.countIncludePad() ? layer.size() * layer.size() : inside);
          });
    }

    @Override
    public Value globalAveragePool(GlobalAveragePool layer) {
      return made(
          new int[] {input.channels()},
          (channel, row, column) -> mean(channel, 0, input.height(), 0, input.width()));
    }

    @Override
    public Value adaptiveAveragePool(AdaptiveAveragePool layer) {
      return made(
          new int[] {input.channels(), layer.height(), layer.width()},
          (channel, row, column) ->
              mean(
                  channel,
                  (int) Math.floor((double) row * input.height() / layer.height()),
                  (int) Math.ceil((row + 1.0) * input.height() / layer.height()),
                  (int) Math.floor((double) column * input.width() / layer.width()),
                  (int) Math.ceil((column + 1.0) * input.width() / layer.width())));
    }

    private double mean(int channel, int top, int bottom, int left, int right) {
      double sum = 0;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          sum += input.at(channel, y, x);
        }
      }
      return sum / ((bottom - top) * (right - left));
    }

    @Override
    public Value batchNorm(BatchNorm layer) {
      double[] mean = parameter("running_mean");
      double[] variance = parameter("running_var");
      return made(
          input.shape(),
          (channel, row, column) ->
              (input.at(channel, row, column) - mean[channel])
                      / Math.sqrt(variance[channel] + layer.epsilon())
                      * parameter("weight")[channel]
                  + parameter("bias")[channel]);
    }

    @Override
    public Value layerNorm(LayerNorm layer) {
      double[] standard =
          standardised(0, input.elements().length, variance -> variance + layer.epsilon());
      for (int i = 0; i < standard.length; i++) {
        standard[i] = standard[i] * parameter("weight")[i] + parameter("bias")[i];
      }
      return new Value(input.shape(), standard);
    }

    @Override
    public Value groupNorm(GroupNorm layer) {
      int size = input.elements().length / layer.groups();
      int ofChannel = input.elements().length / input.channels();
      double[] elements = new double[input.elements().length];
      for (int group = 0; group < layer.groups(); group++) {
        double[] standard =
            standardised(group * size, size, variance -> variance + layer.epsilon());
        for (int i = 0; i < size; i++) {
          int channel = (group * size + i) / ofChannel;
          elements[group * size + i] =
              standard[i] * parameter("weight")[channel] + parameter("bias")[channel];
        }
      }
      return new Value(input.shape(), elements);
    }

    @Override
    public Value standardize(Standardize layer) {
      int count = input.elements().length;
      return new Value(
          input.shape(), standardised(0, count, variance -> Math.max(variance, 1.0 / count)));
    }

    private double[] standardised(int from, int count, DoubleUnaryOperator floor) {
      double[] values = Arrays.copyOfRange(input.elements(), from, from + count);
      double mean = Arrays.stream(values).sum() / count;
      double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / count;
      double deviation = Math.sqrt(floor.applyAsDouble(variance));
      return Arrays.stream(values).map(x -> (x - mean) / deviation).toArray();
    }

    @Override
    public Value flatten(Flatten layer) {
      return new Value(new int[] {input.elements().length}, input.elements());
    }

    @Override
    public Value dropout(Dropout layer) {
      return input;
    }

    @Override
    public Value normalize(Normalize layer) {
      return made(
          input.shape(),
          (channel, row, column) ->
              (input.at(channel, row, column) - layer.mean().get(channel))
                  / layer.std().get(channel));
    }

    @Override
    public Value residual(Residual layer) {
      Value main = run(path + ".main", layer.main(), input);
      Value shortcut = run(path + ".shortcut", layer.shortcut(), input);
      return made(
          main.shape(), (channel, y, x) -> main.at(channel, y, x) + shortcut.at(channel, y, x));
    }

    @Override
    public Value concatenate(Concatenate layer) {
      List<Value> ends = new ArrayList<>();
      for (List<Layer> branch : layer.branches()) {
        ends.add(run(path + ".branch" + (ends.size() + 1), branch, input));
      }
      int[] shape = ends.get(0).shape().clone();
      shape[0] = ends.stream().mapToInt(Value::channels).sum();
      double[] elements =
          ends.stream().flatMapToDouble(end -> Arrays.stream(end.elements())).toArray();
      return new Value(shape, elements);
    }
  }

  /**
   * The standard normal distribution, by the series of the error function, which converges for
   * every x.
   */
  static double normalDistribution(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-20 * Math.abs(sum); n++) {
      term *= x * x / (2 * n + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
