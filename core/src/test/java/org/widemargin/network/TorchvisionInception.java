package org.widemargin.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Inception v3 written down a second time, by hand: with torchvision's names and module by module
 * as torchvision has it, in loops over doubles, for one image. Average pooling counts the padding,
 * as torchvision's does, or leaves it out, as in the paper's framework; reduced, every module has
 * an eighth of its channels. Shares nothing with the network that it is held against.
 */
final class TorchvisionInception {
  /** Channels of equal images. */
  @SuppressWarnings("ArrayRecordComponent") // made once, and only read
  record Image(int height, int width, double[][] channels) {}

  /** Both outputs. */
  @SuppressWarnings("ArrayRecordComponent")
  record Logits(double[] main, double[] auxiliary) {}

  private final Map<String, double[]> weights;
  private final boolean reduced;
  private final boolean countIncludePad;
  private final Set<String> used = new HashSet<>();

  TorchvisionInception(Map<String, double[]> weights, boolean reduced, boolean countIncludePad) {
    this.weights = weights;
    this.reduced = reduced;
    this.countIncludePad = countIncludePad;
  }

  /** The names of the weights that a pass has read. */
  Set<String> used() {
    return used;
  }

  Logits logits(Image pixels) {
    Image x = stem(new Image(pixels.height(), pixels.width(), centred(pixels.channels())));
    x = inceptionA("Mixed_5b", x, 32);
    x = inceptionA("Mixed_5c", x, 64);
    x = inceptionA("Mixed_5d", x, 64);
    x = inceptionB("Mixed_6a", x);
    x = inceptionC("Mixed_6b", x, 128);
    x = inceptionC("Mixed_6c", x, 160);
    x = inceptionC("Mixed_6d", x, 160);
    x = inceptionC("Mixed_6e", x, 192);
    double[] auxiliary = auxiliary(x);
    x = inceptionD("Mixed_7a", x);
    x = inceptionE("Mixed_7b", x);
    x = inceptionE("Mixed_7c", x);
    return new Logits(linear("fc", means(x)), auxiliary);
  }

  private Image stem(Image pixels) {
    if (reduced) {
      return unit("Conv2d_4a_3x3", pixels, 192, 3, 3, 1, 1, 1);
    }
    Image x = unit("Conv2d_1a_3x3", pixels, 32, 3, 3, 2, 0, 0);
    x = unit("Conv2d_2a_3x3", x, 32, 3, 3, 1, 0, 0);
    x = unit("Conv2d_2b_3x3", x, 64, 3, 3, 1, 1, 1);
    x = maxPool(x);
    x = unit("Conv2d_3b_1x1", x, 80, 1);
    x = unit("Conv2d_4a_3x3", x, 192, 3, 3, 1, 0, 0);
    return maxPool(x);
  }

  private static double[][] centred(double[][] channels) {
    return Arrays.stream(channels)
        .map(channel -> Arrays.stream(channel).map(pixel -> 2 * pixel - 1).toArray())
        .toArray(double[][]::new);
  }

  private double[] auxiliary(Image x) {
    Image pooled = averagePool(x, 5, 3, 0);
    Image narrow = unit("AuxLogits.conv0", pooled, 128, 1);
    int window = reduced ? 4 : 5;
    return linear(
        "AuxLogits.fc", means(unit("AuxLogits.conv1", narrow, 768, window, window, 1, 0, 0)));
  }

  private Image inceptionA(String m, Image x, int poolFeatures) {
    Image b5 = unit(m + ".branch5x5_1", x, 48, 1);
    Image b3 = unit(m + ".branch3x3dbl_1", x, 64, 1);
    b3 = unit(m + ".branch3x3dbl_2", b3, 96, 3, 3, 1, 1, 1);
    return cat(
        unit(m + ".branch1x1", x, 64, 1),
        unit(m + ".branch5x5_2", b5, 64, 5, 5, 1, 2, 2),
        unit(m + ".branch3x3dbl_3", b3, 96, 3, 3, 1, 1, 1),
        unit(m + ".branch_pool", averagePool(x, 3, 1, 1), poolFeatures, 1));
  }

