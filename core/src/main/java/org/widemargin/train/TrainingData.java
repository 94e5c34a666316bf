package org.widemargin.train;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Change;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.Datasets;
import org.widemargin.data.FeatureScaling;
import org.widemargin.data.LabelNoise;
import org.widemargin.data.MergedNumbers;
import org.widemargin.data.ReadingListener;
import org.widemargin.data.SampleList;
import org.widemargin.data.SampleShape;
import org.widemargin.data.Splits;
import org.widemargin.data.TableDescription;
import org.widemargin.data.TableScaling;
import org.widemargin.error.InputException;

/**
 * The parts of a data set as a run uses them.
 *
 * @param train the samples to learn from, wrong labels included
 * @param held the samples to choose by; null if none are held out
 * @param test the samples to judge by
 */
public record TrainingData(Dataset train, @Nullable Dataset held, Dataset test) {
  /** How many classes a note names. */
  private static final int SHOWN = 10;

  /**
   * Reads and splits the data set that a configuration names.
   *
   * @param config the run's configuration
   * @return its data
   * @throws org.widemargin.error.InputException if the data are missing or damaged, or too few
   */
  public static TrainingData load(RunConfig config) {
    return load(config, ReadingListener.SILENT);
  }

  /**
   * Reads and splits the data set that a configuration names, and says how it goes.
   *
   * @param config the run's configuration
   * @param listener is told
   * @return its data
   * @throws org.widemargin.error.InputException if the data are missing or damaged, or too few
   */
  public static TrainingData load(RunConfig config, ReadingListener listener) {
    DataSource source = Datasets.load(config.data().dataset(), listener);
    noteHeldOut(config.data(), source.train().size(), listener);
    noteModel(config.model(), source.train(), listener);
    TrainingData data = split(source, config);
    data.noteScaling(listener);
    data.noteClassesToLearn(listener);
    return data;
  }

  /** What is held out or left out may be all that a rare class has. */
  private void noteClassesToLearn(ReadingListener listener) {
    boolean[] learned = new boolean[train.classes()];
    for (int i = 0; i < train.size(); i++) {
      learned[train.label(i)] = true;
    }
    List<String> without =
        IntStream.range(0, learned.length)
            .filter(label -> !learned[label])
            .mapToObj(train.classNames()::get)
            .toList();
    if (!without.isEmpty()) {
      listener.note(
          "no sample to learn from is of %s of the classes, since all are held out, left out or relabelled: %s%s"
              .formatted(
                  without.size(),
                  String.join(", ", without.subList(0, Math.min(SHOWN, without.size()))),
                  without.size() > SHOWN ? ", ..." : ""));
    }
  }

  private void noteScaling(ReadingListener listener) {
    if (isScaled(train)) {
      listener.note(
          "each of the %d features is scaled to mean 0 and standard deviation 1 over the samples to learn from; --feature-scaling none leaves them as they are"
              .formatted(train.sampleShape().elements()));
    } else {
      MergedNumbers.tell(train, listener);
    }
  }

  private static boolean isScaled(Dataset samples) {
    return Optional.ofNullable(samples.description().table())
        .map(TableDescription::scaling)
        .isPresent();
  }

  /** Where the data ask for another number than is usual. */
  private static void noteHeldOut(DataConfig data, int samples, ReadingListener listener) {
    int size = data.validationSizeOf(samples);
    if (data.validationSize() == null && size < DataConfig.MOST_VALIDATION) {
      listener.note(
          size
              + " of "
              + samples
              + " training samples are held out to choose the best checkpoint by;"
              + " --validation-size asks for another number");
    }
  }

  /** Where the samples ask for another network than is usual. */
  private static void noteModel(ModelConfig model, Dataset train, ReadingListener listener) {
    if (model.isLeftToTheData() && train.sampleShape() instanceof SampleShape.Features features) {
      listener.note(
          "the samples are rows of numbers ("
              + features.count()
              + " each): the network is "
              + ModelConfig.FOR_ROWS
              + "; --model asks for another");
    }
  }

