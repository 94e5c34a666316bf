package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * A layer as data. A new kind is one record here and one case in each {@link Cases}: the forward
 * pass, shapes and costs, and the exports.
 *
 * <p>In YAML a layer is a map with its kind as the only key: {@code convolution: {channels: 32,
 * kernel: 5, padding: 2}}.
 */
public sealed interface Layer {

  /**
   * One function for each kind of layer.
   *
   * @param <T> what the functions return
   */
  interface Cases<T> {
    /**
     * Called for a convolution.
     *
     * @param layer the layer
     * @return the result
     */
    T convolution(Convolution layer);

    /**
     * Called for a fully connected layer.
     *
     * @param layer the layer
     * @return the result
     */
    T linear(Linear layer);

    /**
     * Called for a rectifier.
     *
     * @param layer the layer
     * @return the result
     */
    T relu(Relu layer);

    /**
     * Called for max-pooling.
     *
     * @param layer the layer
     * @return the result
     */
    T maxPool(MaxPool layer);

    /**
     * Called for average-pooling.
     *
     * @param layer the layer
     * @return the result
     */
    T averagePool(AveragePool layer);

    /**
     * Called for the mean over positions.
     *
     * @param layer the layer
     * @return the result
     */
    T globalAveragePool(GlobalAveragePool layer);

    /**
     * Called for batch normalisation.
     *
     * @param layer the layer
     * @return the result
     */
    T batchNorm(BatchNorm layer);

    /**
     * Called for flattening.
     *
     * @param layer the layer
     * @return the result
     */
    T flatten(Flatten layer);

    /**
     * Called for dropout.
     *
     * @param layer the layer
     * @return the result
     */
    T dropout(Dropout layer);

    /**
     * Called for fixed normalisation.
     *
     * @param layer the layer
     * @return the result
     */
    T normalize(Normalize layer);

    /**
     * Called for standardisation of each sample.
     *
     * @param layer the layer
     * @return the result
     */
    T standardize(Standardize layer);

    /**
     * Called for a residual pair of branches.
     *
     * @param layer the layer
     * @return the result
     */
    T residual(Residual layer);
  }

  /**
   * Applies the function for this kind.
   *
   * @param <T> what the functions return
   * @param cases the functions
   * @return the result
   */
  <T> T match(Cases<T> cases);

  /**
   * The kind's name in YAML and in parameter names.
   *
   * @return for example {@code convolution}
   */
  @JsonIgnore
  String kind();

  /**
   * Two-dimensional convolution.
   *
   * @param channels output channels
   * @param kernel side of the square kernel
   * @param stride the same in both directions
   * @param padding zeros on each side
   * @param bias whether it adds a bias
   */
  record Convolution(int channels, int kernel, int stride, int padding, boolean bias)
      implements Layer {
    /** Checks the sizes. */
    public Convolution {
      require(channels >= 1, "convolution: expected channels of at least 1, found %d", channels);
      require(kernel >= 1, "convolution: expected a kernel of at least 1, found %d", kernel);
      require(stride >= 1, "convolution: expected a stride of at least 1, found %d", stride);
      require(padding >= 0, "convolution: expected a padding of at least 0, found %d", padding);
    }

    static Convolution defaults(int channels, int kernel) {
      return new Convolution(channels, kernel, /* stride= */ 1, /* padding= */ 0, /* bias= */ true);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.convolution(this);
    }

    @Override
    public String kind() {
      return "convolution";
    }
  }

  /**
   * A fully connected layer.
   *
   * @param features output features
   * @param bias whether it adds a bias
   */
  record Linear(int features, boolean bias) implements Layer {
    /** Checks the size. */
    public Linear {
      require(features >= 1, "linear: expected features of at least 1, found %d", features);
    }

    static Linear defaults(int features) {
      return new Linear(features, /* bias= */ true);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.linear(this);
    }

    @Override
    public String kind() {
      return "linear";
    }
  }

  /** {@code max(0, x)}. */
  record Relu() implements Layer {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.relu(this);
    }

