package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Shard;
import org.widemargin.layer.BatchNorm;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.Precision;
import org.widemargin.parallel.Meeting;
import org.widemargin.parallel.MeetingPoint;
import org.widemargin.parallel.Workers;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Workers as threads of this process, each with parts of different sizes of one batch. */
class SynchronisedBatchNormTest {
  private static final int SAMPLES = 7;
  private static final int CLASSES = 3;

  private static final NetworkSpec SPEC =
      Architectures.named("wrn-10-1", InputSpec.image(1, 8, 8), CLASSES, 0);

  private static final double[] BATCH = batch();

  private static double[] batch() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[SAMPLES * 64];
    for (int i = 0; i < values.length; i++) {
      // Parts of very different means: each part's own statistics would not do.
      values[i] = random.nextDouble() + Math.floorDiv(i, 64);
    }
    return values;
  }

  /** The gradients and running statistics after one pass, by name. */
  private static Map<String, double[]> whole() {
    try (Scope scope = Scope.open();
        Network network = network()) {
      return found(
          network,
          network.forward(samples(0, SAMPLES), Mode.TRAINING).logits(),
          0,
          Meeting.ofOne());
    }
  }

  /** In float64, where the order of a sum does not matter to nine digits. */
  private static Network network() {
    Map<String, double[]> values = new TreeMap<>();
    try (Network drawn = Network.initialise(SPEC, 5, Device.CPU)) {
      drawn.state().forEach((name, tensor) -> values.put(name, Tensors.toDoubles(tensor)));
    }
    return Network.ofDoubles(SPEC, values, Device.CPU);
  }

  private static Tensor samples(int from, int to) {
    return Tensors.of(
        Device.CPU, Arrays.copyOfRange(BATCH, from * 64, to * 64), to - from, 1, 8, 8);
  }

  private static Map<String, double[]> found(
      Network network, Tensor logits, int from, Workers workers) {
    long count = logits.size(0);
    int[] labels = new int[(int) count];
    Arrays.setAll(labels, i -> (from + i) % CLASSES);
    Tensor loss = CrossEntropy.UNSMOOTHED.mean(logits, Tensors.labels(Device.CPU, labels));
    List<Tensor> gradients = Autograd.gradients(loss, List.copyOf(network.parameters().values()));
    List<Tensor> means = workers.batchMeans(gradients, count);
    Map<String, double[]> found = new TreeMap<>();
    int next = 0;
    for (String name : network.parameters().keySet()) {
      found.put(name, Tensors.toDoubles(means.get(next++)));
    }
    network.state().forEach((name, tensor) -> found.putIfAbsent(name, Tensors.toDoubles(tensor)));
    return found;
  }

  private static Map<String, double[]> part(MeetingPoint point) {
    int[] all = new int[SAMPLES];
    Arrays.setAll(all, i -> i);
    int[] own = point.shard().of(all);
    try (Workers workers = Meeting.at(point, "1.0");
        Scope scope = Scope.open();
        Network network = network()) {
      Tensor input = samples(own[0], own[own.length - 1] + 1);
      Tensor logits =
          network.forwardPart(input, Precision.FULL, WorkersBatch.of(workers, own.length)).logits();
      return found(network, logits, own[0], workers);
    }
  }

  @Test
  void theStatisticsAndGradientsAreThoseOfTheWholeBatch() throws Exception {
    assertThat(SPEC.plan().contains(BatchNorm.class)).isTrue();
    int port = freePort();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<Map<String, double[]>>> futures = new ArrayList<>();
    for (int rank = 0; rank < 2; rank++) {
      MeetingPoint point =
          new MeetingPoint("127.0.0.1", port, new Shard(rank, 2), Duration.ofSeconds(30));
      futures.add(threads.submit(() -> part(point)));
    }
    Map<String, double[]> expected = whole();
    for (Future<Map<String, double[]>> future : futures) {
      Map<String, double[]> found = future.get();
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, values) ->
              assertThat(found.get(name)).as(name).containsExactly(values, within(1e-9)));
    }
    threads.shutdown();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
