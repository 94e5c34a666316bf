package org.widemargin.train;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a run to stop after the step it is in.
 *
 * <p>For a program that is told to end (SIGTERM, Ctrl-C):
 *
 * <pre>{@code
 * try (StopRequest stop = StopRequest.onShutdown()) {
 *   ... read the data, train, write the results ...
 * }
 * }</pre>
 *
 * <p>Where work {@linkplain #heeded heeds} the request, the Java virtual machine ends when this is
 * closed, or after a minute. Anywhere else (while data are read, while something is measured)
 * nothing would be gained by waiting: it ends at once. Files are whole at any moment.
 */
public final class StopRequest implements AutoCloseable {
  private static final int LONGEST_SECONDS = 60;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger heeding = new AtomicInteger();
  private final CopyOnWriteArrayList<Runnable> beforeTheEnd = new CopyOnWriteArrayList<>();
  private final Thread hook = new Thread(this::requestAndWait, "stop-training");
  private volatile boolean requested;
  private volatile boolean windingUp;

  /** A stretch of work that sees the request soon, and has something to put in order then. */
  public interface Stretch extends AutoCloseable {
    /** Ends the stretch. */
    @Override
    void close();
  }

  /** Makes a request that only {@link #request} sets. */
  public StopRequest() {}

  /**
   * Makes a request that the end of the virtual machine sets, and holds up as long as there is
   * something to put in order.
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

  /**
   * Begins a stretch of work that heeds the request: the virtual machine waits for it, and for what
   * follows, until this is closed.
   *
   * @return the stretch, to be closed
   */
  public Stretch heeded() {
    heeding.incrementAndGet();
    return () -> {
      windingUp |= requested;
      heeding.decrementAndGet();
    };
  }

  /**
   * Has something done if the virtual machine ends without this having been closed.
   *
   * @param last done by another thread while the work may still go on; short
   */
  public void beforeTheEnd(Runnable last) {
    beforeTheEnd.add(last);
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
      for (int second = 0; second < LONGEST_SECONDS; second++) {
        if (heeding.get() == 0 && !windingUp) {
          break;
        }
        if (closed.await(1, TimeUnit.SECONDS)) {
          return;
        }
      }
      beforeTheEnd.forEach(Runnable::run);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
