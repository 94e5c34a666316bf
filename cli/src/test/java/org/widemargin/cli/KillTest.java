package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of long work, killed and asked for again until it ends. */
@Timeout(value = 7200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
  private static final int FEW = 3;
  private static final int MANY = 50;
  private static final int STEPS = 2_000;

  @TempDir private Path folder;

  private Path data = Path.of("");

  @BeforeEach
  void makeData() throws IOException {
    data = TinyData.write(folder.resolve("data"));
  }

  private KilledTraining training() {
    return new KilledTraining(data, STEPS);
  }

  private KilledAttack attack() {
    Path run = folder.resolve("run");
    Program.run(TinyData.train(data, run, "--loss=margin", "--norm=linf", "--gamma=0.2"))
        .succeeded();
    return new KilledAttack(run);
  }

  private KilledStudy study() throws IOException {
    return KilledStudy.of(data, folder.resolve("tiny.yaml"));
  }

  private KilledReport report() throws IOException {
    Path complete = folder.resolve("complete");
    Program.run(study().command(complete)).succeeded();
    return new KilledReport(complete);
  }

  private int survived(KilledWork work, int kills, long seed) throws Exception {
    Path place = Files.createDirectory(folder.resolve("killed-" + work.name()));
    return new Kills(work, place, seed).survived(kills);
  }

  @Test
  void trainingKilledAFewTimes() throws Exception {
    assertThat(survived(training(), FEW, 1)).isEqualTo(FEW);
  }

  @Test
  void anAttackKilledAFewTimes() throws Exception {
    assertThat(survived(attack(), FEW, 2)).isEqualTo(FEW);
  }

  @Test
  void aStudyKilledAFewTimes() throws Exception {
    assertThat(survived(study(), FEW, 3)).isEqualTo(FEW);
  }

  @Test
  void aReportKilledAFewTimes() throws Exception {
    assertThat(survived(report(), FEW, 4)).isEqualTo(FEW);
  }

  @Test
  @Tag("slow")
  void eachKilledManyTimes() throws Exception {
    int survived = survived(training(), MANY, 5);
    survived += survived(attack(), MANY, 6);
    survived += survived(study(), MANY, 7);
    survived += survived(report(), MANY, 8);
    System.out.printf("%d of %d kills survived%n", survived, 4 * MANY);
    assertThat(survived).isEqualTo(4 * MANY);
  }
}
