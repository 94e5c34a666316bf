package org.widemargin.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.widemargin.checkpoint.DataType;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.file.ProtobufMessage;

/**
 * An ONNX graph in the making: operators in order, each with one output, and constants. Values have
 * names; the first dimension of inputs and outputs is any number of samples.
 */
final class OnnxGraph {
  private static final int NODE = 1;
  private static final int NAME = 2;
  private static final int INITIALIZER = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;

  private static final String SAMPLES = "N";

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, StoredTensor> constants = new LinkedHashMap<>();
  private final Set<String> named = new HashSet<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();

  private record Node(
      String operator, List<String> inputs, String output, List<OnnxAttribute> attributes) {
    private static final int INPUTS = 1;
    private static final int OUTPUTS = 2;
    private static final int NODE_NAME = 3;
    private static final int OPERATOR = 4;
    private static final int ATTRIBUTES = 5;

    Node named(String name) {
      return new Node(operator, inputs, name, attributes);
    }

    ProtobufMessage message() {
      ProtobufMessage message = new ProtobufMessage();
      inputs.forEach(input -> message.text(INPUTS, input));
      message.text(OUTPUTS, output).text(NODE_NAME, output).text(OPERATOR, operator);
      attributes.forEach(attribute -> message.message(ATTRIBUTES, attribute.message()));
      return message;
    }
  }

  /** What goes in or comes out: {@code ValueInfoProto}. */
  private record Value(String name, int elementType, List<Integer> sampleShape) {
    private static final int VALUE_NAME = 1;
    private static final int TYPE = 2;
    private static final int TENSOR_TYPE = 1;
    private static final int ELEMENT_TYPE = 1;
    private static final int SHAPE = 2;
    private static final int DIMENSION = 1;
    private static final int DIMENSION_VALUE = 1;
    private static final int DIMENSION_NAME = 2;

    ProtobufMessage message() {
      ProtobufMessage shape =
          new ProtobufMessage()
              .message(DIMENSION, new ProtobufMessage().text(DIMENSION_NAME, SAMPLES));
      sampleShape.forEach(
          size -> shape.message(DIMENSION, new ProtobufMessage().number(DIMENSION_VALUE, size)));
      ProtobufMessage tensor =
          new ProtobufMessage().number(ELEMENT_TYPE, elementType).message(SHAPE, shape);
      return new ProtobufMessage()
          .text(VALUE_NAME, name)
          .message(TYPE, new ProtobufMessage().message(TENSOR_TYPE, tensor));
    }
  }

  /** Takes a value from outside, {@code [N, ...]}. */
  String input(String name, DataType type, List<Integer> sampleShape) {
    inputs.add(new Value(name, number(type), sampleShape));
    return name;
  }

  /** Hands a value out, {@code [N, ...]} in float32. */
  void output(String value, List<Integer> sampleShape) {
    outputs.add(new Value(value, number(DataType.F32), sampleShape));
  }

  /** Adds an operator and gives the name of its output, which is the one asked for. */
  String node(String operator, String output, List<String> inputs, OnnxAttribute... attributes) {
    nodes.add(new Node(operator, List.copyOf(inputs), output, List.of(attributes)));
    return output;
  }

  /** Turns a value into another element type. */
  String cast(String output, String value, DataType type) {
    return node("Cast", output, List.of(value), new OnnxAttribute.Whole("to", number(type)));
  }

  /** Adds a constant; one that no operator takes is left out in the end. */
  String constant(String name, StoredTensor tensor) {
    constants.put(name, tensor);
    return name;
  }

  /**
   * Gives a value a name of its own, once. The last operator's output is renamed; any other value
   * is in use by its name already, and is handed on.
   */
  String named(String name, String value) {
    int last = nodes.size() - 1;
    boolean isUsed = named.contains(value);
    named.add(name);
    if (!isUsed && last >= 0 && nodes.get(last).output().equals(value)) {
      nodes.set(last, nodes.get(last).named(name));
      return name;
    }
    return node("Identity", name, List.of(value));
  }

  /** The graph as a message: {@code GraphProto}. */
  ProtobufMessage message(String name) {
    ProtobufMessage graph = new ProtobufMessage();
    nodes.forEach(node -> graph.message(NODE, node.message()));
    graph.text(NAME, name);
    Set<String> used = new HashSet<>();
    nodes.forEach(node -> used.addAll(node.inputs()));
    constants.forEach(
        (key, tensor) -> {
          if (used.contains(key)) {
            graph.message(INITIALIZER, message(key, tensor));
          }
        });
    inputs.forEach(value -> graph.message(INPUT, value.message()));
    outputs.forEach(value -> graph.message(OUTPUT, value.message()));
    return graph;
  }

  /** {@code TensorProto}. */
  private static ProtobufMessage message(String name, StoredTensor tensor) {
    int dimensions = 1;
    int dataType = 2;
    int nameField = 8;
    int rawData = 9;
    ProtobufMessage message = new ProtobufMessage();
    for (long size : tensor.shape()) {
      message.number(dimensions, size);
    }
    return message
        .number(dataType, number(tensor.dataType()))
        .text(nameField, name)
        .bytes(rawData, tensor.data());
  }

  /** {@code TensorProto.DataType}. */
  private static int number(DataType type) {
    return switch (type) {
      case F32 -> 1;
      case U8 -> 2;
      case I32 -> 6;
      case I64 -> 7;
      case F16 -> 10;
      case F64 -> 11;
      case BF16 -> 16;
    };
  }
}
