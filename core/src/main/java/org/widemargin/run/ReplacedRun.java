package org.widemargin.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.Folders;

/**
 * A run that makes room for a new one in its own folder. It is set aside, and goes when the new run
 * has its first checkpoint; until then it can come back.
 *
 * <p>Each entry of the folder moves by itself: the checkpoints are set aside first, come back last
 * and are deleted last. Where a process is killed in between, the next owner sees by them what was
 * going on.
 */
final class ReplacedRun {
  private static final String ASIDE = ".widemargin-old-run";

  private final Path run;
  private final Path aside;

  private ReplacedRun(Path run) {
    this.run = run;
    this.aside = run.resolve(ASIDE);
  }

  /**
   * Sets aside the run that is in a folder. The caller owns it.
   *
   * @throws org.widemargin.error.InputException if there is more than a run; nothing is moved then
   */
  static ReplacedRun setAside(Path run) {
    new RunContents(run).requireOnlyARun();
    ReplacedRun replaced = new ReplacedRun(run);
    AtomicFiles.createFolder(run.resolve(RunContents.CHECKPOINTS));
    AtomicFiles.createFolder(replaced.aside);
    checkpointsFirst(new RunContents(run).entries())
        .forEach(entry -> move(entry, replaced.aside.resolve(entry.getFileName())));
    return replaced;
  }

  /** Ends what a process was killed in. The caller owns the folder. */
  static void recover(Path run) {
    ReplacedRun replaced = new ReplacedRun(run);
    if (Files.isDirectory(replaced.aside)) {
      if (hasCheckpoint(run) && hasCheckpoints(replaced.aside)) {
        replaced.remove();
      } else {
        replaced.restore();
      }
    }
  }

  /** Deletes it: the new run stands. */
  void remove() {
    checkpointsLast(new RunContents(aside).entries()).forEach(Folders::delete);
    deleteEmpty(aside);
  }

  /** Takes it back, in the place of what the new run has written. */
  void restore() {
    // A new run makes its folder of checkpoints before anything else. Without one, what is there
    // besides has not been set aside yet, or is back already.
    if (hasCheckpoints(aside) && hasCheckpoints(run)) {
      checkpointsLast(new RunContents(run).entries()).forEach(Folders::delete);
    }
    for (Path entry : checkpointsLast(new RunContents(aside).entries())) {
      move(entry, run.resolve(entry.getFileName()));
    }
    deleteEmpty(aside);
  }

  private static boolean hasCheckpoint(Path run) {
    return Files.exists(run.resolve(RunContents.CHECKPOINTS).resolve("last.safetensors"));
  }

  private static boolean hasCheckpoints(Path run) {
    return Files.isDirectory(run.resolve(RunContents.CHECKPOINTS));
  }

  private static List<Path> checkpointsFirst(List<Path> entries) {
    List<Path> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(entry -> !entry.endsWith(RunContents.CHECKPOINTS)));
    return sorted;
  }

  private static List<Path> checkpointsLast(List<Path> entries) {
    List<Path> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(entry -> entry.endsWith(RunContents.CHECKPOINTS)));
    return sorted;
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(to, e);
    }
  }

  /** The folder of its own, which must not take with it what somebody else put there. */
  private static void deleteEmpty(Path folder) {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(folder, e);
    }
  }
}