  private Image inceptionB(String m, Image x) {
    Image b3 = unit(m + ".branch3x3dbl_1", x, 64, 1);
    b3 = unit(m + ".branch3x3dbl_2", b3, 96, 3, 3, 1, 1, 1);
    return cat(
        unit(m + ".branch3x3", x, 384, 3, 3, 2, 0, 0),
        unit(m + ".branch3x3dbl_3", b3, 96, 3, 3, 2, 0, 0),
        maxPool(x));
  }

  private Image inceptionC(String m, Image x, int c7) {
    Image b7 = unit(m + ".branch7x7_1", x, c7, 1);
    b7 = unit(m + ".branch7x7_2", b7, c7, 1, 7, 1, 0, 3);
    b7 = unit(m + ".branch7x7_3", b7, 192, 7, 1, 1, 3, 0);
    Image d7 = unit(m + ".branch7x7dbl_1", x, c7, 1);
    d7 = unit(m + ".branch7x7dbl_2", d7, c7, 7, 1, 1, 3, 0);
    d7 = unit(m + ".branch7x7dbl_3", d7, c7, 1, 7, 1, 0, 3);
    d7 = unit(m + ".branch7x7dbl_4", d7, c7, 7, 1, 1, 3, 0);
    d7 = unit(m + ".branch7x7dbl_5", d7, 192, 1, 7, 1, 0, 3);
    return cat(
        unit(m + ".branch1x1", x, 192, 1),
        b7,
        d7,
        unit(m + ".branch_pool", averagePool(x, 3, 1, 1), 192, 1));
  }

  private Image inceptionD(String m, Image x) {
    Image b3 = unit(m + ".branch3x3_1", x, 192, 1);
    Image b7 = unit(m + ".branch7x7x3_1", x, 192, 1);
    b7 = unit(m + ".branch7x7x3_2", b7, 192, 1, 7, 1, 0, 3);
    b7 = unit(m + ".branch7x7x3_3", b7, 192, 7, 1, 1, 3, 0);
    return cat(
        unit(m + ".branch3x3_2", b3, 320, 3, 3, 2, 0, 0),
        unit(m + ".branch7x7x3_4", b7, 192, 3, 3, 2, 0, 0),
        maxPool(x));
  }

  private Image inceptionE(String m, Image x) {
    Image b3 = unit(m + ".branch3x3_1", x, 384, 1);
    Image d3 = unit(m + ".branch3x3dbl_1", x, 448, 1);
    d3 = unit(m + ".branch3x3dbl_2", d3, 384, 3, 3, 1, 1, 1);
    return cat(
        unit(m + ".branch1x1", x, 320, 1),
        unit(m + ".branch3x3_2a", b3, 384, 1, 3, 1, 0, 1),
        unit(m + ".branch3x3_2b", b3, 384, 3, 1, 1, 1, 0),
        unit(m + ".branch3x3dbl_3a", d3, 384, 1, 3, 1, 0, 1),
        unit(m + ".branch3x3dbl_3b", d3, 384, 3, 1, 1, 1, 0),
        unit(m + ".branch_pool", averagePool(x, 3, 1, 1), 192, 1));
  }

  private Image unit(String name, Image x, int channels, int kernel) {
    return unit(name, x, channels, kernel, kernel, 1, 0, 0);
  }

