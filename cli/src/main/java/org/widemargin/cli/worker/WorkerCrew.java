package org.widemargin.cli.worker;

import java.util.List;
import org.widemargin.cli.text.Console;

/** Starts the workers of a training, and waits for them. */
public interface WorkerCrew extends AutoCloseable {
  /**
   * Has them train, once. If one ends too early, so do the others: they cannot go on without it.
   *
   * @param arguments of this program, its command {@code train} among them
   * @param console where to pass on what the workers write
   * @return 0 if the training is done; the status of a worker that has failed by itself; {@link
   *     org.widemargin.cli.text.Failures#WORKER_LOST} if one was lost, which may not happen again
   * @throws InterruptedException if this thread is interrupted; the workers have stopped then
   */
  int train(List<String> arguments, Console console) throws InterruptedException;

  /** Lets go of what it holds. */
  @Override
  void close();
}
