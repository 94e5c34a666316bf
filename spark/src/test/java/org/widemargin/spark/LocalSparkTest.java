package org.widemargin.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.sweep.Crew;
import org.widemargin.sweep.DataFolders;
import org.widemargin.sweep.Sweep;
import org.widemargin.sweep.SweepListener;
import org.widemargin.torch.Device;
import org.widemargin.train.StopRequest;

/** Spark inside this process. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalSparkTest {
  @TempDir private Path folder;

  @Test
  void aStudyHasTheLinesOfTheLocalEngine() throws Exception {
    Path alone = folder.resolve("alone");
    assertThat(
            new Sweep(alone, Device.CPU, new SweepListener() {}, new StopRequest())
                .run(SparkStudies.small()))
        .isTrue();
    Path spark = folder.resolve("spark");
    try (Crew crew = SparkCrew.start("local[2]", Map.of())) {
      assertThat(crew.size()).isEqualTo(2);
      Sweep sweep =
          new Sweep(
              spark, Device.CPU, new SweepListener() {}, new StopRequest(), DataFolders.NONE, crew);
      assertThat(sweep.run(SparkStudies.small())).isTrue();
    }
    assertThat(SparkStudies.lines(spark)).hasSize(24).isEqualTo(SparkStudies.lines(alone));
  }
}
