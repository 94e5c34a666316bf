package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

@Timeout(60)
class BatchLoaderTest {
  private static final SampleShape ONE_NUMBER = new SampleShape.Features(1);

  /** The threads that made batches, each once for each batch. */
  private final Queue<Thread> makers = new ConcurrentLinkedQueue<>();

  /** A batch whose only number is its step. */
  private Batch numbered(long step) {
    makers.add(Thread.currentThread());
    return new Batch(ONE_NUMBER, new float[] {step}, new int[] {0});
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7})
  void batchesComeInOrderAndEnd(int workers) {
    try (BatchLoader loader = new BatchLoader(this::numbered, 4, 50, workers)) {
      for (int step = 4; step < 50; step++) {
        assertThat(loader.next().values()).containsExactly(step);
      }
      assertThatThrownBy(loader::next)
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("all 50 batches are handed out");
    }
    assertThat(makers).as("none was made twice, or for nobody").hasSize(46);
  }

  @Test
  void withoutWorkersBatchesAreMadeByWhoAsks() {
    try (BatchLoader loader = new BatchLoader(this::numbered, 0, 3, 0)) {
      loader.next();
      assertThat(makers).containsExactly(Thread.currentThread());
    }
  }

  @Test
  void neverMoreThanTwoBatchesForEachWorkerWait() {
    try (BatchLoader loader = new BatchLoader(this::numbered, 0, 1000, 3)) {
      for (int step = 0; step < 100; step++) {
        loader.next();
        // The next is asked for only now: what has been made is handed out, or waits.
        assertThat(makers.size() - (step + 1)).isBetween(0, 6);
      }
    }
  }

  @Test
  void largeBatchesWaitOnlyAsFarAsMemoryReaches() {
    long halfOfTheHeap = Runtime.getRuntime().maxMemory() / 2;
    try (BatchLoader loader = new BatchLoader(this::numbered, 0, 1000, 3, halfOfTheHeap)) {
      for (int step = 0; step < 100; step++) {
        assertThat(loader.next().values()).containsExactly(step);
        assertThat(makers.size() - (step + 1)).isBetween(0, 1);
      }
    }
  }

  @Test
  void nothingIsMadeBeforeTheFirstIsAskedFor() {
    new BatchLoader(this::numbered, 0, 1000, 3).close();
    assertThat(makers).isEmpty();
  }

  @Test
  void closingEndsTheWorkersWithBatchesStillWaiting() {
    try (BatchLoader loader = new BatchLoader(this::numbered, 0, 1000, 3)) {
      for (int step = 0; step < 20; step++) {
        loader.next();
      }
    }
    assertThat(makers).isNotEmpty();
    assertThat(makers).noneMatch(Thread::isAlive);
  }

  @Test
  void whatAWorkerThrowsReachesWhoAsksAndBatchesBeforeItAreKept() {
    LongFunction<Batch> broken =
        step -> {
          Batch batch = numbered(step);
          if (step == 2) {
            throw new InputException("image 17 is damaged");
          }
          return batch;
        };
    BatchLoader loader = new BatchLoader(broken, 0, 10, 2);
    try (loader) {
      assertThat(loader.next().values()).containsExactly(0);
      assertThat(loader.next().values()).containsExactly(1);
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(loader::next)
            .isInstanceOf(InputException.class)
            .hasMessage("image 17 is damaged");
      }
    }
    assertThat(makers).noneMatch(Thread::isAlive);
  }

  @Test
  void anErrorOfAWorkerStaysAnError() {
    LongFunction<Batch> broken =
        step -> {
          throw new OutOfMemoryError("heap");
        };
    try (BatchLoader loader = new BatchLoader(broken, 0, 10, 1)) {
      assertThatThrownBy(loader::next).isInstanceOf(OutOfMemoryError.class).hasMessage("heap");
    }
  }

  @Test
  void anInterruptedThreadStopsWaitingAndStaysInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    LongFunction<Batch> stuck =
        step -> {
          makers.add(Thread.currentThread());
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return numbered(step);
        };
    try (BatchLoader loader = new BatchLoader(stuck, 0, 10, 1)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(loader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("interrupted while waiting for batch 0");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      // Closing waits for the workers all the same, and leaves the thread interrupted.
      loader.close();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(makers).noneMatch(Thread::isAlive);
  }

  @Test
  void aClosedLoaderSaysSo() {
    BatchLoader loader = new BatchLoader(this::numbered, 0, 10, 1);
    loader.close();
    assertThatThrownBy(loader::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the loader is closed");
  }

  @Test
  void negativeWorkersAreRefused() {
    assertThatThrownBy(() -> new BatchLoader(this::numbered, 0, 10, -1))
        .isInstanceOf(InputException.class)
        .hasMessage("expected workers of at least 0, found -1");
    assertThat(BatchLoader.defaultWorkers()).isPositive();
  }
}
