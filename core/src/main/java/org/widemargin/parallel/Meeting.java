package org.widemargin.parallel;

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
   * Waits until all workers are there.
   *
   * @param point where they meet
   * @return the connection to them, to be closed
   * @throws WorkerLostException if one does not come in time
   */
  public static Workers at(MeetingPoint point) {
    return JoinedWorkers.meet(point);
  }
}
