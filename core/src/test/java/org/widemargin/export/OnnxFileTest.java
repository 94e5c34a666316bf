package org.widemargin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.config.Yaml;
import org.widemargin.data.DataDescription;
import org.widemargin.data.FeatureScaling;
import org.widemargin.data.SampleShape;
import org.widemargin.data.TableDescription;
import org.widemargin.data.ValidRange;
import org.widemargin.error.InputException;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Standardize;
import org.widemargin.network.Architectures;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;

/** What ONNX Runtime computes from an exported file against what the library computes. */
class OnnxFileTest {
  private static final float TOLERANCE = 1e-5f;
  private static final int SAMPLES = 5;

  @TempDir private Path folder;

  /** Where every kind of layer stands once, in images. */
  private static final String EVERY_KIND =
      """
      name: every-kind
      input: {shape: [3, 12, 10], range: {minimum: 0, maximum: 1}}
      blocks:
        - name: start
          layers: [dropout: {probability: 0.5}]
        - name: conv1
          layers:
            - standardize: {}
            - normalize: {mean: [0.1, 0.2, 0.3], std: [0.5, 0.6, 0.7]}
            - convolution: {channels: 4, kernel: 3, stride: 2, padding: 1}
            - batch-norm: {epsilon: 0.001}
            - relu: {}
        - name: units
          layers:
            - residual:
                main:
                  - convolution: {channels: 6, kernel: 3, padding: 1, bias: false}
                  - relu: {}
                  - convolution: {channels: 6, kernel: 1}
                shortcut:
                  - convolution: {channels: 6, kernel: 1, bias: false}
            - residual:
                main: [relu: {}, dropout: {probability: 0.3}]
        - name: parts
          layers:
            - concatenate:
                branches:
                  - [max-pool: {size: 3, stride: 1, padding: 1}, gelu: {}]
                  - - convolution: {channels: 6, kernel: [1, 3], padding: [0, 0, 2, 0], groups: 2}
                    - layer-norm: {}
                    - silu: {}
                  - []
            - convolution: {channels: 4, kernel: 3, padding: 2, dilation: 2}
            - group-norm: {groups: 2}
            - leaky-relu: {negative-slope: 0.2}
        - name: pools
          layers:
            - max-pool: {size: 2, stride: 1}
            - average-pool: {size: 3, stride: 1, padding: 1, count-include-pad: false}
            - average-pool: {size: 3, stride: 2, padding: 1}
            - adaptive-average-pool: {height: 2, width: 3}
        - name: dropped
          layers: [dropout: {probability: 0.5}]
        - name: probabilities
          layers:
            - flatten: {}
            - linear: {features: 7, bias: false}
            - batch-norm: {}
            - layer-norm: {epsilon: 0.001}
            - group-norm: {groups: 1}
            - gelu: {}
        - name: end
          layers: [linear: {features: 4}]
      """;

  static NetworkSpec everyKind() {
    return Yaml.readText(EVERY_KIND, "spec", NetworkSpec.class);
  }

  private static List<NetworkSpec> specs() {
    InputSpec colour = InputSpec.image(3, 32, 32);
    InputSpec digits = InputSpec.image(1, 28, 28);
    return List.of(
        everyKind(),
        everyKind().standardized(),
        new NetworkSpec(
            "means",
            colour,
            List.of(
                Block.of("body", new GlobalAveragePool()),
                Block.of("logits", new Linear(3, true)))),
        new NetworkSpec(
            "rows",
            InputSpec.features(6),
            List.of(
                Block.of(
                    "logits",
                    new Normalize(
                        List.of(0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
                        List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)),
                    new Standardize(),
                    new Linear(3, true),
                    new BatchNorm(0.1, 1e-5)))),
        Architectures.named("mnist-cnn", digits, 10, 0.2),
        Architectures.named("mnist-cnn-bn", digits, 10, 0),
        Architectures.named("mlp", digits, 10, 0),
        Architectures.named("mlp:20,10", InputSpec.features(4), 3, 0.5),
        Architectures.named("linear", digits, 10, 0),
        Architectures.named("inception-v3-reduced", colour, 10, 0),
        Architectures.named("wrn-16-1", colour, 10, 0.3),
        Architectures.named("wrn-16-2", colour, 10, 0).standardized());
  }

