package org.widemargin.export;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.ProtobufMessage;
import org.widemargin.network.Block;
import org.widemargin.network.NetworkPlan;
import org.widemargin.network.NetworkSpec;
import org.widemargin.run.LibraryVersion;

/**
 * Networks in the Open Neural Network Exchange format, operator set 13, which ONNX Runtime reads
 * from version 1.6 on.
 *
 * <p>The graph takes {@code input} and gives {@code logits} and {@code probabilities}, both {@code
 * [N, classes]} in float32. The value after each block has the block's name, so that it can be made
 * an output too. The names of the classes and the provenance are in {@code metadata_props}.
 *
 * <p>Source: <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
public final class OnnxFile {
  private static final int OPERATOR_SET = 13;
  private static final int IR = 7;

  private static final int IR_VERSION = 1;
  private static final int PRODUCER_NAME = 2;
  private static final int PRODUCER_VERSION = 3;
  private static final int GRAPH = 7;
  private static final int OPERATOR_SETS = 8;
  private static final int OPERATOR_SET_VERSION = 2;
  private static final int METADATA = 14;
  private static final int METADATA_KEY = 1;
  private static final int METADATA_VALUE = 2;

  private static final String PRODUCER = "widemargin";
  private static final String LOGITS = "logits";
  private static final String PROBABILITIES = "probabilities";

  /** Names of inputs and outputs, which the value after a block of that name does not get. */
  private static final Set<String> TAKEN =
      Set.of(LOGITS, PROBABILITIES, OnnxPreparation.PIXELS, OnnxPreparation.COLUMNS);

  private OnnxFile() {}

  /**
   * Writes a network, replacing an existing file only once the new one is complete.
   *
   * @param file the file; its folder must exist
   * @param network the network
   * @param input what the graph takes
   * @throws org.widemargin.error.InputException if the samples of this network cannot be prepared
   *     inside a graph, or the network has more than the 2 GiB that the format holds
   * @throws org.widemargin.error.OutputException if the file cannot be written
   */
  public static void write(Path file, ExportedNetwork network, OnnxInput input) {
    ProtobufMessage model = model(network, input);
    require(
        model.size() <= Integer.MAX_VALUE,
        "network '%s' needs %d bytes, an ONNX file holds %d: choose safetensors",
        network.spec().name(),
        model.size(),
        Integer.MAX_VALUE);
    AtomicFiles.write(file, model::writeTo);
  }

  private static ProtobufMessage model(ExportedNetwork network, OnnxInput input) {
    ProtobufMessage model =
        new ProtobufMessage()
            .number(IR_VERSION, IR)
            .text(PRODUCER_NAME, PRODUCER)
            .text(PRODUCER_VERSION, LibraryVersion.current())
            .message(GRAPH, graph(network, input).message(network.spec().name()))
            .message(
                OPERATOR_SETS, new ProtobufMessage().number(OPERATOR_SET_VERSION, OPERATOR_SET));
    network
        .metadata()
        .forEach(
            (key, value) ->
                model.message(
                    METADATA,
                    new ProtobufMessage().text(METADATA_KEY, key).text(METADATA_VALUE, value)));
    return model;
  }

  private static OnnxGraph graph(ExportedNetwork network, OnnxInput form) {
    NetworkSpec spec = network.spec();
    OnnxGraph graph = new OnnxGraph();
    network.tensors().forEach(graph::constant);
    List<Integer> shape = spec.plan().entries().get(0).inputShape();
    String value = new OnnxPreparation(graph, shape).add(network, form);
    OnnxLayers layers = new OnnxLayers(graph, inputShapes(spec));
    for (Block block : spec.blocks()) {
      value = layers.add(block.name(), block.layers(), value);
      if (!TAKEN.contains(block.name())) {
        value = graph.named(block.name(), value);
      }
    }
    List<Integer> classes = List.of(spec.classes());
    graph.output(graph.named(LOGITS, value), classes);
    graph.output(graph.node("Softmax", PROBABILITIES, List.of(LOGITS)), classes);
    return graph;
  }

  private static Map<String, List<Integer>> inputShapes(NetworkSpec spec) {
    return spec.plan().entries().stream()
        .collect(Collectors.toMap(NetworkPlan.Entry::path, NetworkPlan.Entry::inputShape));
  }
}
