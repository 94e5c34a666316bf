package org.widemargin;

import static org.widemargin.config.Change.set;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Change;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Overrides;
import org.widemargin.data.DataSource;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.network.NetworkSpec;
import org.widemargin.run.ProgressLine;
import org.widemargin.run.TrainingRun;
import org.widemargin.train.DataConfig;
import org.widemargin.train.LossConfig;
import org.widemargin.train.ModelConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;

/**
 * Trains a classifier and saves it.
 *
 * <pre>{@code
 * try (Classifier classifier =
 *     Training.on(Mnist.load()).purpose(Purpose.CLEAN).steps(500).saveTo(Path.of("runs/digits"))) {
 *   System.out.println(classifier.predict(Path.of("seven.png")).className());
 * }
 * }</pre>
 *
 * <p>Nothing but the data and the folder need be said: the purpose is {@link Purpose#CLEAN}, the
 * network suits the data, and progress is written to standard error. Immutable: each setting gives
 * another training. The same data, settings, machine and number of threads give the same classifier
 * to the last bit.
 */
public final class Training {
  private static final int EVALUATIONS = 10;

  private final Supplier<DataSource> data;
  private final DatasetSpec dataset;
  private final Purpose purpose;
  private final @Nullable NetworkSpec network;
  private final List<String> settings;
  private final @Nullable TrainingListener listener;

  private Training(
      Supplier<DataSource> data,
      DatasetSpec dataset,
      Purpose purpose,
      @Nullable NetworkSpec network,
      List<String> settings,
      @Nullable TrainingListener listener) {
    this.data = data;
    this.dataset = dataset;
    this.purpose = purpose;
    this.network = network;
    this.settings = List.copyOf(settings);
    this.listener = listener;
  }

  /**
   * Learns from data that are in memory, such as {@code Mnist.load()}.
   *
   * @param data a part to learn from and one to judge by
   * @return the training, to be set further or run
   */
  public static Training on(DataSource data) {
    return new Training(
        () -> data, DatasetSpec.of(data.train().name()), Purpose.CLEAN, null, List.of(), null);
  }

  /**
   * Learns from a data set by its name and place, such as a folder of photographs: {@code new
   * DatasetSpec("folder", Path.of("photos"), null, null)}.
   *
   * @param dataset which
   * @return the training, to be set further or run
   */
  public static Training on(DatasetSpec dataset) {
    return new Training(
        () -> Datasets.load(dataset), dataset.absolute(), Purpose.CLEAN, null, List.of(), null);
  }

  /**
   * Says what the network is wanted for.
   *
   * @param wanted the purpose
   * @return the changed training
   */
  public Training purpose(Purpose wanted) {
    return new Training(data, dataset, wanted, network, settings, listener);
  }

  /**
   * Says how many updates are made.
   *
   * @param steps at least 1; by default what suits the purpose: minutes for small images
   * @return the changed training
   */
  public Training steps(int steps) {
    return with("optimization.steps=" + steps);
  }

  /**
   * Chooses an architecture by its name.
   *
   * @param name such as {@code mnist-cnn}, {@code wrn-16-2} or {@code mlp:64,64}; by default a
   *     small convolutional network for images and a multi-layer perceptron for tables
   * @return the changed training
   */
  public Training network(String name) {
    return new Training(data, dataset, purpose, null, settings, listener)
        .with("model.name=" + name);
  }

  /**
   * Chooses a network.
   *
   * @param spec the network as data, for samples and classes like those of the data
   * @return the changed training
   */
  public Training network(NetworkSpec spec) {
    return new Training(data, dataset, purpose, spec, settings, listener);
  }

  /**
   * Sets any keys of the configuration, as {@code widemargin train --set} does.
   *
   * @param overrides each {@code key.path=value}, as in {@code loss.margin.gamma=0.4}; {@code
   *     widemargin train --keys} lists them
   * @return the changed training
   */
  public Training with(String... overrides) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(overrides));
    return new Training(data, dataset, purpose, network, all, listener);
  }

  /**
   * Tells somebody else than standard error how it goes.
   *
   * @param told the listener; one that does nothing for silence
   * @return the changed training
   */
  public Training listener(TrainingListener told) {
    return new Training(data, dataset, purpose, network, settings, told);
  }

  /**
   * Everything that decides the training.
   *
   * @return the configuration that will be saved with it
   * @throws org.widemargin.error.InputException if a setting is wrong
   */
  public RunConfig config() {
    ConfigTree tree =
        ConfigTree.of(Map.of("threads", Machine.threads()), "the defaults")
            .overlaid(preset(), RunConfig.class);
    List<String> all = new ArrayList<>();
    all.add("optimization.steps=" + purpose.steps());
    all.addAll(settings);
    return described(watched(RunConfig.resolve(Overrides.apply(tree, all, RunConfig.class))));
  }

  /**
   * Trains, and saves the network with all that is needed to use it.
   *
   * @param run a folder that does not exist or is empty
   * @return the trained classifier, to be closed; {@link Classifier#load(Path)} gives it again
   * @throws org.widemargin.error.InputException if a setting is wrong, the data cannot be read, or
   *     the folder is in use
   * @throws org.widemargin.error.OutputException if the disk is full or read-only
   * @throws org.widemargin.train.DivergenceException if a loss, gradient or weight is not finite:
   *     try a smaller {@code optimization.learning-rate}
   */
  public Classifier saveTo(Path run) {
    ProcessSettings.prepare(Machine.threads());
    DataSource source = data.get();
    RunConfig config = config();
    try (StopRequest never = new StopRequest()) {
      TrainingRun.start(config, TrainingData.split(source, config), run, told(config), never);
    }
    return Classifier.load(run);
  }

  private TrainingListener told(RunConfig config) {
    return Optional.ofNullable(listener)
        .orElseGet(() -> new ProgressLine(System.err, false, config.optimization().steps()));
  }

  /** Evaluated ten times, so that one sees it go on, unless the user says how often. */
  private RunConfig watched(RunConfig config) {
    boolean said = settings.stream().anyMatch(setting -> setting.startsWith("evaluation.every="));
    int every = Math.max(1, config.optimization().steps() / EVALUATIONS);
    return said ? config : config.with("evaluation.every=" + every);
  }

  private RunConfig described(RunConfig config) {
    RunConfig named =
        Change.apply(
            config,
            set(RunConfig::data)
                .to(Change.apply(config.data(), set(DataConfig::dataset).to(dataset))));
    return network == null
        ? named
        : Change.apply(named, set(RunConfig::model).to(ModelConfig.of(network)));
  }

  private ConfigTree preset() {
    LossConfig.Kind kind =
        purpose == Purpose.CLEAN ? LossConfig.Kind.CROSS_ENTROPY : LossConfig.Kind.MARGIN;
    return Presets.read(purpose.preset(), kind);
  }
}
