package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.OmitDefault;
import org.widemargin.data.Augmentation;
import org.widemargin.data.BatchLoader;
import org.widemargin.data.CsvTable;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;

/**
 * What a run learns from. All draws belong to the run's seed, so runs of one seed share their
 * splits, subsets and wrong labels, whatever their loss.
 *
 * @param dataset which data set; {@code mnist} if left out
 * @param validationSize how many training samples are held out to choose by; 0 for none. May be
 *     absent: then {@value #MOST_VALIDATION}, but at most a tenth of the training samples, and at
 *     least one where there are two
 * @param trainFraction the part of the others to learn from, above 0 and at most 1 (paper, section
 *     4.2.2)
 * @param trainSamples their exact number instead of a fraction; may be absent
 * @param labelNoise the part of the training labels that are wrong, from 0 to 1 (paper, section
 *     4.2.1); validation and test labels stay true
 * @param augmentation random changes of training images, in order; may be empty
 * @param workers how many threads make batches beside training; 0 for none. It changes no batch.
 *     May be absent: then as many as {@linkplain BatchLoader#defaultWorkers suit the machine}, or
 *     {@linkplain BatchLoader#workersForDecoding more} where images are decoded for each batch
 * @param featureScaling for tables: standardize or none. May be absent: then standardize
 * @param exclude a {@linkplain org.widemargin.data.SampleList list} of training samples to leave
 *     out, of those to learn from and those held out alike, after all draws; may be absent
 * @param relabel a list of training samples to give the labels that it suggests; may be absent
 * @param excludeSha256 the SHA-256 of the list to leave out, which is filled in when a run begins
 * @param relabelSha256 the same of the list to relabel by
 */
public record DataConfig(
    DatasetSpec dataset,
    @Nullable Integer validationSize,
    double trainFraction,
    @Nullable Integer trainSamples,
    double labelNoise,
    List<Augmentation> augmentation,
    @Nullable Integer workers,
    @Nullable Scaling featureScaling,
    @OmitDefault @Nullable Path exclude,
    @OmitDefault @Nullable Path relabel,
    @OmitDefault @Nullable String excludeSha256,
    @OmitDefault @Nullable String relabelSha256) {
  /** What is done to the features of tables before a network sees them. */
  public enum Scaling {
    /** Each has mean 0 and standard deviation 1 over the samples that are learned from. */
    STANDARDIZE,
    /** Nothing: a network hardly learns from columns of very different size. */
    NONE
  }

  /** As many as the paper holds out of MNIST and of CIFAR-10. */
  static final int MOST_VALIDATION = 5000;

  private static final int LEAST_PART = 10;
  private static final int MOST_WORKERS = 256;

  /** Checks every range. */
  public DataConfig {
    augmentation = List.copyOf(augmentation);
    require(
        validationSize == null || validationSize >= 0,
        "expected a validation-size of at least 1, or 0 for none, found %s",
        String.valueOf(validationSize));
    require(
        trainFraction > 0 && trainFraction <= 1,
        "expected a train-fraction above 0 and at most 1, found %s",
        trainFraction);
    require(
        trainSamples == null || trainSamples > 0,
        "expected train-samples of at least 1, found %s",
        String.valueOf(trainSamples));
    require(
        trainSamples == null || trainFraction == 1,
        "expected train-fraction or train-samples, found both: %s and %s",
        trainFraction,
        String.valueOf(trainSamples));
    require(
        labelNoise >= 0 && labelNoise <= 1,
        "expected a label-noise from 0 to 1, found %s",
        labelNoise);
    require(
        workers == null || (workers >= 0 && workers <= MOST_WORKERS),
        "expected from 0 to %d workers, found %s",
        MOST_WORKERS,
        String.valueOf(workers));
  }

  /** How many threads make batches of these samples on this machine. */
  int workersFor(Dataset samples) {
    if (workers != null) {
      return workers;
    }
    return samples.decodes() ? BatchLoader.workersForDecoding() : BatchLoader.defaultWorkers();
  }

  /**
   * The defaults: MNIST whole, as many samples held out as suit the data.
   *
   * @return the configuration
   */
  public static DataConfig defaults() {
    return new DataConfig(
        /* dataset= */ DatasetSpec.of("mnist"),
        /* validationSize= */ null,
        /* trainFraction= */ 1,
        /* trainSamples= */ null,
        /* labelNoise= */ 0,
        /* augmentation= */ List.of(),
        /* workers= */ null,
        /* featureScaling= */ null,
        /* exclude= */ null,
        /* relabel= */ null,
        /* excludeSha256= */ null,
        /* relabelSha256= */ null);
  }

  /** Whether the features of tables are scaled. */
  boolean scalesFeatures() {
    return featureScaling != Scaling.NONE;
  }

  /**
   * How many samples are held out to choose by.
   *
   * @param samples how many there are to train on
   * @return what was said, or else what suits so many
   */
  int validationSizeOf(int samples) {
    if (validationSize != null) {
      return validationSize;
    }
    return samples < 2 ? 0 : Math.min(MOST_VALIDATION, Math.max(1, samples / LEAST_PART));
  }

  /** The same without the number of threads, and with a number of validation samples. */
  DataConfig deciding() {
    int size = validationSize == null ? MOST_VALIDATION : validationSize;
    return new DataConfig(
        dataset.deciding(),
        size,
        trainFraction,
        trainSamples,
        labelNoise,
        augmentation,
        /* workers= */ null,
        featureScaling,
        exclude,
        relabel,
        excludeSha256,
        relabelSha256);
  }

  /**
   * Tells whether there is a part to choose by.
   *
   * @return false where none was asked for
   */
  public boolean holdsOut() {
    return validationSize == null || validationSize > 0;
  }

  /**
   * The same with the paths made absolute, so that a run can be resumed from anywhere, and the
   * lists named by their contents.
   */
  DataConfig resolved() {
    return new DataConfig(
        dataset.absolute(),
        validationSize,
        trainFraction,
        trainSamples,
        labelNoise,
        augmentation,
        workers,
        featureScaling,
        absolute(exclude),
        absolute(relabel),
        digest(exclude, excludeSha256),
        digest(relabel, relabelSha256));
  }

  /** A list that is changed is another one, wherever it lies. */
  private static @Nullable String digest(@Nullable Path list, @Nullable String known) {
    return list == null || known != null ? known : CsvTable.sha256(list);
  }

  private static @Nullable Path absolute(@Nullable Path path) {
    return path == null ? null : path.toAbsolutePath().normalize();
  }
}