  /** torchvision's BasicConv2d. */
  private Image unit(
      String name, Image x, int all, int rows, int columns, int stride, int down, int right) {
    int channels = reduced ? all / 8 : all;
    double[] kernels = weight(name + ".conv.weight");
    double[] scale = weight(name + ".bn.weight");
    double[] bias = weight(name + ".bn.bias");
    double[] mean = weight(name + ".bn.running_mean");
    double[] variance = weight(name + ".bn.running_var");
    int height = (x.height() + 2 * down - rows) / stride + 1;
    int width = (x.width() + 2 * right - columns) / stride + 1;
    int inputs = x.channels().length;
    double[][] result = new double[channels][height * width];
    for (int channel = 0; channel < channels; channel++) {
      double[] sum = result[channel];
      int kernel = channel * inputs * rows * columns;
      for (double[] from : x.channels()) {
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++, kernel++) {
            add(sum, height, width, from, x, kernels[kernel], r - down, c - right, stride);
          }
        }
      }
      double factor = scale[channel] / Math.sqrt(variance[channel] + 0.001);
      for (int i = 0; i < sum.length; i++) {
        sum[i] = Math.max(0, (sum[i] - mean[channel]) * factor + bias[channel]);
      }
    }
    return new Image(height, width, result);
  }

  /** One tap of a kernel, at all places. */
  private static void add(
      double[] sum,
      int height,
      int width,
      double[] from,
      Image x,
      double weight,
      int down,
      int right,
      int stride) {
    int first = right < 0 ? (-right + stride - 1) / stride : 0;
    int last = Math.min(width, (x.width() - 1 - right) / stride + 1);
    for (int row = 0; row < height; row++) {
      int y = row * stride + down;
      if (y >= 0 && y < x.height()) {
        int place = row * width;
        int source = y * x.width() + right;
        for (int column = first; column < last; column++) {
          sum[place + column] += weight * from[source + column * stride];
        }
      }
    }
  }

  private static Image maxPool(Image x) {
    int height = (x.height() - 3) / 2 + 1;
    int width = (x.width() - 3) / 2 + 1;
    double[][] result = new double[x.channels().length][height * width];
    for (int channel = 0; channel < result.length; channel++) {
      for (int i = 0; i < height * width; i++) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < 9; k++) {
          int y = i / width * 2 + k / 3;
          int xx = i % width * 2 + k % 3;
          largest = Math.max(largest, x.channels()[channel][y * x.width() + xx]);
        }
        result[channel][i] = largest;
      }
    }
    return new Image(height, width, result);
  }

  private Image averagePool(Image x, int size, int stride, int padding) {
    int height = (x.height() + 2 * padding - size) / stride + 1;
    int width = (x.width() + 2 * padding - size) / stride + 1;
    double[][] result = new double[x.channels().length][height * width];
    for (int channel = 0; channel < result.length; channel++) {
      for (int i = 0; i < height * width; i++) {
        double sum = 0;
        int inside = 0;
        for (int k = 0; k < size * size; k++) {
          int y = i / width * stride + k / size - padding;
          int xx = i % width * stride + k % size - padding;
          if (y >= 0 && y < x.height() && xx >= 0 && xx < x.width()) {
            sum += x.channels()[channel][y * x.width() + xx];
            inside++;
          }
        }
        result[channel][i] = sum / (countIncludePad ? size * size : inside);
      }
    }
    return new Image(height, width, result);
  }

  private static Image cat(Image... parts) {
    List<double[]> channels = new ArrayList<>();
    for (Image part : parts) {
      channels.addAll(List.of(part.channels()));
    }
    return new Image(parts[0].height(), parts[0].width(), channels.toArray(double[][]::new));
  }

  private static double[] means(Image x) {
    return Arrays.stream(x.channels())
        .mapToDouble(channel -> Arrays.stream(channel).sum() / channel.length)
        .toArray();
  }

  private double[] linear(String name, double[] x) {
    double[] matrix = weight(name + ".weight");
    double[] result = weight(name + ".bias").clone();
    for (int i = 0; i < result.length; i++) {
      for (int j = 0; j < x.length; j++) {
        result[i] += matrix[i * x.length + j] * x[j];
      }
    }
    return result;
  }

  private double[] weight(String name) {
    used.add(name);
    return Objects.requireNonNull(weights.get(name), name);
  }
}
