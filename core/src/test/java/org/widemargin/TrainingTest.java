package org.widemargin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Json;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.ReadingListener;
import org.widemargin.error.InputException;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Device;
import org.widemargin.train.DataConfig;
import org.widemargin.train.TrainingListener;

class TrainingTest {
  private static final TrainingListener SILENCE = new TrainingListener() {};

  @TempDir private Path folder;

  private static DatasetSpec flowers(Path file) {
    return new DatasetSpec("csv", file, null, "species");
  }

  private static Training on(Path table) {
    return Training.on(flowers(table)).steps(150).listener(SILENCE);
  }

  private double testAccuracy(Path run) {
    Object clean = Json.read(run.resolve("results.json"), Results.class).clean();
    return (double) clean;
  }

  private record Results(int step, int samples, List<String> classes, double clean) {}

  @Test
  void unitOfOneColumnChangesNothing() throws Exception {
    Path plain = Flowers.write(folder.resolve("plain.csv"), 2, 1);
    Path other = Flowers.write(folder.resolve("other.csv"), 2, 1000);
    on(plain).saveTo(folder.resolve("plain")).close();
    on(other).saveTo(folder.resolve("other")).close();
    assertThat(testAccuracy(folder.resolve("plain"))).isGreaterThan(0.85);
    assertThat(testAccuracy(folder.resolve("other")))
        .isEqualTo(testAccuracy(folder.resolve("plain")));
  }

  @Test
  void runOfTableSaysWhatItsColumnsAreAndScalesRowsByItself() throws Exception {
    Path table = Flowers.write(folder.resolve("flowers.csv"), 0, 1);
    Path run = folder.resolve("run");
    try (Classifier trained = on(table).saveTo(run)) {
      assertThat(trained.columns())
          .containsExactly("sepal length", "sepal width", "petal length", "petal width");
      assertThat(trained.classNames()).containsExactly("setosa", "versicolor", "virginica");
      assertThat(trained.predict(new float[] {5.0f, 3.4f, 1.5f, 0.25f}).className())
          .isEqualTo("setosa");
      assertThat(trained.predict(new float[] {6.6f, 3.0f, 5.6f, 2.0f}).className())
          .isEqualTo("virginica");
    }
    assertThat(RunFolder.open(run).config().data().featureScaling())
        .isEqualTo(DataConfig.Scaling.STANDARDIZE);
    try (TrainedRun trained = TrainedRun.load(run, Device.CPU)) {
      DataSource data = trained.data(null, ReadingListener.SILENT);
      double sum = 0;
      for (int i = 0; i < data.train().size(); i++) {
        sum += data.train().sample(i)[0];
      }
      assertThat(sum / data.train().size()).as("as when it learned").isCloseTo(0, within(0.2));
    }
  }

  @Test
  void featuresStayAsTheyAreWhereThatIsAskedFor() throws Exception {
    Path table = Flowers.write(folder.resolve("flowers.csv"), 0, 1);
    Path run = folder.resolve("run");
    on(table).with("data.feature-scaling=none").saveTo(run).close();
    try (TrainedRun trained = TrainedRun.load(run, Device.CPU)) {
      assertThat(trained.table().orElseThrow().scaling()).isNull();
      assertThat(trained.data(null, ReadingListener.SILENT).train().sample(0)[0]).isGreaterThan(3f);
    }
  }

  @Test
  void purposesAndSettingsMakeTheConfiguration() {
    DataSource data = Pictures.source();
    assertThat(Training.on(data).config().optimization().steps()).isEqualTo(2000);
    assertThat(Training.on(data).purpose(Purpose.ROBUST).config().loss().margin().gamma())
        .isEqualTo(0.5);
    assertThat(Training.on(data).purpose(Purpose.NOISY_LABELS).config().loss().margin().clip())
        .isEqualTo(1.2);
    assertThat(Training.on(data).with("seed=5").config().seed()).isEqualTo(5);
    assertThat(Training.on(data).network("mlp:8").config().model().name()).isEqualTo("mlp:8");
    assertThatThrownBy(() -> Training.on(data).with("sead=5").config())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("seed");
  }

  @Test
  void listenerHearsEveryStep() throws Exception {
    Path table = Flowers.write(folder.resolve("flowers.csv"), 0, 1);
    List<Long> steps = new ArrayList<>();
    Training.on(flowers(table))
        .steps(3)
        .listener(
            new TrainingListener() {
              @Override
              public void stepped(long step, double loss) {
                steps.add(step);
              }
            })
        .saveTo(folder.resolve("run"))
        .close();
    assertThat(steps).containsExactly(1L, 2L, 3L);
  }

  @Test
  void runIsNotOverwritten() {
    Training training = Training.on(Pictures.source()).network("mlp:4").steps(1).listener(SILENCE);
    training.saveTo(folder.resolve("run")).close();
    assertThatThrownBy(() -> training.saveTo(folder.resolve("run")))
        .isInstanceOf(InputException.class);
  }

  /** Images of which the upper or the lower half is bright. */
  static final class Pictures {
    private Pictures() {}

    static DataSource source() {
      return new DataSource(part(60), part(20));
    }

    private static Dataset part(int images) {
      byte[] pixels = new byte[images * 144];
      int[] labels = new int[images];
      for (int i = 0; i < images; i++) {
        labels[i] = i % 2;
        for (int pixel = 0; pixel < 144; pixel++) {
          boolean bright = (pixel < 72) == (labels[i] == 0);
          pixels[i * 144 + pixel] = (byte) (bright ? 200 + i % 50 : (i * 7 + pixel) % 50);
        }
      }
      return Dataset.images(
          "halves",
          new org.widemargin.data.SampleShape.Image(1, 12, 12),
          pixels,
          labels,
          List.of("upper", "lower"));
    }
  }
}
