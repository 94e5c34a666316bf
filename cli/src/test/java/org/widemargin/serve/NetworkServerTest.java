package org.widemargin.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.checkpoint.RunName;
import org.widemargin.data.Dataset;
import org.widemargin.distance.Answer;
import org.widemargin.mnist.Mnist;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.web.Limits;
import org.widemargin.web.WebServer;

/** The protocol over real sockets, held against the network itself. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NetworkServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int PIXELS = 28 * 28;
  private static final String MODEL = "v2/models/mnist-clean";

  /** Of rounding in float32 in another order, for sums of at most a few thousand terms. */
  private static final float CLOSE = 1e-4f;

  private static Dataset test;
  private static TrainedRun run;
  private static NetworkServer server;

  @BeforeAll
  static void start() {
    NativeRuntime.initialise(1);
    test = Mnist.load().test();
    run = TrainedRun.load(new RunName("zoo:mnist-clean"), Device.CPU);
    ServedNetwork network =
        new ServedNetwork("mnist-clean", run, run.classNames().orElseThrow(), Optional.empty());
    server = NetworkServer.start(network, WebServer.LOOPBACK, 0, Limits.USUAL, 100_000);
  }

  @Test
  void theAddressOfAModelIsOne() throws Exception {
    ServedNetwork named =
        new ServedNetwork("my photos", run, run.classNames().orElseThrow(), Optional.empty());
    try (NetworkServer other =
        NetworkServer.start(named, WebServer.LOOPBACK, 0, Limits.USUAL, 100_000)) {
      assertThat(other.modelUrl()).endsWith("/v2/models/my%20photos");
      assertThat(
              HttpClient.newHttpClient()
                  .send(
                      HttpRequest.newBuilder(URI.create(other.modelUrl())).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body())
          .contains("\"my photos\"");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    run.close();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create(server.server().url() + path));
  }

  private static JsonNode get(String path) throws IOException {
    HttpResponse<String> response = send(at(path));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> post(String path, String body) {
    return send(at(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static JsonNode infer(String body) throws IOException {
    HttpResponse<String> response = post(MODEL + "/infer", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String request(int samples, String more) {
    return request(samples, "FP32", pixels(samples, 1), more);
  }

  private static String request(int samples, String type, String data, String more) {
    return """
    {"inputs": [{"name": "input", "datatype": "%s", "shape": [%d, 1, 28, 28], "data": %s}]%s}
    """
        .formatted(type, samples, data, more);
  }

  private static String pixels(int samples, float scale) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      for (float pixel : test.sample(i)) {
        values.add(scale == 1 ? (Object) pixel : (Object) Math.round(pixel * scale));
      }
    }
    return values.toString();
  }

  private static float[] numbers(JsonNode answer, String output) {
    for (JsonNode tensor : answer.path("outputs")) {
      if (tensor.path("name").asText().equals(output)) {
        float[] numbers = new float[tensor.path("data").size()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = (float) tensor.path("data").get(i).asDouble();
        }
        return numbers;
      }
    }
    throw new AssertionError("no output " + output + " in " + answer);
  }

  private static float[] logits(int samples) {
    float[] values = new float[samples * PIXELS];
    for (int i = 0; i < samples; i++) {
      System.arraycopy(test.sample(i), 0, values, i * PIXELS, PIXELS);
    }
    try (Scope scope = Scope.open()) {
      return Autograd.withoutGradient(
          () -> {
            Tensor input = Tensors.of(Device.CPU, values, samples, 1, 28, 28);
            return Tensors.toFloats(run.network().logits(input).reshape(-1));
          });
    }
  }

  @Test
  void healthAndMetadataAreThoseOfTheProtocol() throws IOException {
    assertThat(get("v2/health/live").path("live").asBoolean()).isTrue();
    assertThat(get("v2/health/ready").path("ready").asBoolean()).isTrue();
    assertThat(get(MODEL + "/ready").path("ready").asBoolean()).isTrue();
    assertThat(get("v2").path("extensions")).isEmpty();
    JsonNode metadata = get(MODEL);
    assertThat(metadata.path("name").asText()).isEqualTo("mnist-clean");
    assertThat(metadata.path("inputs").toString())
        .isEqualTo("[{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[-1,1,28,28]}]");
    assertThat(metadata.path("outputs").toString())
        .contains("{\"name\":\"logits\",\"datatype\":\"FP32\",\"shape\":[-1,10]}")
        .contains("{\"name\":\"class_name\",\"datatype\":\"BYTES\",\"shape\":[-1]}");
  }

  @Test
  void aBatchIsAnsweredAsTheNetworkDoes() throws IOException {
    JsonNode answer = infer(request(3, ", \"id\": \"mine\""));
    assertThat(answer.path("id").asText()).isEqualTo("mine");
    assertThat(answer.path("model_name").asText()).isEqualTo("mnist-clean");
    assertThat(answer.path("outputs")).hasSize(4);
    assertThat(numbers(answer, "logits")).containsExactly(logits(3));
    List<double[]> probabilities =
        Answer.probabilities(
            run.network(), List.of(test.sample(0), test.sample(1), test.sample(2)));
    float[] found = numbers(answer, "probabilities");
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isEqualTo((float) probabilities.get(i / 10)[i % 10]);
    }
    assertThat(numbers(answer, "class")).containsExactly(7, 2, 1);
    assertThat(answer.path("outputs").get(3).path("data").toString())
        .isEqualTo("[\"7\",\"2\",\"1\"]");
  }

  /** More than are computed at once. */
  @Test
  void aLargeBatchIsAnsweredInOrder() throws IOException {
    int samples = 300;
    JsonNode answer = infer(request(samples, ", \"outputs\": [{\"name\": \"logits\"}]"));
    assertThat(answer.path("outputs")).hasSize(1);
    assertThat(answer.path("outputs").get(0).path("shape").toString()).isEqualTo("[300,10]");
    assertThat(numbers(answer, "logits")).containsExactly(logits(samples), within(CLOSE));
  }

  @Test
  void bytesAreTheSamePixels() throws IOException {
    JsonNode bytes = infer(request(2, "UINT8", pixels(2, 255), ""));
    assertThat(bytes).isEqualTo(infer(request(2, "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nothing; found something else",
        "{\"inputs\": []}; one input",
        "FP32 [1,28,28]; expected the shape [N, 1, 28, 28]",
        "FP32 [2,1,28,28]; 2 times 784 numbers of data, found 784",
        "FP32 bright; datatype UINT8",
        "FP16 [1,1,28,28]; FP32, FP64, UINT8, found 'FP16'",
      })
  void whatDoesNotFitIsExplained(String what, String message) throws IOException {
    HttpResponse<String> response = post(MODEL + "/infer", wrong(what));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).path("error").asText()).contains(message);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  private static String wrong(String what) {
    if (what.startsWith("{") || what.equals("nothing")) {
      return what;
    }
    if (what.endsWith("bright")) {
      return request(1, "").replace("[0.0,", "[254.0,");
    }
    String[] parts = what.split(" ", -1);
    return request(1, parts[0], pixels(1, 1), "").replace("[1, 1, 28, 28]", parts[1]);
  }

  @Test
  void anotherModelIsNotThere() {
    assertThat(send(at("v2/models/other")).statusCode()).isEqualTo(404);
    assertThat(post("v2/models/other/infer", "{}").body()).contains("mnist-clean");
  }

  @Test
  void manyAtATimeGetTheAnswersThatTheyWouldGetAloneAndNoNativeObjectStays() throws Exception {
    String[] requests = new String[5];
    String[] alone = new String[requests.length];
    for (int i = 0; i < requests.length; i++) {
      requests[i] = request(i + 1, "");
      alone[i] = infer(requests[i]).toString();
    }
    long before = Scope.liveObjects();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      answers.add(
          CLIENT.sendAsync(
              at(MODEL + "/infer")
                  .POST(HttpRequest.BodyPublishers.ofString(requests[i % requests.length]))
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(JSON.readTree(answers.get(i).get().body()).toString())
          .isEqualTo(alone[i % alone.length]);
    }
    assertThat(Scope.liveObjects()).isEqualTo(before);
  }

  @Test
  void thePageAsksForClassDistancesAndTheSmallestChange() throws IOException {
    byte[] png = new org.widemargin.figure.Picture(1, 28, 28, test.sample(0)).toPng();
    JsonNode answer = JSON.readTree(page("page/answer", png).body());
    Answer expected = Answer.of(run.network(), List.of(test.sample(0)), run.norm()).get(0);
    assertThat(answer.path("class-name").asText()).isEqualTo("7");
    assertThat(answer.path("distances")).hasSize(expected.distances().size());
    assertThat(answer.path("distances").get(0).path("distance").asDouble())
        .isEqualTo(expected.distances().get("input"));
    JsonNode change = JSON.readTree(page("page/flip", png).body()).path("change");
    assertThat(change.path("from").asText()).isEqualTo("7");
    assertThat(change.path("to").asText()).isNotEqualTo("7").isNotEmpty();
    assertThat(change.path("distance").asDouble()).isPositive().isLessThan(28);
    assertThat(change.path("changed").asText()).startsWith("data:image/png;base64,");
  }

  @Test
  void whatIsNoImageOrTooLargeIsRefused() {
    HttpResponse<String> none =
        page("page/answer", "GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("expected a PNG or JPEG image");
    float[] black = new float[400 * 400];
    byte[] large = new org.widemargin.figure.Picture(1, 400, 400, black).toPng();
    HttpResponse<String> refused = page("page/answer", large);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("100000 pixels", "400x400");
    assertThat(page("page/answer", Arrays.copyOf(large, 60)).statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> page(String path, byte[] image) {
    return send(at(path).POST(HttpRequest.BodyPublishers.ofByteArray(image)));
  }

  @Test
  void metricsAreInTheTextFormatOfPrometheus() throws IOException {
    infer(request(1, ""));
    HttpResponse<String> response = send(at("metrics"));
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain;version=0.0.4");
    assertThat(response.body())
        .contains("widemargin_requests_total{path=\"/" + MODEL + "/infer\",status=\"200\"} ")
        .contains("process_resident_memory_bytes ");
    assertThat(response.body().lines())
        .allMatch(
            line ->
                line.matches("# (HELP|TYPE) [a-z_]+ .+")
                    || line.matches(
                        "[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})? [0-9.E-]+"));
  }
}
