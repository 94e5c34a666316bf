package org.widemargin.data;

import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * Hands out batches step by step, and lets worker threads make those of the next steps meanwhile.
 *
 * <p>Never more than two batches for each worker wait. The number of workers changes no batch, as
 * long as batches are a pure function of the step. Used by one thread; close it to end the workers.
 */
public final class BatchLoader implements AutoCloseable {
  private static final int BATCHES_PER_WORKER = 2;

  /** One worker for so many processors: the others are for computing. */
  private static final int PROCESSORS_PER_WORKER = 4;

  private static final int MOST_WORKERS_BY_DEFAULT = 8;
  private static final int MOST_WORKERS_FOR_DECODING = 16;
  private static final int SHARE_OF_MEMORY = 4;

  private final LongFunction<Batch> batches;
  private final long end;
  private final int capacity;
  private final @Nullable ExecutorService workers;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final Queue<Future<Batch>> ordered = new ArrayDeque<>();
  private long next;
  private long nextOrder;
  private boolean closed;

  /**
   * Prepares batches; the first call of {@link #next} starts the workers.
   *
   * @param batches makes the batch of a step; called by several threads at once
   * @param start the first step
   * @param end the step after the last
   * @param workers how many threads work ahead; with 0 every batch is made when it is asked for
   * @throws InputException if the number of workers is negative
   */
  public BatchLoader(LongFunction<Batch> batches, long start, long end, int workers) {
    this(batches, start, end, workers, 0);
  }

  /**
   * Prepares batches of which only so many wait as find room in a quarter of the heap, but at least
   * one.
   *
   * @param batches makes the batch of a step; called by several threads at once
   * @param start the first step
   * @param end the step after the last
   * @param workers how many threads work ahead; with 0 every batch is made when it is asked for
   * @param bytes how much memory one batch takes; 0 if that does not matter
   * @throws InputException if the number of workers is negative
   */
  public BatchLoader(LongFunction<Batch> batches, long start, long end, int workers, long bytes) {
    InputException.require(workers >= 0, "expected workers of at least 0, found %d", workers);
    this.batches = batches;
    this.next = start;
    this.nextOrder = start;
    this.end = end;
    this.capacity = (int) Math.min((long) BATCHES_PER_WORKER * workers, fitting(bytes));
    this.workers = workers == 0 ? null : pool(workers);
  }

  /**
   * How many workers suit this machine.
   *
   * @return at least 1
   */
  public static int defaultWorkers() {
    int share = Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_WORKER;
    return Math.max(1, Math.min(MOST_WORKERS_BY_DEFAULT, share));
  }

  /**
   * How many workers suit this machine where each image of a batch is decoded first: they are to
   * keep up with a GPU, and where there is none they have little to do, since networks that need
   * such images are slow.
   *
   * @return at least 1
   */
  public static int workersForDecoding() {
    return Math.min(MOST_WORKERS_FOR_DECODING, Runtime.getRuntime().availableProcessors());
  }

  private static long fitting(long bytes) {
    return Math.max(1, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY / Math.max(1, bytes));
  }

  private ExecutorService pool(int workers) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        workers,
        work -> {
          Thread thread = new Thread(work, "batch-worker-" + number.incrementAndGet());
          thread.setDaemon(true);
          threads.add(thread);
          return thread;
        });
  }

  /**
   * Hands out the batch of the next step, as soon as it is made.
   *
   * @return the batch
   * @throws NoSuchElementException after the last step
   * @throws RuntimeException what making this batch threw
   * @throws IllegalStateException if the thread is interrupted while it waits, or the loader is
   *     closed; the thread stays interrupted
   */
  public Batch next() {
    if (closed) {
      throw new IllegalStateException("the loader is closed");
    }
    if (next >= end) {
      throw new NoSuchElementException("all " + end + " batches are handed out");
    }
    Batch batch = workers == null ? batches.apply(next) : awaited(workers);
    next++;
    return batch;
  }

  private Batch awaited(ExecutorService pool) {
    order(pool);
    try {
      Batch batch = ordered.element().get();
      ordered.remove();
      order(pool);
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for batch " + next, e);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private void order(ExecutorService pool) {
    while (nextOrder < end && ordered.size() < capacity) {
      long step = nextOrder++;
      ordered.add(pool.submit(() -> batches.apply(step)));
    }
  }

  /** What the worker threw, as if the batch had been made in this thread. */
  private static RuntimeException unwrapped(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("a batch cannot be made", cause);
  }

  /** Ends the workers, and returns when none is left. Batches that were made ahead are dropped. */
  @Override
  public void close() {
    closed = true;
    if (workers == null) {
      return;
    }
    workers.shutdownNow();
    boolean interrupted = false;
    // The pool is terminated a moment before its last thread is.
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
