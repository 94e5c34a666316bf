package org.widemargin.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.widemargin.file.FolderOwner;
import org.widemargin.train.RunConfig;

/**
 * The folder of a run, for the one process that may write into it. What is checked when it is
 * claimed stays true until this is closed; nobody else can begin, continue or replace a run there.
 */
public final class OwnedRun implements AutoCloseable {
  private final FolderOwner owner;
  private final RunFolder folder;
  private final boolean replaces;
  private @Nullable ReplacedRun old;
  private boolean closed;

  private OwnedRun(FolderOwner owner, RunFolder folder, boolean replaces) {
    this.owner = owner;
    this.folder = folder;
    this.replaces = replaces;
  }

  /**
   * Whether a new run can begin in a folder without replacing anything.
   *
   * @param path of the folder
   * @return whether it does not exist, is empty, or a process was killed there before it had
   *     written anything
   * @throws org.widemargin.error.InputException if it cannot be read
   */
  public static boolean isFree(Path path) {
    return !Files.exists(path)
        || (Files.isDirectory(path)
            && (FolderOwner.isEmpty(path) || new RunContents(path).isUnbegun()));
  }

  /**
   * Claims a folder for a new run. Nothing is left of it if the run does not begin.
   *
   * @param path a folder that does not exist or is empty
   * @return the claim, to be closed
   * @throws org.widemargin.error.InputException if there is something already, or another process
   *     has it
   * @throws org.widemargin.error.OutputException if nothing can be written there
   */
  public static OwnedRun create(Path path) {
    if (!Files.isDirectory(path) || !new RunContents(path).isUnbegun()) {
      RunFolder.create(path);
    }
    FolderOwner owner = FolderOwner.claim(path);
    try {
      ReplacedRun.recover(path);
      new RunContents(path).removeUnbegun();
      return new OwnedRun(owner, RunFolder.create(path), false);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * Claims a folder for a new run that takes the place of one that may be there. The old run stays
   * until the new one has its first checkpoint, and comes back if it does not get that far.
   *
   * @param path a folder that does not exist, is empty, or has a run and nothing else
   * @return the claim, to be closed
   * @throws org.widemargin.error.InputException if there is something that no run writes, or
   *     another process has the folder
   * @throws org.widemargin.error.OutputException if nothing can be written there
   */
  public static OwnedRun replace(Path path) {
    FolderOwner owner = FolderOwner.claim(path);
    try {
      ReplacedRun.recover(path);
      new RunContents(path).removeUnbegun();
      boolean replaces = !FolderOwner.isEmpty(path);
      if (replaces) {
        new RunContents(path).requireOnlyARun();
      }
      RunFolder folder = replaces ? RunFolder.open(path) : RunFolder.create(path);
      return new OwnedRun(owner, folder, replaces);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * Claims the folder of a run that was begun.
   *
   * @param path the folder
   * @return the claim, to be closed
   * @throws org.widemargin.error.InputException if there is no run, or another process has it
   * @throws org.widemargin.error.OutputException if nothing can be written there
   */
  public static OwnedRun open(Path path) {
    if (!Files.isDirectory(path)) {
      RunFolder.open(path);
    }
    FolderOwner owner = FolderOwner.claim(path);
    try {
      ReplacedRun.recover(path);
      return new OwnedRun(owner, RunFolder.open(path), false);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * The folder.
   *
   * @return where the run is, or will be
   * @throws IllegalStateException if the claim is closed
   */
  public RunFolder folder() {
    requireOpen();
    return folder;
  }

  /** Makes the folder ready for the run's files. */
  void begin(RunConfig config, Provenance provenance) {
    requireOpen();
    if (replaces) {
      old = ReplacedRun.setAside(folder.path());
    }
    folder.begin(config, provenance);
  }

  /** The new run has a checkpoint: the old one is not needed any more. */
  void stands() {
    if (old != null) {
      old.remove();
      old = null;
    }
  }

  /**
   * Takes the marks of the claim away, for a process that is about to end without closing this: it
   * stays the owner until then.
   */
  public void leaveNothingBehind() {
    owner.leaveNothingBehind();
  }

  /** Gives the folder up; a run that was to be replaced and is not comes back. */
  @Override
  public void close() {
    closed = true;
    try {
      if (old != null) {
        old.restore();
        old = null;
      }
    } finally {
      owner.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the claim on " + folder.path() + " is closed");
    }
  }
}
