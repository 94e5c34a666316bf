package org.widemargin.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Yaml;
import org.widemargin.study.Study;
import org.widemargin.torch.Device;
import org.widemargin.train.StopRequest;

/** Networks that cannot tell classes apart are right on nothing that studies measure. */
class TieTest {
  /** Biases begin at 0, and in float32 a rate of 1e-60 is none: the logits stay equal. */
  private static final String STUDY =
      """
      name: ties
      datasets: [{name: black}]
      training:
        threads: 1
        data: {validation-size: 10}
        model: {name: "mlp:6"}
        optimization: {optimizer: {sgd: {momentum: 0}}, learning-rate: 1.0e-60, steps: 4, batch-size: 5}
        evaluation: {every: 2, samples: 10, distance-samples: 0}
      methods:
        cross-entropy: {loss: cross-entropy}
        margin-l2-all: {norm: l2}
      seeds: [1]
      measurements:
        - accuracy: {samples: 0}
        - white-box: {attacks: [fgsm, margin-attack], epsilons: [0, 0.1], samples: 8}
        - black-box: {attack: fgsm, source: cross-entropy, epsilons: [0, 0.1], samples: 8}
        - attacker: {attack: ifgsm, target: cross-entropy, epsilons: [0, 0.1], samples: 8}
        - worst-case: {attacks: [fgsm, apgd-ce], epsilons: [0, 0.1], samples: 8}
        - gaussian-noise: {deviations: [0], samples: 8}
      """;

  @TempDir private Path folder;

  @Test
  void isWrongInEveryMeasurementOfAStudy() {
    Study study = Yaml.readText(STUDY, "test", Study.class);
    Sweep sweep = new Sweep(folder, Device.CPU, new SweepListener() {}, new StopRequest());
    assertThat(sweep.run(study)).isTrue();
    assertThat(sweep.results().all())
        .hasSize(2 * study.measurements().size())
        .allSatisfy(
            line ->
                assertThat(line.values())
                    .as(line.measurement().toString())
                    .isNotEmpty()
                    .allSatisfy(value -> assertThat(value.value()).as(value.quantity()).isZero()));
  }
}
