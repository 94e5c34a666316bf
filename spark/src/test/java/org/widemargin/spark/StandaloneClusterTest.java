package org.widemargin.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.study.Study;
import org.widemargin.study.TrialResult;
import org.widemargin.sweep.Crew;
import org.widemargin.sweep.DataFolders;
import org.widemargin.sweep.Sweep;
import org.widemargin.sweep.SweepListener;
import org.widemargin.torch.Device;
import org.widemargin.train.StopRequest;

@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandaloneClusterTest {
  @TempDir private Path folder;

  private void alone(Path where) {
    assertThat(
            new Sweep(where, Device.CPU, new SweepListener() {}, new StopRequest())
                .run(SparkStudies.small()))
        .isTrue();
  }

  private static boolean run(Study study, Path where, Crew crew, SweepListener listener) {
    return new Sweep(where, Device.CPU, listener, new StopRequest(), DataFolders.NONE, crew)
        .run(study);
  }

  @Test
  void aNetworkMayBeLargerThanAMessageOfSpark() throws Exception {
    Path spark = folder.resolve("spark");
    Map<String, String> settings = new LinkedHashMap<>(StandaloneCluster.settings());
    settings.put("spark.rpc.message.maxSize", "1");
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"), 1);
        Crew crew = SparkCrew.start(cluster.master(), settings)) {
      assertThat(run(SparkStudies.wide(), spark, crew, new SweepListener() {})).isTrue();
    }
    assertThat(SparkStudies.lines(spark)).hasSize(2);
  }

  @Test
  void aStudyOfTwoWorkersLosesNoLineWhenOneIsKilled() throws Exception {
    Path spark = folder.resolve("spark");
    AtomicInteger finished = new AtomicInteger();
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"), 2);
        Crew crew = SparkCrew.start(cluster.master(), StandaloneCluster.settings())) {
      assertThat(crew.size()).isEqualTo(2);
      SweepListener killing =
          new SweepListener() {
            @Override
            public void finished(TrialResult result) {
              if (finished.incrementAndGet() == 6) {
                try {
                  cluster.kill(0);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
            }
          };
      assertThat(run(SparkStudies.small(), spark, crew, killing)).isTrue();
    }
    assertThat(finished).hasValue(24);
    Path alone = folder.resolve("alone");
    alone(alone);
    assertThat(SparkStudies.lines(spark)).hasSize(24).isEqualTo(SparkStudies.lines(alone));
  }
}
