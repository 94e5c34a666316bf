package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that becomes full, at whichever file, or that is read-only: one line says so, nothing of
 * ours is left half, and once there is room the same command comes to the same files.
 */
class FullDiskTest {
  private static final int MEGABYTES = 2;

  @TempDir private Path folder;

  private Path data = Path.of("");

  @BeforeEach
  void makeData() throws IOException {
    data = TinyData.write(folder.resolve("data"));
  }

  private KilledWork training() {
    return new KilledTraining(data, 60);
  }

  private KilledWork attack() {
    Path run = folder.resolve("run");
    Program.run(TinyData.train(data, run, "--loss=margin", "--norm=linf", "--gamma=0.2"))
        .succeeded();
    return new KilledAttack(run);
  }

  private KilledWork report() throws IOException {
    Path complete = folder.resolve("complete");
    Program.run(KilledStudy.of(data, folder.resolve("tiny.yaml")).command(complete)).succeeded();
    return new KilledReport(complete);
  }

  private MountedFolder disk() throws IOException, InterruptedException {
    return MountedFolder.of(Files.createDirectory(folder.resolve("disk")), MEGABYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8, 16, 24, 32})
  void trainingComesToTheSameFilesOnceThereIsRoom(int kilobytes) throws Exception {
    withLittleRoom(training(), kilobytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8, 16, 24})
  void anAttackComesToTheSameFilesOnceThereIsRoom(int kilobytes) throws Exception {
    withLittleRoom(attack(), kilobytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 60})
  void aReportComesToTheSameFilesOnceThereIsRoom(int kilobytes) throws Exception {
    withLittleRoom(report(), kilobytes);
  }

  private void withLittleRoom(KilledWork work, int kilobytes) throws Exception {
    Path unbroken = folder.resolve("unbroken");
    work.prepare(unbroken);
    Program.run(work.command(unbroken)).succeeded();
    Map<String, Object> expected = work.outcome(unbroken);
    try (MountedFolder disk = disk()) {
      Path here = disk.folder().resolve("out");
      work.prepare(here);
      Path filling = disk.folder().resolve("filling");
      fill(disk.folder(), filling, kilobytes);
      assertThat(failure(work.command(here)))
          .startsWith("widemargin: no space left writing " + here)
          .endsWith(": free some space or write elsewhere");
      assertThat(marks(disk.folder())).isEmpty();
      Files.delete(filling);
      Program.run(work.command(here)).succeeded();
      assertThat(work.outcome(here)).isEqualTo(expected);
      assertThat(marks(disk.folder())).isEmpty();
    }
  }

  @Test
  void aReadOnlyDiskIsToldInOneLine() throws Exception {
    KilledWork report = report();
    KilledWork attack = attack();
    try (MountedFolder disk = disk()) {
      Path study = disk.folder().resolve("study");
      report.prepare(study);
      Path run = disk.folder().resolve("run");
      Program.run(training().command(run)).succeeded();
      disk.change("ro");
      Path fresh = disk.folder().resolve("new");
      for (List<String> command :
          List.of(
              training().command(run),
              training().command(fresh),
              attack.command(fresh),
              report.command(study),
              KilledStudy.of(data, folder.resolve("tiny.yaml")).command(fresh))) {
        assertThat(failure(command))
            .startsWith("widemargin: cannot write " + disk.folder())
            .endsWith(": Read-only file system");
      }
      disk.change("rw");
      assertThat(fresh).doesNotExist();
      assertThat(marks(disk.folder())).isEmpty();
    }
  }

  /** The last line that a command says; the others tell how far it came. */
  private static String failure(List<String> command) {
    Program.Result result = Program.run(command);
    assertThat(result.status()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).doesNotContain("\tat ");
    List<String> lines = result.err().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private static void fill(Path disk, Path file, int kilobytesLeft) throws IOException {
    long room = disk.toFile().getUsableSpace() - kilobytesLeft * 1024L;
    Files.write(file, new byte[Math.toIntExact(room)]);
  }

  /** Locks and temporary files. */
  private static List<Path> marks(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(each -> each.getFileName().toString().startsWith(".widemargin")).toList();
    }
  }
}
