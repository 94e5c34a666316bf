package org.widemargin.fetch;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;

/**
 * The data sets that can be fetched, with the digests of the published files. Each digest was taken
 * from at least two independent projects that pin it; MD5 sums that the authors publish belong to
 * the same files.
 */
public final class PublicDatasets {
  private static final String CIFAR = "https://www.cs.toronto.edu/~kriz/";
  private static final String MNIST = "https://storage.googleapis.com/cvdf-datasets/mnist/";
  private static final String FASHION =
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

  /** What a file of names may have at most. */
  private static final long NAMES_BYTES = 1 << 16;

  /** All of them, in the order of the help. */
  public static final List<PublicDataset> ALL =
      List.of(mnist(), fashionMnist(), cifar10(), cifar100());

  private PublicDatasets() {}

  /**
   * Finds a data set.
   *
   * @param name its name
   * @param among where to look, usually {@link #ALL}
   * @return the data set
   * @throws InputException naming the nearest, if there is none of this name
   */
  public static PublicDataset named(String name, List<PublicDataset> among) {
    List<String> names = among.stream().map(PublicDataset::name).toList();
    return among.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "no data set '" + name + "' can be fetched, " + Nearest.hint(name, names)));
  }

  private static PublicDataset mnist() {
    return new PublicDataset(
        "mnist",
        List.of(
            file(
                MNIST + "train-images-idx3-ubyte.gz",
                9_912_422,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            file(
                MNIST + "train-labels-idx1-ubyte.gz",
                28_881,
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            file(
                MNIST + "t10k-images-idx3-ubyte.gz",
                1_648_877,
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            file(
                MNIST + "t10k-labels-idx1-ubyte.gz",
                4_542,
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),
        List.of());
  }

  private static PublicDataset fashionMnist() {
    return new PublicDataset(
        "fashion-mnist",
        List.of(
            file(
                FASHION + "train-images-idx3-ubyte.gz",
                26_421_880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            file(
                FASHION + "train-labels-idx1-ubyte.gz",
                29_515,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            file(
                FASHION + "t10k-images-idx3-ubyte.gz",
                4_422_102,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            file(
                FASHION + "t10k-labels-idx1-ubyte.gz",
                5_148,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
        List.of());
  }

  private static PublicDataset cifar10() {
    String folder = "cifar-10-batches-bin/";
    long batch = 10_000L * 3073;
    List<ArchiveMember> members = new ArrayList<>();
    members.add(new ArchiveMember(folder + "batches.meta.txt", NAMES_BYTES));
    for (int number = 1; number <= 5; number++) {
      members.add(new ArchiveMember(folder + "data_batch_" + number + ".bin", batch));
    }
    members.add(new ArchiveMember(folder + "test_batch.bin", batch));
    return new PublicDataset(
        "cifar-10",
        List.of(
            file(
                CIFAR + "cifar-10-binary.tar.gz",
                170_052_171,
                "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")),
        members);
  }

  private static PublicDataset cifar100() {
    String folder = "cifar-100-binary/";
    Stream<ArchiveMember> names =
        Stream.of("coarse_label_names.txt", "fine_label_names.txt")
            .map(name -> new ArchiveMember(folder + name, NAMES_BYTES));
    Stream<ArchiveMember> images =
        Stream.of(
            new ArchiveMember(folder + "train.bin", 50_000L * 3074),
            new ArchiveMember(folder + "test.bin", 10_000L * 3074));
    return new PublicDataset(
        "cifar-100",
        List.of(
            file(
                CIFAR + "cifar-100-binary.tar.gz",
                168_513_733,
                "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")),
        Stream.concat(names, images).toList());
  }

  private static RemoteFile file(String address, long bytes, String sha256) {
    return new RemoteFile(URI.create(address), bytes, sha256);
  }
}
