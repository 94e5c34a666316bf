package org.widemargin.cli.machine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the process is told to end (Ctrl-C, SIGTERM), and lets it end once everything is in
 * order.
 */
public final class UntilStopped implements AutoCloseable {
  private static final int LONGEST_SECONDS = 60;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch inOrder = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop");

  private UntilStopped() {}

  /** Begins; to be closed when everything is in order. */
  public static UntilStopped begin() {
    UntilStopped until = new UntilStopped();
    Runtime.getRuntime().addShutdownHook(until.hook);
    return until;
  }

  /**
   * Waits for the end.
   *
   * @throws InterruptedException if this thread was interrupted
   */
  public void await() throws InterruptedException {
    stopped.await();
  }

  @Override
  public void close() {
    inOrder.countDown();
    if (stopped.getCount() > 0) {
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The end began in this very moment: the hook runs and finds everything in order.
      stopped.countDown();
    }
  }

  private void stopAndWait() {
    stopped.countDown();
    try {
      inOrder.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
