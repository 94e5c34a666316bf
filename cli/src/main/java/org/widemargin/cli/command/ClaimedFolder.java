package org.widemargin.cli.command;

import java.nio.file.Path;
import org.widemargin.file.FolderOwner;
import org.widemargin.train.StopRequest;

/** The folder that a command writes into; its claim leaves no mark when the command is stopped. */
final class ClaimedFolder implements AutoCloseable {
  private final FolderOwner owner;
  private final StopRequest stop = StopRequest.onShutdown();

  private ClaimedFolder(FolderOwner owner) {
    this.owner = owner;
    stop.beforeTheEnd(owner::leaveNothingBehind);
  }

  /** Claims any folder. */
  static ClaimedFolder of(Path folder) {
    return new ClaimedFolder(FolderOwner.claim(folder));
  }

  /** Claims any folder as soon as whoever has it is done. */
  static ClaimedFolder await(Path folder) {
    return new ClaimedFolder(FolderOwner.await(folder));
  }

  /**
   * Claims a folder of one kind of work.
   *
   * @param mark what is there when such work was begun
   * @param what kind of work, for messages
   */
  static ClaimedFolder of(Path folder, String mark, String what) {
    return new ClaimedFolder(FolderOwner.claim(folder, mark, what));
  }

  Path folder() {
    return owner.folder();
  }

  @Override
  public void close() {
    owner.close();
    stop.close();
  }
}