  /** A kind that is missing above would be exported unseen. */
  @Test
  void everyKindOfLayerIsAmongThem() {
    List<Class<?>> kinds =
        specs().stream()
            .flatMap(spec -> spec.plan().entries().stream())
            .<Class<?>>map(entry -> entry.layer().getClass())
            .distinct()
            .toList();
    assertThat(kinds).containsExactlyInAnyOrder(Layer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("specs")
  void onnxRuntimeComputesTheSame(NetworkSpec spec) throws OrtException {
    Path file = folder.resolve("network.onnx");
    float[] samples = OnnxModels.samples(spec, SAMPLES, 3);
    float[] expected;
    try (Network network = OnnxModels.network(spec, 1)) {
      OnnxFile.write(file, ExportedNetwork.of(network, Map.of()), OnnxInput.PREPARED);
      expected = OnnxModels.logits(network, samples, SAMPLES);
    }
    try (OrtSession session = OnnxModels.open(file);
        OnnxTensor batch = OnnxModels.floats(samples, OnnxModels.shape(spec, SAMPLES))) {
      float[] found = OnnxModels.run(session, "input", batch, "logits");
      assertThat(found).containsExactly(expected, within(TOLERANCE * largest(expected)));
      float[] probabilities = OnnxModels.run(session, "input", batch, "probabilities");
      assertThat(probabilities).containsExactly(softmax(expected), within(TOLERANCE));
    }
  }

  /** Slow: 94 convolutions on images of 299x299, forwards in training too. */
  @Test
  @Tag("slow")
  void onnxRuntimeComputesInceptionTheSame() throws OrtException {
    onnxRuntimeComputesTheSame(
        Architectures.named("inception-v3", InputSpec.image(3, 299, 299), 10, 0));
  }

  /** Relative where logits are larger than 1, absolute where they are smaller. */
  static float largest(float[] values) {
    float largest = 1;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static float[] softmax(float[] logits) {
    int classes = logits.length / SAMPLES;
    float[] shares = new float[logits.length];
    for (int row = 0; row < SAMPLES; row++) {
      double[] powers = new double[classes];
      for (int i = 0; i < classes; i++) {
        powers[i] = Math.exp(logits[row * classes + i] - largest(logits));
      }
      double sum = Arrays.stream(powers).sum();
      for (int i = 0; i < classes; i++) {
        shares[row * classes + i] = (float) (powers[i] / sum);
      }
    }
    return shares;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17})
  void anyNumberOfSamplesIsTaken(int count) throws OrtException {
    NetworkSpec spec = everyKind();
    Path file = folder.resolve("network.onnx");
    try (Network network = OnnxModels.network(spec, 1)) {
      OnnxFile.write(file, ExportedNetwork.of(network, Map.of()), OnnxInput.PREPARED);
    }
    try (OrtSession session = OnnxModels.open(file);
        OnnxTensor batch =
            OnnxModels.floats(OnnxModels.samples(spec, count, 1), OnnxModels.shape(spec, count))) {
      assertThat(OnnxModels.run(session, "input", batch, "logits")).hasSize(count * 4);
      assertThat(shape(session.getInputInfo().get("input"))).containsExactly(-1, 3, 12, 10);
      assertThat(shape(session.getOutputInfo().get("logits"))).containsExactly(-1, 4);
    }
  }

  private static long[] shape(@Nullable NodeInfo info) {
    return ((TensorInfo) Objects.requireNonNull(info).getInfo()).getShape();
  }

  @Test
  void rawPixelsAreBytes() throws OrtException {
    NetworkSpec spec = Architectures.named("mlp:9", InputSpec.image(1, 4, 4), 3, 0);
    Path file = folder.resolve("network.onnx");
    byte[] pixels = new byte[32];
    float[] scaled = new float[32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (8 * i);
      scaled[i] = 8 * i / 255f;
    }
    float[] expected;
    try (Network network = OnnxModels.network(spec, 1)) {
      OnnxFile.write(file, ExportedNetwork.of(network, Map.of()), OnnxInput.RAW);
      expected = OnnxModels.logits(network, scaled, 2);
    }
    try (OrtSession session = OnnxModels.open(file);
        OnnxTensor batch = OnnxModels.bytes(pixels, 2, 1, 4, 4)) {
      assertThat(OnnxModels.run(session, "pixels", batch, "logits"))
          .containsExactly(expected, within(TOLERANCE));
    }
  }

  /** The first column's values differ in digits that single precision does not have. */
  @Test
  void rawRowsAreScaledInDoublePrecision() throws OrtException {
    NetworkSpec spec = Architectures.named("mlp:9", InputSpec.features(2), 3, 0);
    FeatureScaling scaling = new FeatureScaling(List.of(1e9, -3.0), List.of(0.5, 2.0));
    DataDescription data =
        new DataDescription(
            List.of("a", "b", "c"), null, new TableDescription(List.of("x", "y"), scaling));
    double[] rows = {1e9 + 0.25, 1, 1e9 - 0.75, -4};
    float[] scaled = {0.5f, 2, -1.5f, -0.5f};
    Path file = folder.resolve("network.onnx");
    float[] expected;
    try (Network network = OnnxModels.network(spec, 1)) {
      ExportedNetwork exported = ExportedNetwork.of(network, Map.of());
      OnnxFile.write(
          file,
          new ExportedNetwork(spec, exported.tensors(), data, Map.of("seed", "1")),
          OnnxInput.RAW);
      expected = OnnxModels.logits(network, scaled, 2);
    }
    try (OrtSession session = OnnxModels.open(file);
        OnnxTensor batch = OnnxModels.doubles(rows, 2, 2)) {
      assertThat(OnnxModels.run(session, "columns", batch, "logits"))
          .containsExactly(expected, within(TOLERANCE));
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      assertThat(metadata)
          .containsEntry("classes", "[\"a\",\"b\",\"c\"]")
          .containsEntry("seed", "1");
      assertThat(metadata.get("table")).contains("\"x\"", "1.0E9");
      assertThat(session.getMetadata().getProducerName()).isEqualTo("widemargin");
      assertThat(session.getMetadata().getGraphName()).isEqualTo("mlp");
    }
  }

  @Test
  void rawImagesThatAreNoBytesAreRefused() {
    InputSpec wide = new InputSpec(new SampleShape.Image(1, 4, 4), new ValidRange(-1, 1));
    NetworkSpec spec = Architectures.named("linear", wide, 2, 0);
    try (Network network = OnnxModels.network(spec, 1)) {
      ExportedNetwork exported = ExportedNetwork.of(network, Map.of());
      assertThatThrownBy(() -> OnnxFile.write(folder.resolve("a.onnx"), exported, OnnxInput.RAW))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("'linear'")
          .hasMessageContaining("without preparation");
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() throws IOException {
    try (Network network = OnnxModels.network(everyKind(), 1)) {
      ExportedNetwork exported = ExportedNetwork.of(network, Map.of("b", "1", "a", "2"));
      OnnxFile.write(folder.resolve("1.onnx"), exported, OnnxInput.PREPARED);
      OnnxFile.write(folder.resolve("2.onnx"), exported, OnnxInput.PREPARED);
    }
    assertThat(folder.resolve("1.onnx")).hasSameBinaryContentAs(folder.resolve("2.onnx"));
    assertThat(Files.size(folder.resolve("1.onnx"))).isGreaterThan(1000);
  }
}
