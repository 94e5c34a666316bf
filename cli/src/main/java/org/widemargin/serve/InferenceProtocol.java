package org.widemargin.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.widemargin.data.SampleShape;
import org.widemargin.run.LibraryVersion;
import org.widemargin.web.Endpoint;
import org.widemargin.web.Question;
import org.widemargin.web.Refusal;
import org.widemargin.web.Reply;

/** The Open Inference Protocol, version 2, over HTTP, for one network. */
final class InferenceProtocol {
  private static final int MOST_SAMPLES = 4096;
  private static final int MOST_NUMBERS = 1 << 24;
  private static final int NOT_READY = 503;

  private final ServedNetwork network;
  private final BooleanSupplier ready;
  private final int mostNumbers;

  /**
   * Speaks for a network.
   *
   * @param ready false once the server is about to stop
   */
  InferenceProtocol(ServedNetwork network, BooleanSupplier ready) {
    this.network = network;
    this.ready = ready;
    this.mostNumbers =
        Math.toIntExact(Math.min((long) MOST_SAMPLES * network.shape().elements(), MOST_NUMBERS));
  }

  /** Where the network is. */
  String path() {
    return "/v2/models/" + network.name();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v2", question -> Reply.json(server())),
        Endpoint.get("/v2/health/live", question -> Reply.json(Map.of("live", true))),
        Endpoint.get("/v2/health/ready", question -> readiness(Map.of())),
        Endpoint.get(path(), question -> Reply.json(metadata())),
        Endpoint.get(path() + "/ready", question -> readiness(Map.of("name", network.name()))),
        Endpoint.compute(path() + "/infer", this::infer));
  }

  private static Map<String, Object> server() {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("name", "widemargin");
    server.put("version", LibraryVersion.current());
    server.put("extensions", List.of());
    return server;
  }

  private Reply readiness(Map<String, Object> more) {
    boolean now = ready.getAsBoolean();
    Map<String, Object> answer = new LinkedHashMap<>(more);
    answer.put("ready", now);
    return now ? Reply.json(answer) : Reply.json(NOT_READY, answer);
  }

  private Map<String, Object> metadata() {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("name", InferenceInput.NAME);
    input.put("datatype", network.run().table().isPresent() ? "FP64" : "FP32");
    List<Integer> shape = new ArrayList<>(List.of(-1));
    for (int dimension : network.shape().dimensions()) {
      shape.add(dimension);
    }
    input.put("shape", shape);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", network.name());
    metadata.put("platform", "widemargin");
    metadata.put("inputs", List.of(input));
    metadata.put(
        "outputs",
        Stream.of(Output.values())
            .map(output -> output.described(network.classNames().size()))
            .toList());
    return metadata;
  }

  private Reply infer(Question question) {
    InferenceRequest request = InferenceReader.read(question.body(), mostNumbers);
    boolean pixels = network.shape() instanceof SampleShape.Image;
    DataType type = request.input().type();
    List<float[]> samples =
        request.input().samples(network.shape().dimensions()).stream()
            .map(sample -> network.prepared(type.values(sample, pixels)))
            .toList();
    Scores scores = network.score(samples);
    requireFinite(scores);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("model_name", network.name());
    request.id().ifPresent(id -> answer.put("id", id));
    answer.put(
        "outputs",
        request.outputs().stream().map(output -> output.of(scores, network.classNames())).toList());
    return Reply.json(answer);
  }

  /** JSON has no other numbers. */
  private static void requireFinite(Scores scores) {
    for (float[] logits : scores.logits()) {
      for (float logit : logits) {
        if (!Float.isFinite(logit)) {
          throw new Refusal(
              Refusal.WRONG,
              "these samples are so large that the network gives no finite numbers for them");
        }
      }
    }
  }
}
