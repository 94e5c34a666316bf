package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;

class DatasetsTest {
  @Test
  void namesAreKnownAndOthersGetAHint() {
    assertThat(Datasets.names()).contains("cifar-10", "csv", "fashion-mnist", "folder").isSorted();
    assertThatThrownBy(() -> Datasets.load(DatasetSpec.of("fasion-mnist")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown data set 'fasion-mnist', expected one of ")
        .hasMessageEndingWith("did you mean 'fashion-mnist'?");
  }

  @Test
  void whatNeedsDataSaysSo() {
    assertThatThrownBy(() -> Datasets.load(DatasetSpec.of("folder")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "folder: expected a folder with one folder of images for each class, or train and test,"
                + " found none; give it with --data");
    assertThatThrownBy(() -> Datasets.load(DatasetSpec.of("csv")))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Datasets.load(DatasetSpec.of("cifar-10")))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> DatasetSpec.of(" ")).isInstanceOf(InputException.class);
  }

  @Test
  void tablesAreReadFromAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("train.csv"), "a,kind\n1,x\n2,y\n");
    Files.writeString(folder.resolve("test.csv"), "a,kind\n3,y\n");
    String text = "name: csv\ndata: '" + folder + "'\nlabel: kind\n";
    DataSource source = Datasets.load(Yaml.readText(text, "run.yaml", DatasetSpec.class));
    assertThat(source.train().size()).isEqualTo(2);
    assertThat(source.test().label(0)).isEqualTo(1);
  }

  @Test
  void specsReadFromYaml() {
    DatasetSpec spec =
        Yaml.readText("name: folder\ndata: cats\nshape: [3, 32, 32]", "x", DatasetSpec.class);
    assertThat(spec)
        .isEqualTo(
            new DatasetSpec("folder", Path.of("cats"), new SampleShape.Image(3, 32, 32), null));
    assertThat(Yaml.readText(Yaml.write(spec), "y", DatasetSpec.class)).isEqualTo(spec);
    assertThatThrownBy(() -> Yaml.readText("name: folder\nshape: [3, 32]", "x", DatasetSpec.class))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("x, line 2: a sample shape has three dimensions");
  }

  @Test
  void fashionMnistWithoutFilesSaysWhereItLooked(@TempDir Path folder) {
    DatasetSpec spec = new DatasetSpec("fashion-mnist", folder, null, null);
    assertThatThrownBy(() -> Datasets.load(spec))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder + ": expected one of train-images-idx3-ubyte, ");
  }

  @Test
  void fashionMnistOfDebianIsRead() {
    assumeTrue(
        Files.isDirectory(FashionMnist.DEBIAN_FOLDER),
        "skipped: Debian's package dataset-fashion-mnist is not installed");
    DataSource source = Datasets.load(DatasetSpec.of("fashion-mnist"));
    assertThat(source.train().size()).isEqualTo(60_000);
    assertThat(source.test().size()).isEqualTo(10_000);
    assertThat(source.train().sampleShape()).isEqualTo(new SampleShape.Image(1, 28, 28));
    assertThat(source.train().classNames()).hasSize(10);
    assertThat(source.train().classNames().get(source.train().label(0))).isEqualTo("ankle boot");
    int[] counts = new int[10];
    for (int label : source.test().labels()) {
      counts[label]++;
    }
    assertThat(counts).containsOnly(1000);
  }
}
