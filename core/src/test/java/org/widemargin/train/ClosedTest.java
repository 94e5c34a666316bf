package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.optimize.Optimizer;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.parallel.Meeting;
import org.widemargin.run.OwnedRun;
import org.widemargin.run.TrainedRun;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Whatever is closed says so when it is used, instead of a null pointer or a crash. */
class ClosedTest {
  private final RunConfig config = TinyRuns.config();
  private final TrainingData data = TrainingData.split(TinyRuns.images(120, 40), config);

  @TempDir private Path folder;

  private static void assertClosed(String message, Map<String, ThrowingCallable> uses) {
    uses.forEach(
        (name, use) ->
            assertThatThrownBy(use)
                .as(name)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message));
  }

  private Network network() {
    return Network.initialise(config.model().specFor(data.train()), 1, Device.CPU);
  }

  @Test
  void aNetwork() {
    Network network = network();
    try (Scope scope = Scope.open()) {
      Tensor input = InputBatch.samples(data.test(), new int[] {0, 1}, Device.CPU);
      Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
      uses.put("forward", () -> network.forward(input, Mode.INFERENCE));
      uses.put("logits", () -> network.logits(input));
      uses.put("logitsFrom", () -> network.logitsFrom("fc1", input, Mode.INFERENCE));
      uses.put("parameters", network::parameters);
      uses.put("state", network::state);
      uses.put("tensor", () -> network.tensor("fc1.weight"));
      uses.put("evaluation", () -> AccuracyEvaluation.of(Classifier.of(network), data.test(), 10));
      network.close();
      network.close();
      assertClosed("the network '" + network.spec().name() + "' is closed", uses);
    }
  }

  @Test
  void aTrainer() {
    Trainer trainer = new Trainer(config, data);
    trainer.step();
    trainer.close();
    Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
    uses.put("step", trainer::step);
    uses.put("run", () -> trainer.run(new TrainingListener() {}, new StopRequest()));
    uses.put("state", trainer::state);
    uses.put("network", trainer::network);
    assertClosed("the trainer is closed", uses);
  }

  @Test
  void anOptimizer() {
    try (Network network = network()) {
      Optimizer optimizer = new Optimizer(new OptimizerSpec.Sgd(0.9), 0, network.parameters());
      optimizer.close();
      optimizer.close();
      Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
      uses.put("step", () -> optimizer.step(List.of(), 0.1));
      uses.put("state", optimizer::state);
      uses.put("restore", () -> optimizer.restore(Map.of(), 0));
      assertClosed("the optimiser is closed", uses);
    }
  }

  @Test
  void aScope() {
    Scope scope = Scope.open();
    Tensor kept = scope.own(Tensors.of(Device.CPU, new float[] {1, 2}, 2));
    scope.close();
    scope.close();
    assertThat(Tensors.toFloats(kept)).containsExactly(1, 2);
    assertClosed(
        "the scope is closed",
        Map.of("keep", () -> scope.keep(kept), "own", () -> scope.own(kept)));
    Tensors.free(kept);
  }

  @Test
  void aRunAndTheClaimOnItsFolder() {
    Path path = folder.resolve("run");
    OwnedRun claim = OwnedRun.create(path);
    claim.close();
    assertClosed(
        "the claim on " + path + " is closed",
        Map.of(
            "folder",
            claim::folder,
            "training",
            () ->
                TrainingRun.start(
                    config,
                    data,
                    claim,
                    Meeting.ofOne(),
                    new TrainingListener() {},
                    new StopRequest())));
    assertThat(path).doesNotExist();
    TrainingRun.start(config, data, path, new TrainingListener() {}, new StopRequest());
    TrainedRun run = TrainedRun.load(path, Device.CPU);
    run.close();
    assertClosed(
        "the network '" + run.network().spec().name() + "' is closed",
        Map.of("state", () -> run.network().state()));
  }
}
