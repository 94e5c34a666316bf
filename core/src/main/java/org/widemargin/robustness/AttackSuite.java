package org.widemargin.robustness;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.widemargin.attack.Attack;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Classifier;

/**
 * Several attacks in one threat model, each on the samples that the ones before left standing: the
 * robust accuracy is the worst case for each sample.
 *
 * @param attacks in order, with different names
 * @param threat what is allowed
 * @param seed of all random numbers
 * @param batchSize how many samples at once
 */
public record AttackSuite(List<Attack> attacks, ThreatModel threat, long seed, int batchSize) {
  /** Is told how a suite comes along. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after the clean pass and after each stage. Whoever stores the state can go on from
     * there later.
     *
     * @param state the state
     * @param examples the adversarial points that the stage found
     */
    void stageEnded(SuiteState state, AdversarialExamples examples);
  }

  /** Copies the list. */
  public AttackSuite {
    attacks = List.copyOf(attacks);
    require(!attacks.isEmpty(), "expected at least one attack, found none");
    require(
        attacks.stream().map(Attack::name).distinct().count() == attacks.size(),
        "expected attacks of different names, found %s",
        attacks.stream().map(Attack::name).toList());
  }

  /**
   * Runs all attacks.
   *
   * @param classifier whom to attack
   * @param dataset where the samples come from
   * @param samples which of them
   * @param listener is told of every stage
   * @return the final state
   * @throws org.widemargin.error.InputException as for {@link AttackRun}
   */
  public SuiteState run(Classifier classifier, Dataset dataset, int[] samples, Listener listener) {
    AttackResult clean = stage().clean(classifier, dataset, samples);
    SuiteState state = SuiteState.begin(dataset, threat, seed, attacks, clean);
    listener.stageEnded(state, AdversarialExamples.none(dataset));
    return resume(state, classifier, dataset, samples, listener);
  }

  /**
   * Runs the attacks that a stored state has still to come.
   *
   * @param state from an earlier run with the same settings on the same samples
   * @param classifier whom to attack
   * @param dataset where the samples come from
   * @param samples which of them
   * @param listener is told of every stage from here on
   * @return the final state, equal but for the times to that of an unbroken run
   * @throws org.widemargin.error.InputException if the state belongs to another run, or as for
   *     {@link AttackRun}
   */
  public SuiteState resume(
      SuiteState state, Classifier classifier, Dataset dataset, int[] samples, Listener listener) {
    state.requireFits(dataset.sha256(), threat, seed, attacks, samples);
    SuiteState reached = state;
    for (Attack attack : attacks.subList(state.stages().size(), attacks.size())) {
      int[] standing = reached.standing();
      if (standing.length == 0) {
        reached = reached.afterNothing(attack.name());
        listener.stageEnded(reached, AdversarialExamples.none(dataset));
      } else {
        AttackResult result = stage().run(attack, classifier, dataset, standing);
        reached = reached.after(result);
        listener.stageEnded(reached, AdversarialExamples.of(dataset, List.of(result)));
      }
    }
    return reached;
  }

  /**
   * The same in balls of another radius.
   *
   * @param radius the new epsilon
   * @return the suite
   */
  public AttackSuite withEpsilon(double radius) {
    return new AttackSuite(attacks, threat.withEpsilon(radius), seed, batchSize);
  }

  private AttackRun stage() {
    return new AttackRun(threat, seed, batchSize);
  }
}
