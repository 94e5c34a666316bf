package org.widemargin.study;

import org.widemargin.config.Yaml;

/** Studies so small that a trial takes a moment. */
public final class TinyStudies {
  private static final String COMMON =
      """
      name: tiny
      datasets: [{name: thirds}]
      training:
        threads: 1
        data: {validation-size: 15}
        model: {name: "mlp:6"}
        loss: {margin: {top-k: 1, gamma: 0.3}}
        optimization: {optimizer: {adam: {}}, learning-rate: 0.02, steps: 12, batch-size: 8}
        evaluation: {every: 6, samples: 10, distance-samples: 5}
      """;

  private static final String METHODS =
      """
      methods:
        cross-entropy: {loss: cross-entropy}
        margin-l2-all: {norm: l2}
      """;

  private TinyStudies() {}

  /** A study from the common keys and others. */
  public static Study of(String more) {
    return withMethods(METHODS + more);
  }

  /** A study from the common keys and others, methods among them. */
  public static Study withMethods(String more) {
    return Yaml.readText(COMMON + more, "test", Study.class);
  }

  /** Two methods, two conditions, two seeds, accuracy. */
  public static Study accuracy() {
    return of(
        """
        conditions: [{label-noise: 0}, {label-noise: 0.5}]
        seeds: [1, 2]
        """);
  }

  /** Everything that can be measured of an image classifier. */
  public static Study everything() {
    return of(
        """
        seeds: [1, 2]
        measurements:
          - accuracy: {samples: 12}
          - white-box: {attacks: [fgsm, margin-attack], epsilons: [0, 0.1], samples: 6}
          - black-box: {attack: fgsm, source: cross-entropy, epsilons: [0, 0.2], samples: 8}
          - attacker: {attack: ifgsm, target: cross-entropy, epsilons: [0.2], samples: 8}
          - worst-case: {attacks: [fgsm, apgd-ce], epsilons: [0.3, 0.05], samples: 6}
          - gaussian-noise: {deviations: [0, 0.3], samples: 10}
          - distance-evolution
          - cost: {baseline: cross-entropy, steps: 2}
        """);
  }
}