    @Override
    public String kind() {
      return "relu";
    }
  }

  /**
   * Max-pooling.
   *
   * @param size the window's side
   * @param stride the window's step
   */
  record MaxPool(int size, int stride) implements Layer {
    /** Checks the sizes. */
    public MaxPool {
      require(size >= 1, "max-pool: expected a size of at least 1, found %d", size);
      require(stride >= 1, "max-pool: expected a stride of at least 1, found %d", stride);
    }

    static MaxPool defaults(int size) {
      return new MaxPool(size, /* stride= */ size);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.maxPool(this);
    }

    @Override
    public String kind() {
      return "max-pool";
    }
  }

  /**
   * Average-pooling.
   *
   * @param size the window's side
   * @param stride the window's step
   */
  record AveragePool(int size, int stride) implements Layer {
    /** Checks the sizes. */
    public AveragePool {
      require(size >= 1, "average-pool: expected a size of at least 1, found %d", size);
      require(stride >= 1, "average-pool: expected a stride of at least 1, found %d", stride);
    }

    static AveragePool defaults(int size) {
      return new AveragePool(size, /* stride= */ size);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.averagePool(this);
    }

    @Override
    public String kind() {
      return "average-pool";
    }
  }

  /** The mean over all positions of each channel. */
  record GlobalAveragePool() implements Layer {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.globalAveragePool(this);
    }

    @Override
    public String kind() {
      return "global-average-pool";
    }
  }

  /**
   * Batch normalisation (Ioffe and Szegedy, 2015).
   *
   * @param momentum the weight of the batch in the running statistics, in (0, 1]
   * @param epsilon added to the variance
   */
  record BatchNorm(double momentum, double epsilon) implements Layer {
    /** Checks the ranges. */
    public BatchNorm {
      require(
          momentum > 0 && momentum <= 1,
          "batch-norm: expected a momentum in (0, 1], found %s",
          momentum);
      require(epsilon > 0, "batch-norm: expected an epsilon above 0, found %s", epsilon);
    }

    static BatchNorm defaults() {
      return new BatchNorm(/* momentum= */ 0.1, /* epsilon= */ 1e-5);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.batchNorm(this);
    }

    @Override
    public String kind() {
      return "batch-norm";
    }
  }

  /** {@code [C, H, W]} to {@code [C * H * W]}, channel-major. */
  record Flatten() implements Layer {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.flatten(this);
    }

    @Override
    public String kind() {
      return "flatten";
    }
  }

  /**
   * Dropout, active in training only.
   *
   * @param probability the chance of an element being zeroed, in [0, 1)
   */
  record Dropout(double probability) implements Layer {
    /** Checks the range. */
    public Dropout {
      require(
          probability >= 0 && probability < 1,
          "dropout: expected a probability in [0, 1), found %s",
          probability);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.dropout(this);
    }

    @Override
    public String kind() {
      return "dropout";
    }
  }

  /**
   * Fixed normalisation of each channel: {@code (x - mean) / std}. Inside the network, so that
   * margins and attacks stay in pixels.
   *
   * @param mean one value for each channel
   * @param std one positive value for each channel
   */
  record Normalize(List<Double> mean, List<Double> std) implements Layer {
    /** Checks the values. */
    public Normalize {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
      require(
          mean.size() == std.size() && !mean.isEmpty(),
          "normalize: expected as many means as standard deviations, found %d and %d",
          mean.size(),
          std.size());
      for (double deviation : std) {
        require(deviation > 0, "normalize: expected std above 0, found %s", deviation);
      }
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.normalize(this);
    }

    @Override
    public String kind() {
      return "normalize";
    }
  }

  /**
   * Standardisation of each sample by its own mean and deviation, as TensorFlow's {@code
   * per_image_standardization}: {@code (x - mean) / max(std, 1 / sqrt(D))} over all of its D
   * elements. Inside the network, so that margins and attacks stay in pixels.
   */
  record Standardize() implements Layer {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.standardize(this);
    }

    @Override
    public String kind() {
      return "standardize";
    }
  }

  /**
   * The sum of two branches (He et al., 2016).
   *
   * @param main the layers of the main branch
   * @param shortcut the layers of the other; empty for the identity
   */
  record Residual(List<Layer> main, List<Layer> shortcut) implements Layer {
    /** Checks that there is a main branch. */
    public Residual {
      main = List.copyOf(main);
      shortcut = List.copyOf(shortcut);
      require(!main.isEmpty(), "residual: expected at least one layer in the main branch");
    }

    static Residual defaults(List<Layer> main) {
      return new Residual(main, /* shortcut= */ List.of());
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.residual(this);
    }

    @Override
    public String kind() {
      return "residual";
    }
  }
}
