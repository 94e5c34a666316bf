package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.data.SampleShape;
import org.widemargin.error.Nearest;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Relu;

/** The architectures that have a name. */
public final class Architectures {
  /** The names that {@link #named} knows. */
  public static final List<String> NAMES =
      List.of(
          "mnist-cnn",
          "mnist-cnn-bn",
          CertifiableNetwork.NAME,
          "wrn-16-1",
          "wrn-28-10",
          InceptionV3.NAME,
          InceptionV3.TORCHVISION,
          InceptionV3.REDUCED,
          "mlp",
          "linear");

  private static final InputSpec MNIST = InputSpec.image(1, 28, 28);
  private static final InputSpec CIFAR = InputSpec.image(3, 32, 32);

  private static final String LOGITS = "logits";

  private Architectures() {}

  /**
   * Builds a named architecture.
   *
   * @param name one of {@link #NAMES}; {@code mlp:512,512} gives an mlp's hidden widths, {@code
   *     wrn-22-2} a wide residual network's depth and width
   * @param input what the network takes
   * @param classes the number of classes
   * @param dropout the probability of dropout after each hidden block; 0 for none
   * @return the spec
   * @throws org.widemargin.error.InputException for an unknown name
   */
  public static NetworkSpec named(String name, InputSpec input, int classes, double dropout) {
    if (name.startsWith("mlp:")) {
      return mlp(input, widths(name), classes, dropout);
    }
    if (InceptionV3.isNamed(name)) {
      return InceptionV3.named(name).spec(input, classes, dropout);
    }
    if (WideResidualNetwork.isNamed(name)) {
      requireImages(name, input);
      return wideResidual(name, input, classes, dropout);
    }
    require(
        NAMES.contains(name),
        "unknown model '%s': neither a spec file (.yaml) nor a name; %s",
        name,
        Nearest.hint(name, NAMES));
    requireImages(name, input);
    return switch (name) {
      case "mnist-cnn" -> mnistCnn(input, classes, dropout);
      case "mnist-cnn-bn" -> mnistCnnBatchNorm(input, classes, dropout);
      case CertifiableNetwork.NAME -> CertifiableNetwork.spec(input, classes, dropout);
      case "mlp" -> mlp(input, List.of(512, 512, 512), classes, dropout);
      default -> linear(input, classes);
    };
  }

  private static void requireImages(String name, InputSpec input) {
    boolean rows = input.shape() instanceof SampleShape.Features;
    require(
        !rows || name.equals("mlp") || name.equals("linear"),
        "model '%s' takes images, the samples are rows of numbers: choose mlp, mlp:WIDTHS, linear"
            + " or a spec file",
        name);
  }

  /**
   * The paper's MNIST network (appendix A.2): 5x5 convolutions with 32 and 64 filters, each with
   * ReLU and 2x2 max-pooling, and two fully connected layers of 512.
   *
   * @param input images
   * @param classes the number of classes
   * @param dropout after each hidden block; 0 for none
   * @return the spec, with the layers input, conv1, conv2, fc1, fc2, logits
   */
  public static NetworkSpec mnistCnn(InputSpec input, int classes, double dropout) {
    Convolution first = new Convolution(32, 5, 1, 2, true);
    Convolution second = new Convolution(64, 5, 1, 2, true);
    MaxPool pool = new MaxPool(2, 2);
    Linear hidden = new Linear(512, true);
    return new NetworkSpec(
        "mnist-cnn",
        input,
        List.of(
            block("conv1", dropout, first, new Relu(), pool),
            block("conv2", dropout, second, new Relu(), pool),
            block("fc1", dropout, new Flatten(), hidden, new Relu()),
            block("fc2", dropout, hidden, new Relu()),
            Block.of(LOGITS, new Linear(classes, true))));
  }

