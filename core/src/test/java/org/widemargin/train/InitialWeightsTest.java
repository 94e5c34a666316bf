package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.checkpoint.Safetensors;
import org.widemargin.checkpoint.SafetensorsFile;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class InitialWeightsTest {
  private static final String BATCH_NORM = "model.name=mnist-cnn-bn";

  @TempDir Path folder;

  private Path base = Path.of("");

  @BeforeEach
  void trainTheBase() {
    base = folder.resolve("base");
    RunConfig config = config("optimization.steps=6", "evaluation.every=3");
    TrainingRun.start(config, data(config), base, new TrainingListener() {}, new StopRequest());
  }

  private static RunConfig config(String... overrides) {
    return TinyRuns.config(BATCH_NORM).with(overrides);
  }

  private static TrainingData data(RunConfig config) {
    return TrainingData.split(TinyRuns.images(160, 60), config);
  }

  /** The same images, of which two classes are one. */
  private static TrainingData threeClasses(RunConfig config) {
    DataSource four = TinyRuns.images(160, 60);
    return TrainingData.split(new DataSource(three(four.train()), three(four.test())), config);
  }

  private static Dataset three(Dataset four) {
    byte[] pixels = new byte[four.size() * 64];
    int[] labels = new int[four.size()];
    for (int i = 0; i < four.size(); i++) {
      float[] sample = four.sample(i);
      for (int pixel = 0; pixel < 64; pixel++) {
        pixels[64 * i + pixel] = (byte) Math.round(255 * sample[pixel]);
      }
      labels[i] = Math.min(2, four.label(i));
    }
    return Dataset.images(
        "three",
        new org.widemargin.data.SampleShape.Image(1, 8, 8),
        pixels,
        labels,
        List.of("a", "b", "c"));
  }

  private static Map<String, FloatBuffer> floats(Map<String, Tensor> tensors) {
    Map<String, FloatBuffer> copies = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> copies.put(name, FloatBuffer.wrap(Tensors.toFloats(tensor))));
    return copies;
  }

  private static float[] logits(Network network, Dataset samples) {
    try (Scope scope = Scope.open()) {
      return Tensors.toFloats(
          network.logits(InputBatch.samples(samples, new int[] {0, 1, 2, 3}, Device.CPU)));
    }
  }

  @Test
  void beforeTheFirstStepOutputsAreThoseOfTheOtherRun() {
    RunConfig config = config("seed=9", "model.initial-weights=" + base);
    assertThat(config.model().initialSha256()).matches("[0-9a-f]{64}");
    try (Trainer trainer = new Trainer(config, data(config));
        Network other = RunFolder.open(base).result().network(Device.CPU)) {
      assertThat(logits(trainer.network(), data(config).test()))
          .isEqualTo(logits(other, data(config).test()));
      assertThat(floats(trainer.network().state())).isEqualTo(floats(other.state()));
    }
  }

  @Test
  void otherClassesGetANewHeadOnTheSameBody() {
    RunConfig config = config("seed=9", "model.initial-weights=" + base);
    TrainingData three = threeClasses(config);
    assertThatThrownBy(() -> new Trainer(config, three))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected shape [3, ")
        .hasMessageContaining("found [4, ")
        .hasMessageContaining("--initial-layers body");
    RunConfig body = config.with("model.initial-layers=body");
    RunConfig drawn = config("seed=9");
    try (Trainer trainer = new Trainer(body, three);
        Trainer fresh = new Trainer(drawn, threeClasses(drawn));
        Network other = RunFolder.open(base).result().network(Device.CPU)) {
      Network network = trainer.network();
      Map<String, FloatBuffer> expected = floats(other.state());
      floats(fresh.network().state())
          .forEach(
              (name, own) ->
                  expected.computeIfPresent(
                      name, (key, of) -> network.spec().isOfHead(key) ? own : of));
      assertThat(floats(network.state())).isEqualTo(expected);
    }
  }

  @Test
  void onlyTheHeadChangesWhereNothingElseIsTrained() {
    RunConfig config =
        config(
            "seed=9",
            "model.initial-weights=" + base,
            "optimization.train-layers=head",
            "optimization.weight-decay=0.01",
            "optimization.average-weights=0.5");
    try (Trainer trainer = new Trainer(config, data(config));
        Network other = RunFolder.open(base).result().network(Device.CPU)) {
      trainer.run(new TrainingListener() {}, new StopRequest());
      Map<String, FloatBuffer> before = floats(other.state());
      Map<String, FloatBuffer> raw = floats(trainer.state().rawWeights());
      floats(trainer.network().state())
          .forEach(
              (name, after) -> {
                boolean head = trainer.network().spec().isOfHead(name);
                assertThat(Objects.equals(after, before.get(name))).as(name).isEqualTo(!head);
                assertThat(Objects.equals(before.get(name), raw.get(name)))
                    .as(name)
                    .isEqualTo(!head);
              });
      assertThat(before.keySet()).anyMatch(name -> name.endsWith("running_mean"));
      assertThat(trainer.state().optimizer().state().keySet())
          .isNotEmpty()
          .allMatch(name -> trainer.network().spec().isOfHead(name));
    }
  }

  @Test
  void aStoppedRunGoesOnToTheSameBitsWithoutTheFile() throws Exception {
    for (String layers : List.of("all", "head")) {
      RunConfig config =
          config(
              "seed=9",
              "model.initial-weights=" + base,
              "model.initial-layers=body",
              "optimization.train-layers=" + layers);
      Path whole = folder.resolve("whole-" + layers);
      Path stopped = folder.resolve("stopped-" + layers);
      TrainingData data = data(config);
      TrainingRun.start(config, data, whole, new TrainingListener() {}, new StopRequest());
      StopRequest stop = new StopRequest();
      TrainingListener after =
          new TrainingListener() {
            @Override
            public void stepped(long step, double loss) {
              if (step == 7) {
                stop.request();
              }
            }
          };
      TrainingRun.start(config, data, stopped, after, stop);
      Path moved = Files.move(base, folder.resolve("moved"));
      RunConfig again = RunFolder.open(stopped).config();
      TrainingRun.resume(again, data, stopped, new TrainingListener() {}, new StopRequest());
      Files.move(moved, base);
      assertThat(stopped.resolve("checkpoints/last.safetensors"))
          .hasSameBinaryContentAs(whole.resolve("checkpoints/last.safetensors"));
      assertThat(RunFolder.open(whole).provenance().data())
          .containsEntry("initial-weights", config.model().initialSha256());
    }
  }

  @Test
  void aRunGoesOnAsItBegan() {
    RunConfig config = config("model.initial-weights=" + base, "optimization.steps=3");
    Path run = folder.resolve("run");
    TrainingRun.start(config, data(config), run, new TrainingListener() {}, new StopRequest());
    for (String other :
        List.of(
            "optimization.train-layers=head",
            "model.initial-layers=body",
            "model.initial-sha256=" + "0".repeat(64))) {
      RunConfig changed = config.with(other, "optimization.steps=5");
      assertThatThrownBy(
              () ->
                  TrainingRun.resume(
                      changed, data(config), run, new TrainingListener() {}, new StopRequest()))
          .as(other)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("a run can only be continued as it began");
    }
  }

  /** A configuration names the weights by their contents. */
  @Test
  void otherContentsAreRefused() {
    RunConfig config =
        config("model.initial-weights=" + base, "model.initial-sha256=" + "0".repeat(64));
    assertThatThrownBy(() -> new Trainer(config, data(config)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is not the file that this configuration was made for");
    assertThatThrownBy(() -> config("model.initial-weights=" + folder.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot read");
    assertThatThrownBy(() -> config("model.initial-weights=" + folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the folder of a run");
    assertThatThrownBy(() -> config("model.initial-layers=body"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected initial-weights");
  }

  @Test
  void weightsOfOtherFrameworksMayMissTheHead() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (Network other = RunFolder.open(base).result().network(Device.CPU)) {
      other
          .state()
          .forEach(
              (name, tensor) ->
                  tensors.put(
                      name,
                      StoredTensor.ofFloats(Tensors.shape(tensor), Tensors.toFloats(tensor))));
      tensors.keySet().removeIf(name -> other.spec().isOfHead(name));
      Path file = folder.resolve("foreign.safetensors");
      Safetensors.write(file, new SafetensorsFile(tensors, Map.of()));
      RunConfig all = config("model.initial-weights=" + file);
      assertThatThrownBy(() -> new Trainer(all, data(all)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected a tensor '" + other.spec().head());
      RunConfig body = all.with("model.initial-layers=body");
      try (Trainer trainer = new Trainer(body, data(body))) {
        List<String> equal = new ArrayList<>();
        trainer
            .network()
            .state()
            .forEach(
                (name, tensor) -> {
                  if (Arrays.equals(
                      Tensors.toFloats(tensor), Tensors.toFloats(other.tensor(name)))) {
                    equal.add(name);
                  }
                });
        assertThat(equal).containsAll(tensors.keySet());
      }
    }
  }
}
