package org.widemargin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.checkpoint.ExternalWeights;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;

/** Networks on their way to PyTorch and from it, with PyTorch itself at the other end. */
class PyTorchTest {
  private static final Path MODULE = Path.of("../docs/python");
  private static final int SAMPLES = 4;

  /** As relative to the largest logit: another order of sums in single precision. */
  private static final float TOLERANCE = 1e-5f;

  @TempDir private Path folder;

  @BeforeAll
  static void needsPyTorch() {
    assumeTrue(
        Python.hasTorch(), "skipped: no python3 with PyTorch (Debian's python3-torch) is here");
  }

  /** What {@code network(samples)} gives, which a script has written. */
  private float[] floats(String name) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private void write(String name, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(folder.resolve(name), bytes.array());
  }

  @ParameterizedTest
  @CsvSource({"mnist-cnn", "mnist-cnn-bn", "wrn-16-1"})
  void theModuleOfTheDocumentsRebuildsWhatWasExported(String name) throws IOException {
    rebuilds(Architectures.named(name, Architectures.usualInput(name), 10, 0));
  }

  @Test
  void itRebuildsWhatHasAnAuxiliaryClassifier() throws IOException {
    rebuilds(Architectures.named("inception-v3-reduced", InputSpec.image(3, 32, 32), 10, 0));
  }

  @Test
  void itRebuildsWhatHasOtherNamesThere() throws IOException {
    rebuilds(theirs());
  }

  @Test
  void itRebuildsEveryKindOfLayer() throws IOException {
    rebuilds(OnnxFileTest.everyKind());
  }

  private void rebuilds(NetworkSpec spec) throws IOException {
    float[] samples = OnnxModels.samples(spec, SAMPLES, 3);
    write("samples", samples);
    float[] expected;
    try (Network network = OnnxModels.network(spec, 1)) {
      ExportFormat.STATE_DICT.write(
          folder.resolve("network.pth"), ExportedNetwork.of(network, Map.of()));
      expected = OnnxModels.logits(network, samples, SAMPLES);
    }
    String shape = Arrays.toString(OnnxModels.shape(spec, SAMPLES));
    Python.run(
        folder,
        """
        import numpy, torch
        from widemargin_network import load
        network = load("network.pth")
        samples = torch.from_numpy(numpy.fromfile("samples", numpy.float32)).view(%s)
        with torch.no_grad():
            network(samples).numpy().tofile("logits")
        """
            .formatted(shape),
        MODULE);
    assertThat(floats("logits"))
        .containsExactly(expected, within(TOLERANCE * OnnxFileTest.largest(expected)));
  }

  private static final String SPEC =
      """
      name: theirs
      input: {shape: [1, 6, 6], range: {minimum: 0, maximum: 1}}
      blocks:
        - name: conv1
          layers: [convolution: {channels: 3, kernel: 3, padding: 1}, batch-norm: {}, relu: {}]
        - name: logits
          layers: [flatten: {}, linear: {features: 2}]
      external-names:
        conv1.convolution: features.0
        conv1.batch-norm: features.1
        logits.linear: classifier
      """;

  private static final String THEIRS =
      """
      import numpy, torch
      from torch import nn
      torch.manual_seed(1)
      class Theirs(nn.Module):
          def __init__(self):
              super().__init__()
              self.features = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU())
              self.classifier = nn.Linear(108, 2)
          def forward(self, x):
              return self.classifier(self.features(x).flatten(1))
      model = Theirs()
      for _ in range(3):
          model(torch.rand(8, 1, 6, 6))
      model.eval()
      samples = torch.from_numpy(numpy.fromfile("samples", numpy.float32)).view(4, 1, 6, 6)
      """;

  private static NetworkSpec theirs() {
    return Yaml.readText(SPEC, "spec", NetworkSpec.class);
  }

  /** Every way in which people keep weights, each against the logits of the same weights there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "torch.save(model.state_dict(), FILE)",
        "torch.save(model.state_dict(), FILE, _use_new_zipfile_serialization=False)",
        "torch.save(nn.DataParallel(model).state_dict(), FILE)",
        "torch.save({'epoch': 3, 'loss': 0.5, 'model': model.state_dict(), 'optimizer':"
            + " torch.optim.SGD(model.parameters(), 0.1, momentum=0.9).state_dict()}, FILE)",
        "torch.save({name: value.data for name, value in model.state_dict().items()}, FILE)",
        "torch.save({**dict(model.named_parameters()), **dict(model.named_buffers())}, FILE)",
        "model.to(memory_format=torch.channels_last); torch.save(model.state_dict(), FILE)",
        "model.half().float(); torch.save(model.half().state_dict(), FILE); model.float()",
        "model.bfloat16().float(); torch.save(model.bfloat16().state_dict(), FILE); model.float()",
        "torch.save(model.double().state_dict(), FILE); model.float()",
        "torch.save(model.state_dict(), FILE, pickle_protocol=4)",
      })
  void whatPyTorchSavedIsRead(String saving) throws IOException {
    NetworkSpec spec = theirs();
    float[] samples = OnnxModels.samples(spec, SAMPLES, 3);
    write("samples", samples);
    Python.run(
        folder,
        THEIRS
            + saving.replace("FILE", "'theirs.pth'")
            + "\nwith torch.no_grad():\n    model(samples).numpy().tofile('logits')\n");
    float[] expected = floats("logits");
    try (Network network = ExternalWeights.load(spec, folder.resolve("theirs.pth"), Device.CPU)) {
      assertThat(OnnxModels.logits(network, samples, SAMPLES))
          .containsExactly(expected, within(TOLERANCE * OnnxFileTest.largest(expected)));
    }
  }

  /** In, and out again by the names that it came with, to the same bits. */
  @Test
  void aForeignNetworkGoesBackToWhereItCameFrom() throws IOException {
    write("samples", OnnxModels.samples(theirs(), SAMPLES, 3));
    Python.run(folder, THEIRS + "torch.save(model.state_dict(), 'theirs.pth')\n");
    try (Network network =
        ExternalWeights.load(theirs(), folder.resolve("theirs.pth"), Device.CPU)) {
      ExportFormat.STATE_DICT.write(
          folder.resolve("ours.pth"), ExportedNetwork.of(network, Map.of()));
    }
    Python.run(
        folder,
        THEIRS
            + """
            state = torch.load("ours.pth", weights_only=True)
            other = Theirs()
            other.load_state_dict(state)
            assert torch.equal(other.eval()(samples), model(samples))
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "torch.save(model, FILE)                                   | __main__.Theirs",
        "torch.save({'a': torch.rand(2), 'b': slice(1)}, FILE)     | __builtin__.slice",
        "torch.jit.script(nn.Linear(2, 2)).save(FILE)              | __torch__",
        "import pickle; pickle.dump({'a': 1}, open(FILE, 'wb'))    | torch.save",
        "torch.save(torch.rand(3), FILE)                           | expected a dict",
      })
  void whatIsMoreThanTensorsIsRefusedByName(String saving, String name) throws IOException {
    write("samples", OnnxModels.samples(theirs(), SAMPLES, 3));
    Python.run(folder, THEIRS + saving.replace("FILE", "'theirs.pth'") + "\n");
    Path file = folder.resolve("theirs.pth");
    assertThatThrownBy(() -> ExternalWeights.load(theirs(), file, Device.CPU))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(name);
  }
}
