package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.widemargin.data.SampleShape;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.KernelSize;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Padding;
import org.widemargin.layer.Relu;

/**
 * Inception v3 (Szegedy et al., 2016, "Rethinking the Inception Architecture for Computer Vision"),
 * as its authors released it: where the paper's table 1 and their code differ in the stem, the
 * code. Pixels are brought from [0, 1] to [-1, 1] inside. Average pooling leaves padding out, as
 * TensorFlow does, or counts it, as torchvision does; convolutions have no bias, and batch
 * normalisation an epsilon of 0.001.
 *
 * <p>The reduced one has the same blocks behind a stem of one convolution, with an eighth of the
 * channels, for images of 32 pixels.
 *
 * @param reduced whether it is the reduced one
 * @param countsPadding whether the zeros around an image count in the means over its borders
 */
record InceptionV3(boolean reduced, boolean countsPadding) {
  /** The name of the network of the paper. */
  static final String NAME = "inception-v3";

  /** The name of the one that gives what torchvision's gives of the same weights. */
  static final String TORCHVISION = "inception-v3-torchvision";

  /** The name of the reduced one. */
  static final String REDUCED = "inception-v3-reduced";

  private static final int DIVISOR = 8;
  private static final BatchNorm NORM = new BatchNorm(0.1, 1e-3);
  private static final MaxPool HALVING = new MaxPool(3, 2);

  /** Tells whether a model's name is one of these. */
  static boolean isNamed(String name) {
    return name.equals(NAME) || name.equals(TORCHVISION) || name.equals(REDUCED);
  }

  /** The network of a name. */
  static InceptionV3 named(String name) {
    return new InceptionV3(name.equals(REDUCED), name.equals(TORCHVISION));
  }

  /** What it was made for. */
  InputSpec usualInput() {
    return reduced ? InputSpec.image(3, 32, 32) : InputSpec.image(3, 299, 299);
  }

  /**
   * The network, with its auxiliary classifier.
   *
   * @param input images
   * @param classes the number of classes
   * @param dropout before the last layer; 0 for none
   * @return the spec; a block for each module, named as in the release: mixed5b to mixed7c
   */
  NetworkSpec spec(InputSpec input, int classes, double dropout) {
    String name = name();
    SampleShape.Image image = image(name, input);
    List<Block> blocks = new ArrayList<>(reduced ? reducedStem(image) : stem(image));
    blocks.add(Block.of("mixed5b", grid35(32)));
    blocks.add(Block.of("mixed5c", grid35(64)));
    blocks.add(Block.of("mixed5d", grid35(64)));
    blocks.add(Block.of("mixed6a", halving35()));
    blocks.add(Block.of("mixed6b", grid17(128)));
    blocks.add(Block.of("mixed6c", grid17(160)));
    blocks.add(Block.of("mixed6d", grid17(160)));
    blocks.add(Block.of("mixed6e", grid17(192)));
    blocks.add(Block.of("mixed7a", halving17()));
    blocks.add(Block.of("mixed7b", grid8()));
    blocks.add(Block.of("mixed7c", grid8()));
    List<Layer> head = new ArrayList<>(List.of(new GlobalAveragePool()));
    if (dropout > 0) {
      head.add(new Dropout(dropout));
    }
    head.add(new Linear(classes, true));
    blocks.add(new Block("logits", head));
    return new NetworkSpec(
        name,
        input,
        blocks,
        reduced ? null : InceptionV3Names.torchvision(),
        new Auxiliary("mixed6e", auxiliary(classes)));
  }

  private String name() {
    if (reduced) {
      return REDUCED;
    }
    return countsPadding ? TORCHVISION : NAME;
  }

  private Layer average() {
    return new AveragePool(3, 1, 1, countsPadding);
  }

  private SampleShape.Image image(String name, InputSpec input) {
    require(
        input.shape() instanceof SampleShape.Image,
        "model '%s' takes images, the samples are rows of numbers: choose mlp, mlp:WIDTHS, linear"
            + " or a spec file",
        name);
    SampleShape.Image image = (SampleShape.Image) input.shape();
    // Below it the auxiliary classifier's window, on a grid of a sixteenth, has no place.
    int least = reduced ? 32 : 299;
    require(
        Math.min(image.height(), image.width()) >= least,
        "model '%s': expected images of at least %d x %d pixels, found %d x %d",
        name,
        least,
        least,
        image.height(),
        image.width());
    return image;
  }

