package org.widemargin.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Shard;
import org.widemargin.error.InputException;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Workers as threads of this process: each has its own connections. */
class JoinedWorkersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What each of some workers does, who have met; in their order. */
  private static <T> List<T> each(int count, Duration patience, Function<Workers, T> work) {
    int port = freePort();
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int rank = 0; rank < count; rank++) {
        MeetingPoint point = new MeetingPoint("127.0.0.1", port, new Shard(rank, count), patience);
        futures.add(
            threads.submit(
                () -> {
                  try (Workers workers = Meeting.at(point, "1.0")) {
                    return work.apply(workers);
                  }
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void numbersAreAddedUp() {
    List<double[]> sums =
        each(3, PATIENCE, workers -> workers.sums(1, 0.1 * workers.shard().index()));
    assertThat(sums).allSatisfy(sum -> assertThat(sum[0]).isEqualTo(3));
    assertThat(sums).allSatisfy(sum -> assertThat(sum[1]).isEqualTo(sums.get(0)[1]));
  }

  @Test
  void whatIsTrueForOneIsKnownToAll() {
    assertThat(each(2, PATIENCE, workers -> workers.any(workers.shard().index() == 1)))
        .containsExactly(true, true);
    assertThat(each(2, PATIENCE, workers -> workers.any(false))).containsExactly(false, false);
  }

  /** Means over parts of different sizes count by these. */
  @Test
  void meansOverPartsBecomeThoseOfTheBatch() {
    float[][] samples = {{1, 2}, {4, 8}, {10, 20}};
    List<float[]> means =
        each(
            2,
            PATIENCE,
            workers -> {
              int[] part = workers.shard().of(new int[] {0, 1, 2});
              float[] own = new float[2];
              for (int sample : part) {
                own[0] += samples[sample][0] / part.length;
                own[1] += samples[sample][1] / part.length;
              }
              try (Scope scope = Scope.open()) {
                Tensor first = Tensors.of(Device.CPU, new float[] {own[0]}, 1);
                Tensor second = Tensors.of(Device.CPU, new float[] {own[1], own[1]}, 1, 2);
                List<Tensor> all = workers.batchMeans(List.of(first, second), part.length);
                assertThat(Tensors.shape(all.get(1))).containsExactly(1, 2);
                return new float[] {
                  Tensors.toFloats(all.get(0))[0], Tensors.toFloats(all.get(1))[1]
                };
              }
            });
    for (float[] mean : means) {
      assertThat(mean[0]).isEqualTo(5, within(1e-6f));
      assertThat(mean[1]).isEqualTo(10, within(1e-6f));
    }
    assertThat(means.get(0)).containsExactly(means.get(1));
  }

  @Test
  void bytesOfTheFirstReachTheOthers() {
    byte[] sent = new byte[100_003];
    Arrays.setAll(new Object[sent.length], i -> sent[i] = (byte) (i * 31));
    List<byte[]> received =
        each(2, PATIENCE, workers -> workers.ofFirst(workers.isFirst() ? sent : new byte[5]));
    assertThat(received).allSatisfy(bytes -> assertThat(bytes).isEqualTo(sent));
    assertThat(each(2, PATIENCE, workers -> workers.ofFirst(new byte[0]).length))
        .containsExactly(0, 0);
  }

  @Test
  void tensorsBecomeThoseOfTheFirst() {
    List<float[]> copies =
        each(
            2,
            PATIENCE,
            workers -> {
              float own = workers.shard().index() + 0.5f;
              try (Scope scope = Scope.open()) {
                Tensor weights = Tensors.of(Device.CPU, new float[] {own, -own}, 2);
                weights.set_requires_grad(true);
                workers.copyFirst(List.of(weights));
                return Tensors.toFloats(weights);
              }
            });
    assertThat(copies).allSatisfy(copy -> assertThat(copy).containsExactly(0.5f, -0.5f));
  }

  @Test
  void allLearnInWhatOneDiffers() {
    assertThatThrownBy(
            () ->
                each(
                    2,
                    PATIENCE,
                    workers -> {
                      workers.agree(Map.of("network", "small", "seed", "1"));
                      workers.agree(
                          Map.of("network", workers.isFirst() ? "small" : "large", "seed", "1"));
                      return workers;
                    }))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("network")
        .hasMessageContaining("large on worker 1");
  }

  /** Answers to the first question are none to the second, and nobody leaves before all know. */
  @Test
  void everyAgreementIsAskedAnew() {
    for (int round = 0; round < 10; round++) {
      List<String> found =
          each(
              3,
              PATIENCE,
              workers -> {
                workers.agree(Map.of("seed", "1"));
                try {
                  workers.agree(Map.of("seed", workers.shard().index() < 2 ? "1" : "2"));
                  return "agreed";
                } catch (InputException e) {
                  return String.valueOf(e.getMessage());
                }
              });
      assertThat(found)
          .containsOnly(
              "expected the same seed on all workers, found 1 on worker 0 and 2 on worker 2");
    }
  }

  private static String outcome(MeetingPoint point, Map<String, String> versions) {
    try (Workers workers = JoinedWorkers.meet(point, versions)) {
      return "met as " + workers.shard();
    } catch (InputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void workersOfOtherVersionsEndWithALineBeforeTheyJoin() throws Exception {
    int port = freePort();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<String>> outcomes = new ArrayList<>();
      for (int rank = 0; rank < 2; rank++) {
        MeetingPoint point = new MeetingPoint("127.0.0.1", port, new Shard(rank, 2), PATIENCE);
        Map<String, String> versions = Map.of("version of widemargin", "1." + rank);
        outcomes.add(threads.submit(() -> outcome(point, versions)));
      }
      for (Future<String> outcome : outcomes) {
        assertThat(outcome.get())
            .isEqualTo(
                "expected the same version of widemargin on all workers, found 1.0 on worker 0 and"
                    + " 1.1 on worker 1");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aWorkerThatHasEndedIsNamedWithItsStep() {
    List<String> found =
        each(
            2,
            PATIENCE,
            workers -> {
              workers.begins(4);
              workers.sums(1);
              if (!workers.isFirst()) {
                return "";
              }
              try {
                workers.begins(5);
                return "no failure: " + workers.sums(1)[0];
              } catch (WorkerLostException e) {
                return String.valueOf(e.getMessage());
              }
            });
    assertThat(found.get(0)).startsWith("worker 1 has ended in step 5 (");
  }

  @Test
  void aWorkerThatHangsIsNamedWithItsStep() {
    CountDownLatch known = new CountDownLatch(1);
    List<String> found =
        each(
            2,
            Duration.ofSeconds(2),
            workers -> {
              workers.begins(4);
              workers.sums(1);
              try {
                if (!workers.isFirst()) {
                  known.await();
                  return "";
                }
                workers.begins(5);
                return "no failure: " + workers.sums(1)[0];
              } catch (WorkerLostException e) {
                return String.valueOf(e.getMessage());
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              } finally {
                known.countDown();
              }
            });
    assertThat(found.get(0)).startsWith("worker 1 did not come to step 6 within 2 s in step 5 (");
  }

  @Test
  void aWorkerThatNeverComesIsNamed() {
    MeetingPoint point =
        new MeetingPoint("127.0.0.1", freePort(), new Shard(0, 2), Duration.ofSeconds(1));
    assertThatThrownBy(() -> Meeting.at(point, "1.0").close())
        .isInstanceOf(WorkerLostException.class)
        .hasMessageStartingWith("worker 1 did not come within 1 s");
  }

  @Test
  void aFirstWorkerThatNeverComesIsNamed() {
    int port = freePort();
    MeetingPoint point =
        new MeetingPoint("127.0.0.1", port, new Shard(1, 2), Duration.ofSeconds(1));
    assertThatThrownBy(() -> Meeting.at(point, "1.0").close())
        .isInstanceOf(WorkerLostException.class)
        .hasMessageStartingWith("expected worker 0 at 127.0.0.1:" + port + " within 1 s");
  }

  @Test
  void oneAloneHasEverythingItself() {
    try (Workers alone = Meeting.ofOne()) {
      assertThat(alone.isFirst()).isTrue();
      assertThat(alone.sums(1, 2)).containsExactly(1, 2);
      assertThat(alone.ofFirst("a".getBytes(StandardCharsets.UTF_8))).hasSize(1);
    }
  }
}
