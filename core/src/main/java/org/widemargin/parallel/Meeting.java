package org.widemargin.parallel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.torch.NativeRuntime;

/** How a worker comes to its others. */
public final class Meeting {
  private Meeting() {}

  /**
   * A worker that has no others.
   *
   * @return whose sums are what it gives
   */
  public static Workers ofOne() {
    return LoneWorker.INSTANCE;
  }

  /**
   * Waits until all workers are there, and makes sure that they are of the same versions.
   *
   * @param point where they meet
   * @param version of this library, usually {@code LibraryVersion.current()}
   * @return the connection to them, to be closed
   * @throws org.widemargin.error.InputException on every worker, if the version of one, or that of
   *     its libtorch, is not the first one's; nothing else was exchanged then
   * @throws WorkerLostException if one does not come in time
   */
  public static Workers at(MeetingPoint point, String version) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("version of widemargin", version);
    versions.put("version of libtorch", NativeRuntime.libtorchVersion());
    return JoinedWorkers.meet(point, versions);
  }
}