  private List<Block> stem(SampleShape.Image image) {
    return List.of(
        new Block("conv1a", after(normalize(image), unit(32, 3, 2, 0))),
        new Block("conv2a", unit(32, 3, 1, 0)),
        new Block("conv2b", unit(64, 3, 1, 1)),
        Block.of("pool1", HALVING),
        new Block("conv3b", unit(80, 1, 1, 0)),
        new Block("conv4a", unit(192, 3, 1, 0)),
        Block.of("pool2", HALVING));
  }

  private List<Block> reducedStem(SampleShape.Image image) {
    return List.of(new Block("conv4a", after(normalize(image), unit(192, 3, 1, 1))));
  }

  private static Layer normalize(SampleShape.Image image) {
    List<Double> half = Collections.nCopies(image.channels(), 0.5);
    return new Normalize(half, half);
  }

  /** The paper's figure 5. */
  private Layer grid35(int pooled) {
    return new Concatenate(
        List.of(
            unit(64, 1, 1, 0),
            chain(List.of(unit(48, 1, 1, 0), unit(64, 5, 1, 2))),
            chain(List.of(unit(64, 1, 1, 0), unit(96, 3, 1, 1), unit(96, 3, 1, 1))),
            after(average(), unit(pooled, 1, 1, 0))));
  }

  /** From 35 x 35 to 17 x 17, the paper's figure 10. */
  private Layer halving35() {
    return new Concatenate(
        List.of(
            unit(384, 3, 2, 0),
            chain(List.of(unit(64, 1, 1, 0), unit(96, 3, 1, 1), unit(96, 3, 2, 0))),
            List.of(HALVING)));
  }

  /** The paper's figure 6, with n = 7. */
  private Layer grid17(int inner) {
    return new Concatenate(
        List.of(
            unit(192, 1, 1, 0),
            chain(List.of(unit(inner, 1, 1, 0), row(inner, 7), column(192, 7))),
            chain(
                List.of(
                    unit(inner, 1, 1, 0),
                    column(inner, 7),
                    row(inner, 7),
                    column(inner, 7),
                    row(192, 7))),
            after(average(), unit(192, 1, 1, 0))));
  }

  /** From 17 x 17 to 8 x 8. */
  private Layer halving17() {
    return new Concatenate(
        List.of(
            chain(List.of(unit(192, 1, 1, 0), unit(320, 3, 2, 0))),
            chain(List.of(unit(192, 1, 1, 0), row(192, 7), column(192, 7), unit(192, 3, 2, 0))),
            List.of(HALVING)));
  }

  /** The paper's figure 7. */
  private Layer grid8() {
    return new Concatenate(
        List.of(
            unit(320, 1, 1, 0),
            chain(
                List.of(
                    unit(384, 1, 1, 0),
                    List.of(new Concatenate(List.of(row(384, 3), column(384, 3)))))),
            chain(
                List.of(
                    unit(448, 1, 1, 0),
                    unit(384, 3, 1, 1),
                    List.of(new Concatenate(List.of(row(384, 3), column(384, 3)))))),
            after(average(), unit(192, 1, 1, 0))));
  }

  /** Their figure 8: on 17 x 17 a window of 5 leaves 5 x 5, on 15 x 15 it leaves 4 x 4. */
  private List<Layer> auxiliary(int classes) {
    return chain(
        List.of(
            List.of(new AveragePool(5, 3)),
            unit(128, 1, 1, 0),
            unit(768, reduced ? 4 : 5, 1, 0),
            List.of(new GlobalAveragePool(), new Linear(classes, true))));
  }

  private List<Layer> row(int channels, int width) {
    return unit(channels, new KernelSize(1, width), 1, Padding.symmetric(0, width / 2));
  }

  private List<Layer> column(int channels, int height) {
    return unit(channels, new KernelSize(height, 1), 1, Padding.symmetric(height / 2, 0));
  }

  private List<Layer> unit(int channels, int kernel, int stride, int padding) {
    return unit(channels, KernelSize.square(kernel), stride, Padding.all(padding));
  }

  private List<Layer> unit(int channels, KernelSize kernel, int stride, Padding padding) {
    int filters = reduced ? channels / DIVISOR : channels;
    return List.of(new Convolution(filters, kernel, stride, padding, false), NORM, new Relu());
  }

  private static List<Layer> after(Layer first, List<Layer> then) {
    return chain(List.of(List.of(first), then));
  }

  private static List<Layer> chain(List<List<Layer>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }
}