  /**
   * The network of the authors' released code: convolution, ReLU, max-pooling and batch
   * normalisation twice, one fully connected layer of 512.
   *
   * @param input images
   * @param classes the number of classes
   * @param dropout after each hidden block; 0 for none
   * @return the spec, with the layers input, conv1, conv2, fc1, logits
   */
  public static NetworkSpec mnistCnnBatchNorm(InputSpec input, int classes, double dropout) {
    MaxPool pool = new MaxPool(2, 2);
    BatchNorm norm = BatchNorm.defaults();
    return new NetworkSpec(
        "mnist-cnn-bn",
        input,
        List.of(
            block("conv1", dropout, new Convolution(32, 5, 1, 2, true), new Relu(), pool, norm),
            block("conv2", dropout, new Convolution(64, 5, 1, 2, true), new Relu(), pool, norm),
            block("fc1", dropout, new Flatten(), new Linear(512, true), new Relu()),
            Block.of(LOGITS, new Linear(classes, true))));
  }

  /**
   * A multi-layer perceptron.
   *
   * @param input images, which are flattened, or features
   * @param widths of the hidden layers
   * @param classes the number of classes
   * @param dropout after each hidden layer; 0 for none
   * @return the spec, with the layers input, fc1, fc2, ..., logits
   */
  public static NetworkSpec mlp(
      InputSpec input, List<Integer> widths, int classes, double dropout) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      Linear hidden = new Linear(widths.get(i), true);
      blocks.add(
          i == 0 && isImage(input)
              ? block("fc1", dropout, new Flatten(), hidden, new Relu())
              : block("fc" + (i + 1), dropout, hidden, new Relu()));
    }
    blocks.add(head(input, widths.isEmpty(), classes));
    return new NetworkSpec("mlp", input, blocks);
  }

  /**
   * A linear classifier.
   *
   * @param input images, which are flattened, or features
   * @param classes the number of classes
   * @return the spec, with the layers input and logits
   */
  public static NetworkSpec linear(InputSpec input, int classes) {
    return new NetworkSpec("linear", input, List.of(head(input, true, classes)));
  }

  /**
   * A wide residual network (Zagoruyko and Komodakis, 2016) with activations before convolutions.
   *
   * @param name {@code wrn-DEPTH-WIDTH}, where the depth is 6n + 4
   * @param input images
   * @param classes the number of classes
   * @param dropout between the convolutions of each pair; 0 for none
   * @return the spec, with the layers input, conv1, block1, block2, block3, logits, and between
   *     them a layer after each residual unit: block1.unit1 and so on
   * @throws org.widemargin.error.InputException for a name of another form
   */
  public static NetworkSpec wideResidual(
      String name, InputSpec input, int classes, double dropout) {
    return WideResidualNetwork.named(name).spec(input, classes, dropout);
  }

  /**
   * What an architecture was made for.
   *
   * @param name as for {@link #named}
   * @return the input of CIFAR for wide residual networks, of ImageNet for Inception v3, of MNIST
   *     for others
   */
  public static InputSpec usualInput(String name) {
    if (InceptionV3.isNamed(name)) {
      return InceptionV3.named(name).usualInput();
    }
    return WideResidualNetwork.isNamed(name) ? CIFAR : MNIST;
  }

  private static boolean isImage(InputSpec input) {
    return input.shape() instanceof SampleShape.Image;
  }

  private static Block head(InputSpec input, boolean first, int classes) {
    Linear linear = new Linear(classes, true);
    return first && isImage(input)
        ? Block.of(LOGITS, new Flatten(), linear)
        : Block.of(LOGITS, linear);
  }

  private static Block block(String name, double dropout, Layer... layers) {
    List<Layer> all = new ArrayList<>(List.of(layers));
    if (dropout > 0) {
      all.add(new Dropout(dropout));
    }
    return new Block(name, all);
  }

  private static List<Integer> widths(String name) {
    List<Integer> widths = new ArrayList<>();
    for (String part : name.substring("mlp:".length()).split(",", -1)) {
      require(
          part.matches("[1-9][0-9]{0,5}"),
          "expected positive widths in '%s', as in mlp:512,512, found '%s'",
          name,
          part);
      widths.add(Integer.parseInt(part));
    }
    return widths;
  }
}