  /**
   * Splits a data set as a configuration says: first the validation samples are held out, then the
   * part to learn from is drawn, then labels are made wrong, then samples are left out or
   * relabelled by lists, then features are scaled as the part to learn from asks for.
   *
   * @param source the data set; the configuration's own {@code dataset} is not looked at
   * @param config the run's configuration
   * @return its data
   * @throws org.widemargin.error.InputException if there are too few samples
   */
  public static TrainingData split(DataSource source, RunConfig config) {
    DataConfig data = config.data();
    checkAugmentation(data, source.train());
    Dataset train = source.train();
    Dataset held = null;
    int validationSize = data.validationSizeOf(train.size());
    if (validationSize > 0) {
      Splits.HoldOut parts = Splits.holdOut(train, validationSize, config.seed());
      train = parts.train();
      held = parts.validation();
    }
    train =
        data.trainSamples() == null
            ? Splits.fraction(train, data.trainFraction(), config.seed())
            : Splits.samples(train, data.trainSamples(), config.seed());
    TrainingData parts =
        new TrainingData(train, held, source.test())
            .withLabelNoise(config)
            .corrected(data, source.train());
    return data.scalesFeatures() ? parts.scaled() : parts;
  }

  /**
   * The samples of one list with other labels, and without those of another, which may have been
   * made before or after that.
   */
  private TrainingData corrected(DataConfig data, Dataset whole) {
    TrainingData parts = this;
    if (data.relabel() != null) {
      SampleList list = SampleList.read(data.relabel(), data.relabelSha256());
      parts =
          new TrainingData(
              list.relabelled(parts.train, whole),
              parts.held == null ? null : list.relabelled(parts.held, whole),
              test);
    }
    if (data.exclude() != null) {
      parts =
          parts.without(
              SampleList.read(data.exclude(), data.excludeSha256()), data.exclude(), whole);
    }
    return parts;
  }

  private TrainingData without(SampleList list, Path file, Dataset whole) {
    Dataset left =
        list.without(train, whole)
            .orElseThrow(
                () ->
                    new InputException(
                        file + ": the list leaves no sample to learn from; expected some"));
    Dataset stillHeld =
        Optional.ofNullable(held)
            .map(
                part ->
                    list.without(part, whole)
                        .orElseThrow(
                            () ->
                                new InputException(
                                    file
                                        + ": the list leaves none of the samples that are held out"
                                        + " to choose by; --validation-size asks for more")))
            .orElse(null);
    return new TrainingData(left, stillHeld, test);
  }

  /** Tables with their features scaled, unless they are already; images as they are. */
  private TrainingData scaled() {
    if (!(train.sampleShape() instanceof SampleShape.Features) || isScaled(train)) {
      return this;
    }
    FeatureScaling scaling = TableScaling.fit(train);
    return new TrainingData(
        TableScaling.scaled(scaling, train),
        held == null ? null : TableScaling.scaled(scaling, held),
        TableScaling.scaled(scaling, test));
  }

  private TrainingData withLabelNoise(RunConfig config) {
    return new TrainingData(
        LabelNoise.flip(train, config.data().labelNoise(), config.seed()), held, test);
  }

  private static void checkAugmentation(DataConfig data, Dataset train) {
    require(
        data.augmentation().isEmpty() || train.sampleShape() instanceof SampleShape.Image,
        "%s: augmentation changes images, these samples are rows of numbers",
        train.name());
    if (train.sampleShape() instanceof SampleShape.Image image) {
      data.augmentation().forEach(step -> step.check(image));
    }
  }

  /**
   * States what a configuration left to the data: which network, how many samples are held out to
   * choose by, and of tables, that their features are scaled.
   *
   * @param config the configuration that split these data
   * @return a configuration that splits them so again, even if the default should change
   */
  public RunConfig stated(RunConfig config) {
    RunConfig named =
        config.model().isLeftToTheData()
            ? Change.apply(config, set(RunConfig::model).to(config.model().statedFor(train)))
            : config;
    DataConfig stated = config.data();
    if (stated.validationSize() == null) {
      int size = validation().map(Dataset::size).orElse(0);
      stated = Change.apply(stated, set(DataConfig::validationSize).to(size));
    }
    if (stated.featureScaling() == null && isScaled(train)) {
      stated =
          Change.apply(stated, set(DataConfig::featureScaling).to(DataConfig.Scaling.STANDARDIZE));
    }
    return stated.equals(named.data())
        ? named
        : Change.apply(named, set(RunConfig::data).to(stated));
  }

  /**
   * The samples to choose by.
   *
   * @return empty if none are held out
   */
  public Optional<Dataset> validation() {
    return Optional.ofNullable(held);
  }
}
