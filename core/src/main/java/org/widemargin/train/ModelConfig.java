package org.widemargin.train;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.RunName;
import org.widemargin.config.Change;
import org.widemargin.config.OmitDefault;
import org.widemargin.config.Yaml;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.network.Architectures;
import org.widemargin.network.Initialisation;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;

/**
 * Which network to train.
 *
 * @param name one of {@link Architectures#NAMES}, {@code mlp:WIDTHS}, or the path of a spec file,
 *     ending in {@code .yaml} or {@code .yml}; {@value #AUTO}, the default, is {@value #FOR_IMAGES}
 *     for images and {@value #FOR_ROWS} for rows of numbers
 * @param network the network itself, which a spec file is replaced by, so that the configuration is
 *     complete without the file; absent for an architecture that has a name
 * @param dropout the probability of dropout after each hidden block of a named architecture; 0 for
 *     none
 * @param standardize whether each sample is standardised by its own mean and deviation before the
 *     first layer of a named architecture ({@link org.widemargin.layer.Standardize})
 * @param initialWeights what to start from: a run's folder, {@code zoo:} and the name of a network,
 *     or a file of weights; absent where all weights are drawn
 * @param initialLayers which layers start from it, by default all
 * @param initialSha256 the SHA-256 of the file of weights, which is filled in when a run begins
 * @param initialisation how widely the weights that are drawn are spread
 */
public record ModelConfig(
    String name,
    @Nullable NetworkSpec network,
    double dropout,
    @OmitDefault boolean standardize,
    @Nullable RunName initialWeights,
    @Nullable InitialLayers initialLayers,
    @Nullable String initialSha256,
    @OmitDefault Initialisation initialisation) {
  static final String AUTO = "auto";
  static final String FOR_IMAGES = "mnist-cnn";
  static final String FOR_ROWS = "mlp:256,256";

  /** Checks the ranges. */
  public ModelConfig {
    require(!name.isBlank(), "expected the name of a model or a spec file, found none");
    require(
        dropout >= 0 && dropout < 1,
        "expected a dropout of at least 0 and below 1, found %s",
        dropout);
    require(
        dropout == 0 || (network == null && !isFile(name)),
        "model '%s': expected its dropout among the layers of its spec, found a dropout of %s"
            + " beside it",
        name,
        dropout);
    require(
        !standardize || (network == null && !isFile(name)),
        "model '%s': expected a layer 'standardize' at the start of its spec, found standardize"
            + " beside it",
        name);
    require(
        initialWeights != null || (initialLayers == null && initialSha256 == null),
        "expected initial-weights beside initial-layers, found none");
  }

  /** A network that is there lends its name. */
  static ModelConfig defaults(@Nullable NetworkSpec network) {
    return new ModelConfig(
        network == null ? AUTO : network.name(),
        network,
        /* dropout= */ 0,
        /* standardize= */ false,
        null,
        null,
        null,
        /* initialisation= */ Initialisation.HE);
  }

  /**
   * A model without dropout.
   *
   * @param name an architecture's name or a spec file's path
   * @return the configuration
   */
  public static ModelConfig of(String name) {
    return new ModelConfig(name, null, 0, false, null, null, null, Initialisation.HE);
  }

  /**
   * A model that is described itself.
   *
   * @param network the network
   * @return the configuration
   */
  public static ModelConfig of(NetworkSpec network) {
    return defaults(network);
  }

  /**
   * The same with the spec file read, and the weights to start from named by their contents.
   *
   * @return a configuration that needs no spec file
   * @throws org.widemargin.error.InputException if a file is missing or wrong
   */
  public ModelConfig resolved() {
    ModelConfig found = initialWeights == null ? this : withDigest(initialWeights);
    if (network != null || !isFile(name)) {
      return found;
    }
    NetworkSpec spec = Yaml.read(Path.of(name), NetworkSpec.class);
    return Change.apply(
        found, set(ModelConfig::name).to(spec.name()), set(ModelConfig::network).to(spec));
  }

  /** A run that is continued has the digest already, and needs the file no more. */
  private ModelConfig withDigest(RunName weights) {
    RunName absolute =
        weights
            .folder()
            .map(path -> new RunName(path.toAbsolutePath().normalize().toString()))
            .orElse(weights);
    return Change.apply(
        this,
        set(ModelConfig::initialWeights).to(absolute),
        set(ModelConfig::initialSha256)
            .to(initialSha256 == null ? InitialWeights.sha256(absolute) : initialSha256));
  }

  /**
   * The weights that a network starts from, elements by parameter's name; empty where the run draws
   * all of them.
   */
  Map<String, float[]> weightsFor(NetworkSpec spec) {
    if (initialWeights == null) {
      return Map.of();
    }
    return InitialWeights.read(initialWeights, initialSha256, layersFromWeights(), spec);
  }

  /** Which layers start from weights that are there. */
  InitialLayers layersFromWeights() {
    return initialLayers == null ? InitialLayers.ALL : initialLayers;
  }

  /**
   * The network for a data set.
   *
   * @param dataset what it will take
   * @return the spec
   * @throws org.widemargin.error.InputException if the name is unknown, or the network takes
   *     samples of another shape or has another number of classes
   */
  public NetworkSpec specFor(Dataset dataset) {
    NetworkSpec found =
        network == null && isFile(name) ? Yaml.read(Path.of(name), NetworkSpec.class) : network;
    NetworkSpec spec = found == null ? named(dataset) : found;
    require(
        spec.input().shape().equals(dataset.sampleShape()),
        "network '%s' takes samples of shape %s, those of data set '%s' have shape %s",
        spec.name(),
        spec.input().shape(),
        dataset.name(),
        dataset.sampleShape());
    require(
        spec.classes() == dataset.classes(),
        "network '%s' tells %d classes apart, data set '%s' has %d",
        spec.name(),
        spec.classes(),
        dataset.name(),
        dataset.classes());
    return spec;
  }

  private NetworkSpec named(Dataset dataset) {
    NetworkSpec spec =
        Architectures.named(nameFor(dataset), InputSpec.of(dataset), dataset.classes(), dropout);
    return standardize ? spec.standardized() : spec;
  }

  private String nameFor(Dataset dataset) {
    boolean images = dataset.sampleShape() instanceof SampleShape.Image;
    return !isLeftToTheData() ? name : images ? FOR_IMAGES : FOR_ROWS;
  }

  /** Whether the samples' shape decides which network. */
  boolean isLeftToTheData() {
    return name.equals(AUTO);
  }

  /** The same with the name said. */
  ModelConfig statedFor(Dataset dataset) {
    return Change.apply(this, set(ModelConfig::name).to(nameFor(dataset)));
  }

  /** The same by the name that was the default before it could be left to the data. */
  ModelConfig deciding() {
    return isLeftToTheData() ? Change.apply(this, set(ModelConfig::name).to(FOR_IMAGES)) : this;
  }

  private static boolean isFile(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return lowerCase.endsWith(".yaml") || lowerCase.endsWith(".yml");
  }
}
