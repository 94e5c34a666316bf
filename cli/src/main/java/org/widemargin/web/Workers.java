package org.widemargin.web;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Computes a few requests at a time; some more wait, and the rest is sent away. */
final class Workers {
  private final ThreadPoolExecutor executor;

  Workers(int workers, int waiting) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            work -> {
              Thread thread = new Thread(work, "worker-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Has work done.
   *
   * @throws Refusal if too many wait already
   */
  void submit(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      throw new Refusal(
          Refusal.BUSY,
          executor.getActiveCount()
              + " requests are being computed and "
              + executor.getQueue().size()
              + " wait: ask again later");
    }
  }

  int waiting() {
    return executor.getQueue().size();
  }

  int active() {
    return executor.getActiveCount();
  }

  /**
   * Ends the threads after what they are computing; what still waits is dropped.
   *
   * @throws InterruptedException if this thread was interrupted while it waited for them
   */
  void stop() throws InterruptedException {
    executor.getQueue().clear();
    executor.shutdown();
    // What computes uses native memory that is freed next: there is no end without its own.
    boolean ended = false;
    while (!ended) {
      ended = executor.awaitTermination(1, TimeUnit.MINUTES);
    }
  }
}
