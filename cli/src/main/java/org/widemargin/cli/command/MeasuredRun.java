package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.RunName;
import org.widemargin.cli.text.Console;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;
import org.widemargin.run.OwnedRun;
import org.widemargin.train.StopRequest;

/**
 * The folder of a run that a command measures, claimed before it begins. It may be read-only or in
 * use: what is found is told all the same, and not kept.
 */
final class MeasuredRun implements AutoCloseable {
  private final RunName run;
  private final @Nullable OwnedRun claim;
  private final String refusal;
  private final StopRequest stop = StopRequest.onShutdown();

  private MeasuredRun(RunName run, @Nullable OwnedRun claim, String refusal) {
    this.run = run;
    this.claim = claim;
    this.refusal = refusal;
    if (claim != null) {
      stop.beforeTheEnd(claim::leaveNothingBehind);
    }
  }

  /**
   * Claims the folder of a run, if it has one: a network that comes with the program has none. It
   * is not made if there is none.
   */
  static MeasuredRun claim(RunName run) {
    Optional<Path> folder = run.folder();
    if (folder.isEmpty()) {
      return new MeasuredRun(run, null, "it comes with the program");
    }
    try {
      return new MeasuredRun(run, OwnedRun.open(folder.get()), "");
    } catch (InputException | OutputException e) {
      return new MeasuredRun(run, null, String.valueOf(e.getMessage()));
    }
  }

  /** Whether what is found has a place in the run's folder. */
  boolean isKept() {
    return claim != null;
  }

  /**
   * Writes what the user was told already, or says why it is not kept.
   *
   * @return whether it is
   */
  boolean keep(Console console, Runnable writing) {
    String reason = refusal;
    if (claim != null) {
      try {
        writing.run();
        return true;
      } catch (OutputException e) {
        reason = String.valueOf(e.getMessage());
      }
    }
    console.warn("not kept in " + run + ": " + reason + "; --out keeps it elsewhere");
    return false;
  }

  @Override
  public void close() {
    if (claim != null) {
      claim.close();
    }
    stop.close();
  }
}
