package org.widemargin.assessment;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.widemargin.attack.Attack;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.Attacks;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Classifier;
import org.widemargin.robustness.AdversarialExamples;
import org.widemargin.robustness.HealthCheck;
import org.widemargin.robustness.HealthChecks;
import org.widemargin.robustness.TransferMatrix;

/**
 * Black-box attacks (paper, figures 6 and 14 to 16): examples are made on every network and tried
 * on every network. The examples are the points where the attacks end.
 *
 * @param plan which examples
 * @param models the networks by name, in order
 * @param dataset where the samples come from
 * @param samples which of them; not to be changed
 * @param batchSize how many samples at once
 */
@SuppressWarnings("ArrayRecordComponent") // made for one run, and only read
public record TransferStudy(
    TransferPlan plan,
    Map<String, Classifier> models,
    Dataset dataset,
    int[] samples,
    int batchSize) {
  /** Is told of the examples as they are made. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after each attack on each network.
     *
     * @param source the network's name
     * @param attack the attack's name
     * @param epsilon the radius
     * @param examples a point for every sample
     */
    void made(String source, String attack, double epsilon, AdversarialExamples examples);
  }

  /** Copies the map, keeping its order, and checks that there is a network. */
  public TransferStudy {
    models = new LinkedHashMap<>(models);
    require(!models.isEmpty(), "expected at least one network, found none");
  }

  /**
   * Makes and tries the examples.
   *
   * @param listener is told of all examples
   * @return the accuracies
   * @throws org.widemargin.error.InputException as for {@link AttackRun}
   */
  public TransferResult run(Listener listener) {
    List<TransferLine> lines = new ArrayList<>();
    List<HealthCheck> checks = new ArrayList<>();
    for (Attack attack : Attacks.named(plan.attacks(), plan.norm())) {
      for (double epsilon : plan.epsilons()) {
        lines.add(at(attack, epsilon, listener, checks));
      }
    }
    Map<String, Double> clean = new LinkedHashMap<>();
    models.forEach(
        (name, model) ->
            clean.put(name, AccuracyEvaluation.of(model, dataset, samples, batchSize).fraction()));
    return new TransferResult(samples.length, plan.norm().toString(), clean, lines, checks);
  }

  private TransferLine at(
      Attack attack, double epsilon, Listener listener, List<HealthCheck> checks) {
    Map<String, AttackResult> results = new LinkedHashMap<>();
    Map<String, AdversarialExamples> examples = new LinkedHashMap<>();
    models.forEach(
        (name, model) -> {
          ThreatModel threat = new ThreatModel(plan.norm(), epsilon, model.validRange(dataset));
          AttackRun run = new AttackRun(threat, plan.seed(), batchSize);
          AttackResult result = run.toTheEnd(attack, model, dataset, samples);
          results.put(name, result);
          examples.put(name, AdversarialExamples.ofAll(dataset, List.of(result)));
          listener.made(name, attack.name(), epsilon, examples.get(name));
        });
    TransferMatrix matrix = TransferMatrix.of(examples, models, dataset, batchSize);
    results.forEach(
        (target, own) ->
            matrix
                .withstood()
                .forEach(
                    (source, row) -> {
                      if (!source.equals(target)) {
                        checks.add(
                            named(
                                HealthChecks.blackBoxBetter(
                                    own, Objects.requireNonNull(row.get(target))),
                                "%s %s, from %s to %s"
                                    .formatted(attack.name(), epsilon, source, target)));
                      }
                    }));
    return new TransferLine(attack.name(), epsilon, matrix.fractions());
  }

  private static HealthCheck named(HealthCheck check, String where) {
    return new HealthCheck(
        check.name() + ": " + where, check.verdict(), check.figure(), check.explanation());
  }
}
