package org.widemargin.export;

import static org.widemargin.error.InputException.require;

import java.util.List;
import java.util.Optional;
import org.widemargin.checkpoint.DataType;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.data.FeatureScaling;
import org.widemargin.data.SampleShape;
import org.widemargin.data.TableDescription;
import org.widemargin.data.ValidRange;
import org.widemargin.network.Activations;
import org.widemargin.network.InputSpec;

/** What is done to raw samples before the network sees them, as ONNX operators. */
final class OnnxPreparation {
  /** What images are called before they are scaled. */
  static final String PIXELS = "pixels";

  /** What rows are called before they are scaled. */
  static final String COLUMNS = "columns";

  private static final float LARGEST_BYTE = 255;

  private final OnnxGraph graph;
  private final List<Integer> shape;

  OnnxPreparation(OnnxGraph graph, List<Integer> shape) {
    this.graph = graph;
    this.shape = shape;
  }

  /** Adds the graph's input and gives the name of the network's, which is {@code input}. */
  String add(ExportedNetwork network, OnnxInput form) {
    return switch (form) {
      case PREPARED -> graph.input(Activations.INPUT, DataType.F32, shape);
      case RAW -> raw(network);
    };
  }

  private String raw(ExportedNetwork network) {
    InputSpec input = network.spec().input();
    Optional<TableDescription> table =
        Optional.ofNullable(network.data()).map(data -> data.table());
    if (table.isPresent() || input.shape() instanceof SampleShape.Features) {
      return columns(table.map(TableDescription::scaling));
    }
    require(
        ValidRange.UNIT.equals(input.range()),
        "network '%s': raw images are bytes that are scaled to [0, 1], but this network takes %s;"
            + " export it without preparation",
        network.spec().name(),
        input.validRange().map(range -> "values in " + range).orElse("any values"));
    String pixels =
        graph.cast(PIXELS + ".float", graph.input(PIXELS, DataType.U8, shape), DataType.F32);
    String largest =
        graph.constant(PIXELS + ".largest", StoredTensor.ofFloats(new long[0], LARGEST_BYTE));
    return graph.node("Div", Activations.INPUT, List.of(pixels, largest));
  }

  /** In double precision, as the library scales rows. */
  private String columns(Optional<FeatureScaling> scaling) {
    String columns = graph.input(COLUMNS, DataType.F64, shape);
    String scaled = scaling.map(known -> scaled(columns, known)).orElse(columns);
    return graph.cast(Activations.INPUT, scaled, DataType.F32);
  }

  private String scaled(String columns, FeatureScaling scaling) {
    String means = constant(COLUMNS + ".means", scaling.means());
    String centred = graph.node("Sub", COLUMNS + ".centred", List.of(columns, means));
    String deviations = constant(COLUMNS + ".deviations", scaling.deviations());
    return graph.node("Div", COLUMNS + ".scaled", List.of(centred, deviations));
  }

  /** One value for each element of a sample. */
  private String constant(String name, List<Double> values) {
    long[] sizes = shape.stream().mapToLong(Integer::longValue).toArray();
    double[] elements = values.stream().mapToDouble(Double::doubleValue).toArray();
    return graph.constant(name, StoredTensor.ofDoubles(sizes, elements));
  }
}
