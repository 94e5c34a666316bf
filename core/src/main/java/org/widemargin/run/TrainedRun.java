package org.widemargin.run;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.checkpoint.RunName;
import org.widemargin.checkpoint.Zoo;
import org.widemargin.data.DataDescription;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.data.ReadingListener;
import org.widemargin.data.SampleShape;
import org.widemargin.data.TableDescription;
import org.widemargin.data.TableScaling;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImagePreparation;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.train.LossConfig;
import org.widemargin.train.RunConfig;

/**
 * A run's result, to be evaluated, attacked or asked for predictions. It holds the network's native
 * memory: close it.
 *
 * @param folder the run's folder
 * @param config the run's configuration
 * @param network the network of the checkpoint that is the run's result
 * @param step the checkpoint's step
 * @param description what it learned from; null in runs of earlier versions
 */
public record TrainedRun(
    RunFolder folder,
    RunConfig config,
    Network network,
    long step,
    @Nullable DataDescription description)
    implements AutoCloseable {

  /**
   * Reads a run, or takes a network of the {@link Zoo}, whose folder is not there any more
   * afterwards.
   *
   * @param name of either
   * @param device where the network shall compute, whichever it was trained on
   * @return its result
   * @throws org.widemargin.error.InputException as from {@link #load(Path, Device)}, and if there
   *     is no network of that name
   */
  public static TrainedRun load(RunName name, Device device) {
    return name.network()
        .map(network -> Zoo.unpacked(network, folder -> load(folder, device)))
        .orElseGet(() -> load(Path.of(name.text()), device));
  }

  /**
   * Reads a run.
   *
   * @param path the run's folder
   * @param device where the network shall compute, whichever it was trained on
   * @return its result
   * @throws org.widemargin.error.InputException if there is no run, no checkpoint, or one that is
   *     damaged or of another network than the configuration names
   */
  public static TrainedRun load(Path path, Device device) {
    RunFolder folder = RunFolder.open(path);
    RunConfig config = folder.config();
    Checkpoint checkpoint = folder.result();
    String found = checkpoint.manifest().network().name();
    String expected = config.model().network() == null ? found : config.model().network().name();
    require(
        expected.equals(found),
        "%s: config.yaml names the network '%s', the checkpoint holds '%s'",
        path,
        expected,
        found);
    return new TrainedRun(
        folder,
        config,
        checkpoint.network(device),
        checkpoint.manifest().step(),
        checkpoint.manifest().data());
  }

  /**
   * Reads the data set that the run was made with: brought to what the network takes, and labelled
   * as it learned, whatever was added to the data or renamed since.
   *
   * @param place where the data lie now; null for where they lay
   * @param listener is told how the reading goes
   * @return the training and the test part
   * @throws org.widemargin.error.InputException if they are missing or damaged, or have other
   *     classes
   */
  public DataSource data(@Nullable Path place, ReadingListener listener) {
    DatasetSpec own = config.data().dataset();
    DatasetSpec spec = place == null ? own : own.at(place);
    DataSource source = Datasets.load(spec.forNetwork(network.spec().input().shape()), listener);
    DataSource found =
        description == null
            ? source
            : new DataSource(
                prepared(source.train(), description), prepared(source.test(), description));
    noteOtherTest(found.test(), listener);
    return found;
  }

  /** Of data that grew, the samples that are drawn to test on are others. */
  private void noteOtherTest(Dataset test, ReadingListener listener) {
    folder
        .testDigest()
        .filter(digest -> !digest.equals(test.sha256()))
        .ifPresent(
            digest ->
                listener.note(
                    "these are not the test samples of the training run: other data, or data that"
                        + " changed since; the network may have learned from some of them"));
  }

  private static Dataset prepared(Dataset found, DataDescription description) {
    Dataset labelled = found.withClasses(description.classNames());
    return description.table() == null
        ? labelled
        : TableScaling.prepared(description.table(), labelled);
  }

  /**
   * The names of the classes, if the run knows them without its data.
   *
   * @return in the order of the logits; empty in runs of earlier versions
   */
  public Optional<List<String>> classNames() {
    return Optional.ofNullable(description).map(DataDescription::classNames);
  }

  /**
   * The norm to measure distances in where nobody names one.
   *
   * @return the one that the margin was asked for in; l2 for a run without a margin
   */
  public Norm norm() {
    return config.loss().kind() == LossConfig.Kind.MARGIN ? config.loss().margin().norm() : Norm.L2;
  }

  /**
   * What the features of its rows are, and what is done to them.
   *
   * @return empty for images, and in runs of earlier versions
   */
  public Optional<TableDescription> table() {
    return Optional.ofNullable(description).map(DataDescription::table);
  }

  /**
   * What was done to every image that the network learned from.
   *
   * @return empty where they were taken as they are
   */
  public Optional<ImagePreparation> preparation() {
    if (description != null) {
      return Optional.ofNullable(description.images());
    }
    boolean stretched = config.data().dataset().shape() instanceof SampleShape.Image;
    return stretched && network.spec().input().shape() instanceof SampleShape.Image image
        ? Optional.of(
            new ImagePreparation(image.channels(), image.height(), image.width(), ImageFit.STRETCH))
        : Optional.empty();
  }

  @Override
  public void close() {
    network.close();
  }
}
