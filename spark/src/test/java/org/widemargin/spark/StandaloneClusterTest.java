package org.widemargin.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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

  private static boolean run(Path where, Crew crew, SweepListener listener) {
    return new Sweep(where, Device.CPU, listener, new StopRequest(), DataFolders.NONE, crew)
        .run(SparkStudies.small());
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
      assertThat(run(spark, crew, killing)).isTrue();
    }
    assertThat(finished).hasValue(24);
    Path alone = folder.resolve("alone");
    alone(alone);
    assertThat(SparkStudies.lines(spark)).hasSize(24).isEqualTo(SparkStudies.lines(alone));
  }
}
