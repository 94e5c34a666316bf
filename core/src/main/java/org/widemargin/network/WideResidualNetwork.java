package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;

/**
 * Wide residual networks, WRN-depth-width (Zagoruyko and Komodakis, 2016), with activations before
 * convolutions: a 3x3 convolution of 16 filters; three groups of residual pairs of 3x3
 * convolutions, of 16, 32 and 64 filters times the width, the second and third at half the
 * resolution of the one before; the mean over positions; one linear layer. Convolutions have no
 * bias.
 *
 * @param depth 6n + 4, with n pairs in each group
 * @param width the factor of the number of filters, at least 1
 */
record WideResidualNetwork(int depth, int width) {
  private static final Pattern NAME = Pattern.compile("wrn-([1-9]\\d{0,2})-([1-9]\\d{0,2})");
  private static final int GROUPS = 3;
  private static final int FIRST_FILTERS = 16;
  private static final BatchNorm NORM = BatchNorm.defaults();
  private static final Relu RELU = new Relu();

  /** Checks the depth. */
  WideResidualNetwork {
    require(
        depth >= 10 && (depth - 4) % 6 == 0,
        "wrn-%d-%d: expected a depth of 6n + 4, such as 10, 16, 22 or 28, found %d",
        depth,
        width,
        depth);
  }

  /** Tells whether a model's name is one of these. */
  static boolean isNamed(String name) {
    return NAME.matcher(name).matches();
  }

  /** Reads a name such as {@code wrn-16-1}. */
  static WideResidualNetwork named(String name) {
    Matcher matcher = NAME.matcher(name);
    require(matcher.matches(), "expected a name such as wrn-16-1, found '%s'", name);
    return new WideResidualNetwork(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * The network.
   *
   * @param input images
   * @param classes the number of classes
   * @param dropout between the two convolutions of each pair; 0 for none
   * @return the spec, with the layers input, conv1, block1, block2, block3, logits; inside the
   *     groups lie the {@linkplain Units units} block1.unit1 and so on, and block1 is its last one
   */
  NetworkSpec spec(InputSpec input, int classes, double dropout) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.of("conv1", convolution(FIRST_FILTERS, 3, 1)));
    int channels = FIRST_FILTERS;
    for (int group = 1; group <= GROUPS; group++) {
      int filters = (FIRST_FILTERS * width) << (group - 1);
      int stride = group == 1 ? 1 : 2;
      blocks.add(
          new Block(
              "block" + group,
              group(filters, stride, channels == filters && stride == 1, dropout)));
      channels = filters;
    }
    blocks.add(Block.of("logits", NORM, RELU, new GlobalAveragePool(), new Linear(classes, true)));
    return new NetworkSpec("wrn-" + depth + "-" + width, input, blocks);
  }

  private List<Layer> group(int filters, int stride, boolean sameShape, double dropout) {
    List<Layer> layers = new ArrayList<>();
    int left = (depth - 4) / 6;
    if (!sameShape) {
      layers.addAll(changingPair(filters, stride, dropout));
      left--;
    }
    for (int pair = 0; pair < left; pair++) {
      layers.add(pair(filters, dropout));
    }
    return layers;
  }

  /** Where the shape changes, both branches start after the activation. */
  private static List<Layer> changingPair(int filters, int stride, double dropout) {
    Layer shortcut = new Convolution(filters, 1, stride, 0, false);
    return List.of(
        NORM, RELU, new Residual(convolutions(filters, stride, dropout), List.of(shortcut)));
  }

  private static Layer pair(int filters, double dropout) {
    List<Layer> main = new ArrayList<>(List.of(NORM, RELU));
    main.addAll(convolutions(filters, 1, dropout));
    return new Residual(main, List.of());
  }

  private static List<Layer> convolutions(int filters, int stride, double dropout) {
    List<Layer> layers = new ArrayList<>(List.of(convolution(filters, 3, stride), NORM, RELU));
    if (dropout > 0) {
      layers.add(new Dropout(dropout));
    }
    layers.add(convolution(filters, 3, 1));
    return layers;
  }

  private static Convolution convolution(int filters, int kernel, int stride) {
    return new Convolution(filters, kernel, stride, kernel / 2, false);
  }
}
