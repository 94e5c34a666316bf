package org.widemargin.train;

import java.util.concurrent.CountDownLatch;

/**
 * Asks a run to stop after the step it is in.
 *
 * <p>For a program that is told to end (SIGTERM, Ctrl-C):
 *
 * <pre>{@code
 * try (StopRequest stop = StopRequest.onShutdown()) {
 *   ... train and write the results ...
 * }
 * }</pre>
 *
 * <p>The Java virtual machine then ends when this is closed, not before.
 */
public final class StopRequest implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::requestAndWait, "stop-training");
  private volatile boolean requested;

  /** Makes a request that only {@link #request} sets. */
  public StopRequest() {}

  /**
   * Makes a request that the end of the virtual machine sets, and holds up until this is closed.
   *
   * @return the request, to be closed when everything is written
   */
  public static StopRequest onShutdown() {
    StopRequest stop = new StopRequest();
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** Asks to stop; may be called by any thread, and more than once. */
  public void request() {
    requested = true;
  }

  /**
   * Tells whether stopping was asked for.
   *
   * @return whether it was
   */
  public boolean requested() {
    return requested;
  }

  /** Lets the virtual machine end. */
  @Override
  public void close() {
    closed.countDown();
    if (!requested) {
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The end began in this very moment: the hook runs and finds this closed.
      requested = true;
    }
  }

  private void requestAndWait() {
    request();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
