package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;

class CifarReaderTest {
  private static final int RECORD = 3073;

  /**
   * One record for each label, its red, green and blue planes filled with 10, 20 and 30 + label.
   */
  private static byte[] records(int... labels) {
    byte[] bytes = new byte[labels.length * RECORD];
    for (int i = 0; i < labels.length; i++) {
      int start = i * RECORD;
      bytes[start] = (byte) labels[i];
      for (int channel = 0; channel < 3; channel++) {
        int plane = start + 1 + channel * 1024;
        Arrays.fill(bytes, plane, plane + 1024, (byte) (10 * (channel + 1) + labels[i]));
      }
    }
    return bytes;
  }

  private static void write(Path folder) throws IOException {
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(folder.resolve("data_batch_" + batch + ".bin"), records(batch, 0));
    }
    Files.write(folder.resolve("test_batch.bin"), records(9));
  }

  @Test
  void readsBatchesInOrder(@TempDir Path folder) throws Exception {
    write(folder);
    DataSource source = CifarReader.readFolder(folder);
    assertThat(source.train().labels()).containsExactly(1, 0, 2, 0, 3, 0, 4, 0, 5, 0);
    assertThat(source.train().sampleShape()).isEqualTo(new SampleShape.Image(3, 32, 32));
    assertThat(source.test().classNames().get(source.test().label(0))).isEqualTo("truck");
    float[] sample = source.train().sample(4);
    assertThat(sample[0]).isEqualTo(13 / 255f);
    assertThat(sample[1024]).isEqualTo(23 / 255f);
    assertThat(sample[3071]).isEqualTo(33 / 255f);
  }

  @Test
  void mistakesAreNamed(@TempDir Path folder) throws Exception {
    write(folder);
    Path test = folder.resolve("test_batch.bin");
    Files.write(test, records(10));
    assertRefused(folder, test + ": label 10 of record 0 is outside the classes 0 to 9");
    Files.write(test, Arrays.copyOf(records(1, 2), RECORD + 5));
    assertRefused(
        folder,
        test
            + ": expected records of 3073 bytes each, found 3078 bytes; the file is empty, cut"
            + " short or of another format");
    Files.write(test, new byte[0]);
    assertThatThrownBy(() -> CifarReader.readFolder(folder)).isInstanceOf(InputException.class);
    Files.delete(test);
    assertRefused(folder, test + ": expected CIFAR-10's binary version, found no such file");
    assertThatThrownBy(() -> CifarReader.readFolder(test))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(test + ": expected a folder with data_batch_1.bin");
  }

  private static byte[] records100(int... labels) {
    byte[] bytes = new byte[labels.length * (RECORD + 1)];
    byte[] plain = records(labels);
    for (int i = 0; i < labels.length; i++) {
      bytes[i * (RECORD + 1)] = (byte) (labels[i] % 20);
      System.arraycopy(plain, i * RECORD, bytes, i * (RECORD + 1) + 1, RECORD);
    }
    return bytes;
  }

  @Test
  void readsCifar100ByFineOrCoarseLabels(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("train.bin"), records100(99, 0, 41));
    Files.write(folder.resolve("test.bin"), records100(53));
    DataSource fine = CifarReader.readFolder100(folder);
    assertThat(fine.train().labels()).containsExactly(99, 0, 41);
    assertThat(fine.train().classes()).isEqualTo(100);
    assertThat(fine.train().classNames()).isSorted().doesNotHaveDuplicates();
    assertThat(fine.test().classNames().get(fine.test().label(0))).isEqualTo("orange");
    assertThat(fine.train().sample(2)[0]).isEqualTo(51 / 255f);
    assertThat(fine.train().sample(2)[3071]).isEqualTo(71 / 255f);

    DataSource coarse = CifarReader.read(folder, CifarLayout.CIFAR_100_COARSE);
    assertThat(coarse.train().labels()).containsExactly(19, 0, 1);
    assertThat(coarse.train().classes()).isEqualTo(20);
    assertThat(coarse.train().classNames()).isSorted().doesNotHaveDuplicates();
    assertThat(coarse.train().sample(2)).isEqualTo(fine.train().sample(2));
    assertThat(coarse.train().name()).isEqualTo("cifar-100-coarse");
  }

  @Test
  void mistakesInCifar100AreNamed(@TempDir Path folder) throws Exception {
    Path train = folder.resolve("train.bin");
    Path test = folder.resolve("test.bin");
    Files.write(train, records100(1, 2));
    assertThatThrownBy(() -> CifarReader.readFolder100(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(test + ": expected CIFAR-100's binary version, found no such file");
    Files.write(test, records100(1, 100));
    assertThatThrownBy(() -> CifarReader.readFolder100(folder))
        .hasMessage(test + ": label 100 of record 1 is outside the classes 0 to 99");
    for (int length : new int[] {0, RECORD, 2 * RECORD, 3 * RECORD + 2}) {
      Files.write(test, new byte[length]);
      assertThatThrownBy(() -> CifarReader.readFolder100(folder))
          .hasMessageStartingWith(
              test + ": expected records of 3074 bytes each, found " + length + " bytes");
    }
    assertThatThrownBy(() -> CifarReader.readFolder100(test))
        .hasMessageStartingWith(test + ": expected a folder with train.bin, test.bin");
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> CifarReader.readFolder(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }
}
