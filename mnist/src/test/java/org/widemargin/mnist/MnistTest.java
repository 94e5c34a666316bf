package org.widemargin.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.data.DataSource;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;

class MnistTest {
  @Test
  void hasThePublishedSizesAndLabelCounts() {
    DataSource mnist = Mnist.load();
    assertThat(mnist.train().size()).isEqualTo(60_000);
    assertThat(mnist.test().size()).isEqualTo(10_000);
    assertThat(mnist.train().sampleShape()).isEqualTo(new SampleShape.Image(1, 28, 28));
    assertThat(mnist.train().classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    int[] counts = new int[10];
    for (int label : mnist.train().labels()) {
      counts[label]++;
    }
    assertThat(counts).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
  }

  @Test
  void firstImagesAreTheKnownOnes() {
    DataSource mnist = Mnist.load();
    assertThat(mnist.train().subset(new int[] {0, 1, 2, 3, 4}).labels())
        .containsExactly(5, 0, 4, 1, 9);
    assertThat(mnist.test().subset(new int[] {0, 1, 2, 3, 4}).labels())
        .containsExactly(7, 2, 1, 0, 4);
    assertThat(mnist.train().sample(0)[5 * 28 + 12]).isEqualTo(3 / 255f);
  }

  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte.gz,6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte.gz,a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte.gz,2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte.gz,27ae3e4e09519cfbb04c329615203637"
  })
  void unpackedFilesHaveThePublishedSums(String file, String md5) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    try (InputStream packed = new ByteArrayInputStream(Mnist.resource(file));
        InputStream unpacked = new GZIPInputStream(packed)) {
      digest.update(unpacked.readAllBytes());
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(md5);
  }

  @Test
  void damagedFilesAreNeverRead() {
    byte[] bytes = Mnist.resource("t10k-labels-idx1-ubyte.gz");
    bytes[bytes.length / 2] ^= 1;
    assertThatThrownBy(() -> Mnist.requirePinned("t10k-labels-idx1-ubyte.gz", bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the embedded file t10k-labels-idx1-ubyte.gz is damaged: ");
    assertThatThrownBy(() -> Mnist.resource("missing.gz"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the embedded file missing.gz is missing; build the module mnist anew");
  }

  @Test
  void isFoundByName() {
    assertThat(Datasets.names()).contains("mnist");
    assertThat(Datasets.load(DatasetSpec.of("mnist")).test().sha256())
        .isEqualTo(Mnist.load().test().sha256());
  }

  @Test
  void usersOwnFolderIsRead(@TempDir Path folder) throws Exception {
    for (String file : Mnist.SHA_256.keySet()) {
      Files.write(folder.resolve(file), Mnist.resource(file));
    }
    DatasetSpec own = new DatasetSpec("mnist", folder, null, null);
    assertThat(Datasets.load(own).test().sha256()).isEqualTo(Mnist.load().test().sha256());
    Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
    assertThatThrownBy(() -> Datasets.load(own))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder + ": expected one of t10k-images-idx3-ubyte, ");
  }

  @Test
  void attributionGoesWithTheFiles() throws Exception {
    try (InputStream stream = Mnist.class.getResourceAsStream("ATTRIBUTION.md")) {
      String text =
          new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains("Yann LeCun and Corinna Cortes", "CC BY-SA 3.0");
    }
  }
}
