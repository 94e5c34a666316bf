package org.widemargin.parallel;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.widemargin.torch.CollectivesException;
import org.widemargin.torch.TextStore;

/**
 * Lets the other workers see that this process is there, whatever its training does. It has a
 * connection of its own, which nothing else can hold up.
 */
final class Heartbeat implements AutoCloseable {
  /** How long one that is there may be silent. */
  static final long SILENCE_MILLIS = 2_500;

  private static final long EVERY_MILLIS = 500;

  private final TextStore store;
  private final String key;
  private final ScheduledExecutorService thread;
  private final Future<?> beating;
  private long beats;

  /**
   * Begins to beat.
   *
   * @param store a connection that is its own from now on
   * @param worker which
   * @throws CollectivesException if whoever holds the texts is gone already
   */
  Heartbeat(TextStore store, int worker) {
    this.store = store;
    this.key = key(worker);
    store.put(key, Long.toString(beats++));
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread beating = new Thread(work, "worker-heartbeat");
              beating.setDaemon(true);
              return beating;
            });
    this.beating =
        thread.scheduleWithFixedDelay(
            this::beat, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Where a worker's beats are counted. */
  static String key(int worker) {
    return "beats/" + worker;
  }

  private void beat() {
    try {
      store.put(key, Long.toString(beats++));
    } catch (CollectivesException e) {
      // Whoever holds the texts is gone: the training learns of it by itself.
      beating.cancel(false);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    boolean silent = false;
    try {
      silent = thread.awaitTermination(SILENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A beat that hangs would find its connection freed.
    if (silent) {
      store.close();
    }
  }
}
