package org.widemargin.mnist;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.IdxReader;
import org.widemargin.data.NamedDataset;
import org.widemargin.file.Sha256;

/**
 * MNIST: 60 000 training and 10 000 test images of handwritten digits, 28 x 28, greyscale, embedded
 * as a resource.
 *
 * <p>Y. LeCun and C. Cortes, licensed under CC BY-SA 3.0; see ATTRIBUTION.md beside the files.
 */
public final class Mnist implements NamedDataset {
  private static final String NAME = "mnist";
  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  /** SHA-256 of each embedded file, gzipped as it is. */
  static final Map<String, String> SHA_256 =
      Map.of(
          "train-images-idx3-ubyte.gz",
          "d2cebd02927d553943b2679536bf602ec0cdcb6555ad87dda5d640e1d425faaf",
          "train-labels-idx1-ubyte.gz",
          "2a107763ddf1eef92815bfbb1b855b662a7228add9dfab29de697c644d666cda",
          "t10k-images-idx3-ubyte.gz",
          "4e612d6003de73386763f2c35c044ab376e830da80adb2347651a1f182f103a1",
          "t10k-labels-idx1-ubyte.gz",
          "909a5aeb9fcec3f171b427c45622a55f69dc15dd80bd0624413cbfbe12553c1c");

  /** Creates the entry that {@link java.util.ServiceLoader} finds. */
  public Mnist() {}

  /**
   * Reads the embedded files.
   *
   * @return 60 000 training and 10 000 test images of shape {@code [1, 28, 28]}, classes {@code 0}
   *     to {@code 9}
   * @throws IllegalStateException if an embedded file is missing or not the one that was pinned
   */
  public static DataSource load() {
    return new DataSource(read("train"), read("t10k"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DataSource load(DatasetSpec spec) {
    return spec.folder().map(own -> IdxReader.readFolder(own, NAME, DIGITS)).orElseGet(Mnist::load);
  }

  private static Dataset read(String part) {
    return IdxReader.read(
        NAME,
        resource(part + "-images-idx3-ubyte.gz"),
        resource(part + "-labels-idx1-ubyte.gz"),
        DIGITS);
  }

  /** Reads an embedded file and checks it against its pinned hash. */
  static byte[] resource(String file) {
    try (InputStream stream = Mnist.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(
            "the embedded file " + file + " is missing; build the module mnist anew");
      }
      byte[] bytes = stream.readAllBytes();
      requirePinned(file, bytes);
      return bytes;
    } catch (IOException e) {
      throw new IllegalStateException(
          "the embedded file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  static void requirePinned(String file, byte[] bytes) {
    String found = Sha256.of(bytes);
    if (!found.equals(SHA_256.get(file))) {
      throw new IllegalStateException(
          "the embedded file "
              + file
              + " is damaged: expected SHA-256 "
              + SHA_256.get(file)
              + ", found "
              + found);
    }
  }
}
