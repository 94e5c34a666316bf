package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

class IdxReaderTest {
  private static Dataset read(byte[] images, byte[] labels) {
    return IdxReader.read("small", images, labels, Samples.names(3));
  }

  private static void assertRefused(byte[] images, byte[] labels, String message) {
    assertThatThrownBy(() -> read(images, labels))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void readsPlainAndGzippedAlike() {
    Dataset plain = read(Idx.images(3), Idx.labels(2, 0, 1));
    assertThat(plain.sampleShape()).isEqualTo(new SampleShape.Image(1, 2, 3));
    assertThat(plain.labels()).containsExactly(2, 0, 1);
    assertThat(plain.sample(1))
        .containsExactly(6 / 255f, 7 / 255f, 8 / 255f, 9 / 255f, 10 / 255f, 11 / 255f);
    Dataset packed = read(Idx.gzip(Idx.images(3)), Idx.gzip(Idx.labels(2, 0, 1)));
    assertThat(packed.sha256()).isEqualTo(plain.sha256());
  }

  @Test
  void wrongMagicNumberIsNamed() {
    assertRefused(
        Idx.labels(1),
        Idx.labels(1),
        "small images: expected an IDX file of images (magic number 0x00000803), found magic number"
            + " 0x00000801");
    assertRefused(
        Idx.images(1),
        Idx.images(1),
        "small labels: expected an IDX file of labels (magic number 0x00000801), found magic number"
            + " 0x00000803");
  }

  @Test
  void cutShortIsNamed() {
    byte[] images = Idx.images(2);
    assertRefused(
        Arrays.copyOf(images, images.length - 1),
        Idx.labels(0, 1),
        "small images: expected 12 bytes after the header, found 11; the file is cut short, get it"
            + " anew");
    assertRefused(
        Arrays.copyOf(images, 9),
        Idx.labels(0, 1),
        "small images: the file ends inside the IDX header");
    assertRefused(new byte[0], Idx.labels(0), "small images: the file ends inside the IDX header");
  }

  @Test
  void gzipCutShortIsNamed() {
    byte[] packed = Idx.gzip(Idx.images(2));
    for (int length : new int[] {2, 9, 12, packed.length - 1}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(packed, length), Idx.labels(0, 1)))
          .as("%d bytes", length)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("small images: the gzipped data is damaged or cut short");
    }
  }

  @Test
  void bytesTooManyAreNamed() {
    byte[] images = Idx.images(2);
    assertRefused(
        Arrays.copyOf(images, images.length + 1),
        Idx.labels(0, 1),
        "small images: bytes follow after the 12 that the header claims");
  }

  @Test
  void countsThatDifferAreNamed() {
    assertRefused(
        Idx.images(2),
        Idx.labels(0, 1, 2),
        "small images holds 2 images but small labels 3 labels; the two files do not belong"
            + " together");
  }

  @Test
  void labelOutsideTheClassesIsNamed() {
    assertRefused(
        Idx.images(2),
        Idx.labels(0, 3),
        "small labels: label 3 of sample 1 is outside the classes 0 to 2");
    assertRefused(
        Idx.images(1),
        Idx.labels(255),
        "small labels: label 255 of sample 0 is outside the classes 0 to 2");
  }

  @Test
  void noImagesAreRefused() {
    assertRefused(
        Idx.images(0), Idx.labels(), "small images: expected at least one image, found none");
    assertThatThrownBy(() -> read(Idx.file(0x803, new int[] {1, 0, 3}, new byte[0]), Idx.labels(0)))
        .isInstanceOf(InputException.class);
  }

  @Test
  void hostileSizesTakeNoMemory() {
    // 2 GB claimed, 4 bytes there: the test's heap would not hold a quarter of it twice.
    byte[] huge = Idx.file(0x803, new int[] {2_000_000_000, 1, 1}, new byte[4]);
    assertRefused(
        huge,
        Idx.labels(0),
        "small images: expected 2000000000 bytes after the header, found 4; the file is cut short,"
            + " get it anew");
    int largest = Integer.MAX_VALUE;
    assertThatThrownBy(
            () ->
                read(
                    Idx.file(0x803, new int[] {largest, largest, largest}, new byte[4]),
                    Idx.labels(0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than one array can hold");
    assertRefused(
        Idx.file(0x803, new int[] {-1, 2, 3}, new byte[4]),
        Idx.labels(0),
        "small images: dimension 0 in the header is negative: -1");
  }

  @Test
  void streamsThatFailAreNamed() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    InputStream labels = new ByteArrayInputStream(Idx.labels(0));
    assertThatThrownBy(
            () -> IdxReader.read("small", failing, "a.idx", labels, "b.idx", Samples.names(2)))
        .isInstanceOf(InputException.class)
        .hasMessage("a.idx: cannot be read: the disk is gone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-idx%d-ubyte", "-idx%d-ubyte.gz", ".idx%d-ubyte", ".idx%d-ubyte.gz"})
  void readsFoldersUnderEveryUsualName(String pattern, @TempDir Path folder) throws Exception {
    writeFolder(folder, pattern);
    DataSource source = IdxReader.readFolder(folder, "small", Samples.names(3));
    assertThat(source.train().labels()).containsExactly(0, 1, 2, 0);
    assertThat(source.test().labels()).containsExactly(2, 1);
    assertThat(source.train().name()).isEqualTo("small");
  }

  private static void writeFolder(Path folder, String pattern) throws IOException {
    Files.write(folder.resolve("train-images" + pattern.formatted(3)), Idx.images(4));
    Files.write(
        folder.resolve("train-labels" + pattern.formatted(1)), Idx.gzip(Idx.labels(0, 1, 2, 0)));
    Files.write(folder.resolve("t10k-images" + pattern.formatted(3)), Idx.gzip(Idx.images(2)));
    Files.write(folder.resolve("t10k-labels" + pattern.formatted(1)), Idx.labels(2, 1));
  }

  @Test
  void missingFilesAndFoldersAreNamedWithWhatWasTried(@TempDir Path folder) throws Exception {
    writeFolder(folder, "-idx%d-ubyte");
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    assertThatThrownBy(() -> IdxReader.readFolder(folder, "small", Samples.names(3)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            folder
                + ": expected one of t10k-labels-idx1-ubyte, t10k-labels-idx1-ubyte.gz,"
                + " t10k-labels.idx1-ubyte, t10k-labels.idx1-ubyte.gz, found none");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> IdxReader.readFolder(missing, "small", Samples.names(3)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            missing
                + ": expected a folder with the IDX files of small, found none; give it with"
                + " --data DIR");
  }

  @Test
  void mutatedBytesAreRefusedOrRead() {
    long seed = 20180607;
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] images = {Idx.images(5), Idx.gzip(Idx.images(5))};
    byte[][] labels = {Idx.labels(0, 1, 2, 0, 1), Idx.gzip(Idx.labels(0, 1, 2, 0, 1))};
    int refused = 0;
    int read = 0;
    for (int round = 0; round < 4000; round++) {
      byte[] mutatedImages = Mutation.of(images[round % 2], random);
      byte[] mutatedLabels = round % 3 == 0 ? Mutation.of(labels[round % 2], random) : labels[0];
      try {
        Dataset dataset = read(mutatedImages, mutatedLabels);
        assertThat(dataset.size()).isPositive();
        assertThat(dataset.sample(dataset.size() - 1)).hasSize(dataset.sampleShape().elements());
        read++;
      } catch (InputException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
    assertThat(read).as("seed %d", seed).isGreaterThan(100);
  }
}
