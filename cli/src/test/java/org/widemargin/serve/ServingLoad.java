package org.widemargin.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.widemargin.checkpoint.RunName;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;

/**
 * Asks a server as several clients do, and tells how long it took. By hand, with the classes of the
 * tests on the path:
 *
 * <pre>
 * java org.widemargin.serve.ServingLoad http://127.0.0.1:8080/ zoo:mnist-clean mnist-clean 8 20000 784
 * </pre>
 */
public final class ServingLoad {
  private static final double NANO = 1e-6;

  private final String url;
  private final HttpRequest request;

  private ServingLoad(String url, String model, int elements) {
    this.url = url;
    this.request =
        HttpRequest.newBuilder(URI.create(url + "v2/models/" + model + "/infer"))
            .POST(HttpRequest.BodyPublishers.ofString(body(url, model, elements)))
            .build();
  }

  /**
   * What came of it.
   *
   * @param errors answers of another status than 200
   * @param millis of each request, from the fastest to the slowest
   * @param seconds of all
   * @param before resident bytes of the server before it
   * @param after resident bytes of the server after it
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  public record Result(int errors, double[] millis, double seconds, long before, long after) {
    double quantile(double share) {
      return millis[(int) Math.min(millis.length - 1, Math.floor(share * millis.length))];
    }

    /** In one line. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "%d requests, %d errors, %.1f s, %.0f a second; milliseconds: median %.2f, 99 %% %.2f,"
              + " slowest %.2f; server resident before %.0f MB, after %.0f MB",
          millis.length,
          errors,
          seconds,
          millis.length / seconds,
          quantile(0.5),
          quantile(0.99),
          quantile(1),
          before / 1e6,
          after / 1e6);
    }
  }

  private static String body(String url, String model, int elements) {
    SplittableRandom random = new SplittableRandom(1);
    String shape = get(url + "v2/models/" + model).replaceFirst(".*?\"shape\":\\[-1", "[1");
    int[] values = random.ints(elements, 0, 256).toArray();
    return "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":"
        + shape.substring(0, shape.indexOf(']') + 1)
        + ",\"data\":"
        + Arrays.toString(values)
        + "}]}";
  }

  private static String get(String url) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long residentBytes() {
    return get(url + "metrics")
        .lines()
        .filter(line -> line.startsWith("process_resident_memory_bytes "))
        .mapToLong(line -> (long) Double.parseDouble(line.split(" ", -1)[1]))
        .findFirst()
        .orElseThrow();
  }

  private Result run(int clients, int requests) throws InterruptedException, ExecutionException {
    long before = residentBytes();
    AtomicInteger errors = new AtomicInteger();
    double[] millis = new double[requests];
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    long start = System.nanoTime();
    Future<?>[] done =
        IntStream.range(0, clients)
            .mapToObj(client -> threads.submit(() -> client(client, clients, millis, errors)))
            .toArray(Future<?>[]::new);
    for (Future<?> each : done) {
      each.get();
    }
    double seconds = (double) (System.nanoTime() - start) * 1e-9;
    threads.shutdown();
    Arrays.sort(millis);
    return new Result(errors.get(), millis, seconds, before, residentBytes());
  }

  /** Each client has a connection of its own, which it keeps. */
  private void client(int number, int clients, double[] millis, AtomicInteger errors) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = number; i < millis.length; i += clients) {
      long start = System.nanoTime();
      try {
        int status = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
        errors.addAndGet(status == 200 ? 0 : 1);
      } catch (IOException e) {
        errors.incrementAndGet();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      millis[i] = (double) (System.nanoTime() - start) * NANO;
    }
  }

  /** Asks a server. */
  public static Result ask(String url, String model, int elements, int clients, int requests)
      throws InterruptedException, ExecutionException {
    return new ServingLoad(url, model, elements).run(clients, requests);
  }

  /** Milliseconds of forward passes of one sample, without a server, from the fastest on. */
  static double[] passes(RunName run, int count) {
    NativeRuntime.initialise(1);
    try (TrainedRun trained = TrainedRun.load(run, Device.CPU)) {
      ServedNetwork network =
          new ServedNetwork("load", trained, trained.classNames().orElseThrow(), Optional.empty());
      List<float[]> sample = List.of(new float[network.shape().elements()]);
      double[] millis = new double[count];
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        network.score(sample);
        millis[i] = (double) (System.nanoTime() - start) * NANO;
      }
      Arrays.sort(millis);
      return millis;
    }
  }

  /**
   * Asks a server, first a twentieth as often to warm it up; then asks the network without one.
   *
   * @param arguments its address, the run, the model's name, clients, requests, numbers of a sample
   */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    int clients = Integer.parseInt(arguments[3]);
    int requests = Integer.parseInt(arguments[4]);
    int elements = Integer.parseInt(arguments[5]);
    for (int count : new int[] {requests / 20, requests}) {
      System.out.println(ask(arguments[0], arguments[2], elements, clients, count).text());
    }
    double[] passes = passes(new RunName(arguments[1]), requests / 10);
    System.out.printf(
        Locale.ROOT,
        "a forward pass of one sample, one thread, no server: median %.2f ms, 99 %% %.2f ms%n",
        passes[passes.length / 2],
        passes[passes.length * 99 / 100]);
  }
}
