package org.widemargin.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.widemargin.file.FolderOwner;
import org.widemargin.run.MetricsFile;
import org.widemargin.run.RunFolder;
import org.widemargin.train.RunConfig;
import org.widemargin.train.SplitMetrics;

/**
 * A look at a run's folder.
 *
 * @param name of the run
 * @param state where it stands
 * @param steps how many it will make; 0 while that is not known
 * @param lines its evaluations so far
 */
record RunView(String name, RunState state, long steps, List<MetricsFile.Line> lines) {
  RunView {
    lines = List.copyOf(lines);
  }

  /**
   * Looks. Only reads, but for a lock that a process which was killed has left.
   *
   * @param folder of the run; may not be there yet
   * @param begun whether what is in it is the run that is meant, and not one that it will replace
   * @throws org.widemargin.error.InputException if a file is damaged
   */
  static RunView of(Path folder, BooleanSupplier begun) {
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    if (!begun.getAsBoolean() || !Files.exists(folder.resolve("config.yaml"))) {
      return new RunView(name, RunState.BEGINNING, 0, List.of());
    }
    RunFolder run = RunFolder.open(folder);
    // In this order: a run that ends in between is seen as ended the next time.
    boolean isOwned = FolderOwner.isClaimed(folder);
    // A run that was stopped has results, too, if it was evaluated.
    boolean hasResults = Files.exists(run.results());
    List<MetricsFile.Line> lines =
        Files.exists(run.metrics()) ? MetricsFile.read(run.metrics()) : List.of();
    RunConfig config = run.config();
    boolean hasEnded = hasResults && isAtItsEnd(config, lines);
    return new RunView(name, state(isOwned, hasEnded, lines), config.optimization().steps(), lines);
  }

  /** Whether all steps are made, or the patience with the validation accuracy is over. */
  private static boolean isAtItsEnd(RunConfig config, List<MetricsFile.Line> lines) {
    long step = lastStep(lines);
    if (step >= config.optimization().steps()) {
      return true;
    }
    long bestStep = 0;
    double best = -1;
    for (MetricsFile.Line line : lines) {
      if (line.split().equals(SplitMetrics.VALIDATION) && line.accuracy() > best) {
        bestStep = line.step();
        best = line.accuracy();
      }
    }
    return bestStep > 0 && config.evaluation().isOutOfPatience(step, bestStep);
  }

  /** The same run, on which a process is about to work that has not claimed its folder yet. */
  RunView atWork() {
    return new RunView(name, state(true, false, lines), steps, lines);
  }

  private static RunState state(boolean owned, boolean ended, List<MetricsFile.Line> lines) {
    if (owned) {
      return lines.isEmpty() ? RunState.BEGINNING : RunState.RUNNING;
    }
    return ended ? RunState.ENDED : RunState.STOPPED;
  }

  /** The last step that was evaluated; 0 before the first. */
  long step() {
    return lastStep(lines);
  }

  private static long lastStep(List<MetricsFile.Line> lines) {
    return lines.isEmpty() ? 0 : lines.get(lines.size() - 1).step();
  }

  /** Differs where there is something else to show. */
  String version() {
    return state + "-" + lines.size() + "-" + step();
  }
}
