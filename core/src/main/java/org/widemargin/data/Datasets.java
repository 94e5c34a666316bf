package org.widemargin.data;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;

/**
 * Data sets by name: those of {@link NamedDataset} on the class path (module mnist brings {@code
 * mnist}), {@code fashion-mnist}, {@code cifar-10} and {@code cifar-100} in their published files,
 * {@code folder} for {@link ImageFolder}, {@code imagenet} for folders of more images than memory
 * holds, and {@code csv} for {@link CsvFiles}.
 */
public final class Datasets {
  /** The readers of this module, a line each. */
  private static final List<NamedDataset> OWN =
      List.of(
          new FashionMnist(),
          cifar(CifarLayout.CIFAR_10),
          cifar(CifarLayout.CIFAR_100),
          cifar(CifarLayout.CIFAR_100_COARSE),
          new ImageFolder(),
          new Reader(DatasetSpec.IMAGENET, ImageNetReading::read),
          new Reader(CsvFiles.NAME, CsvFiles::load));

  private record Reader(String name, BiFunction<DatasetSpec, ReadingListener, DataSource> function)
      implements NamedDataset {
    @Override
    public boolean needsData() {
      return true;
    }

    @Override
    public DataSource load(DatasetSpec spec) {
      return load(spec, ReadingListener.SILENT);
    }

    @Override
    public DataSource load(DatasetSpec spec, ReadingListener listener) {
      return function.apply(spec, listener);
    }
  }

  private Datasets() {}

  private static Reader cifar(CifarLayout layout) {
    return new Reader(
        layout.dataset(),
        (spec, listener) ->
            CifarReader.read(
                spec.requiredData(
                    "the folder of its binary files, which 'widemargin fetch' brings"),
                layout));
  }

  /** {@return the names there are} */
  public static List<String> names() {
    return offered().map(NamedDataset::name).sorted().toList();
  }

  /**
   * Tells whether users must say where a data set lies.
   *
   * @param name of the data set
   * @return false for a set that comes with the library or has a usual place
   * @throws InputException if the name is unknown
   */
  public static boolean needsData(String name) {
    return named(name).needsData();
  }

  /**
   * Reads a data set.
   *
   * @param spec its name and what goes with it
   * @return the training and the test part
   * @throws InputException if the name is unknown, or the files are missing or damaged
   */
  public static DataSource load(DatasetSpec spec) {
    return load(spec, ReadingListener.SILENT);
  }

  /**
   * Reads a data set and says how it goes.
   *
   * @param spec its name and what goes with it
   * @param listener is told
   * @return the training and the test part
   * @throws InputException if the name is unknown, or the files are missing or damaged
   */
  public static DataSource load(DatasetSpec spec, ReadingListener listener) {
    return named(spec.name()).load(spec, listener);
  }

  private static NamedDataset named(String name) {
    return offered()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown data set '" + name + "', " + Nearest.hint(name, names())));
  }

  private static Stream<NamedDataset> offered() {
    return Stream.concat(
        OWN.stream(),
        ServiceLoader.load(NamedDataset.class).stream().map(ServiceLoader.Provider::get));
  }
}
