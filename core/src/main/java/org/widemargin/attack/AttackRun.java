package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Decision;
import org.widemargin.network.InputBatch;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Runs an attack: the one place that decides what an attack has broken.
 *
 * <p>Samples are checked against the range and the classes and classified clean; those wrong are
 * not wanted and count as not robust. The attack's points are brought into the ball and the range
 * and classified anew; a sample is broken only if that says so. At epsilon 0 nothing is wanted. The
 * classifier is never changed. Each sample's random numbers are its own, so neither the batch size
 * nor the other samples decide over it.
 *
 * @param threat what is allowed
 * @param seed of all random numbers
 * @param batchSize how many samples at once
 */
public record AttackRun(ThreatModel threat, long seed, int batchSize) {
  /** Enough for the kernels to be efficient, without needing much memory. */
  public static final int DEFAULT_BATCH_SIZE = 200;

  /** Checks the batch size. */
  public AttackRun {
    require(batchSize >= 1, "expected a batch size of at least 1, found %d", batchSize);
  }

  /**
   * Attacks every sample of a data set.
   *
   * @param attack the attack
   * @param classifier whom to attack
   * @param dataset the samples, inside the valid range
   * @return what became of each sample
   * @throws org.widemargin.error.InputException if a sample is outside the range, a label is no
   *     class of the classifier, or the classifier gives something else than finite numbers
   */
  public AttackResult run(Attack attack, Classifier classifier, Dataset dataset) {
    return run(attack, classifier, dataset, Batches.first(dataset.size()));
  }

  /**
   * Attacks chosen samples.
   *
   * @param attack the attack
   * @param classifier whom to attack
   * @param dataset where the samples come from
   * @param samples which of them
   * @return what became of each sample, in their order
   * @throws org.widemargin.error.InputException as for all samples, or if none is given
   */
  public AttackResult run(Attack attack, Classifier classifier, Dataset dataset, int[] samples) {
    requireFinite(attack);
    // Who looks for the nearest point is not done with a sample that is broken.
    AttackedBatch.Goal goal =
        attack instanceof MinimumNormAttack ? AttackedBatch.Goal.NEAREST : AttackedBatch.Goal.BREAK;
    return run(attack, classifier, dataset, samples, goal);
  }

  /**
   * Attacks chosen samples and keeps the points where the attack ends, whatever it broke on the
   * way: what is wanted for trying them on other classifiers (black box; paper, section 4.2.3),
   * where a point that only just crosses this one's boundary would be harmless.
   *
   * <p>Samples that this classifier gets wrong are moved too, as in the paper: its mistake is not
   * that of the others, and left in place they would be no attack there. Only a minimum-norm attack
   * leaves them, since the nearest adversarial point is the sample itself. The verdict on them
   * stays that they are misclassified.
   *
   * @param attack the attack
   * @param classifier whom to attack
   * @param dataset where the samples come from
   * @param samples which of them
   * @return the verdicts at these points and the points, in order
   * @throws org.widemargin.error.InputException as for {@link #run(Attack, Classifier, Dataset,
   *     int[])}
   */
  public AttackResult toTheEnd(
      Attack attack, Classifier classifier, Dataset dataset, int[] samples) {
    requireFinite(attack);
    return run(attack, classifier, dataset, samples, AttackedBatch.Goal.END);
  }

  /**
   * Only classifies the samples clean, with the same checks.
   *
   * @param classifier whom
   * @param dataset where the samples come from
   * @param samples which of them
   * @return {@code STANDING} for those classified right
   * @throws org.widemargin.error.InputException as for an attack
   */
  public AttackResult clean(Classifier classifier, Dataset dataset, int[] samples) {
    AttackRun harmless = new AttackRun(threat.withEpsilon(0), seed, batchSize);
    return harmless.run(new UniformNoise(1), classifier, dataset, samples);
  }

  AttackResult run(
      Attack attack,
      Classifier classifier,
      Dataset dataset,
      int[] samples,
      AttackedBatch.Goal goal) {
    require(samples.length > 0, "expected at least one sample to attack, found none");
    long start = System.nanoTime();
    // Who is wrong anyway is not moved otherwise, nor by a minimum-norm attack.
    boolean all = goal == AttackedBatch.Goal.END && !(attack instanceof MinimumNormAttack);
    AttackTally tally = new AttackTally(samples.length, dataset.sampleShape().elements(), all);
    for (int[] batch : Batches.of(samples, batchSize)) {
      attackBatch(attack, classifier, dataset, batch, goal, tally);
    }
    return tally.result(attack.name(), threat, (System.nanoTime() - start) * 1e-9);
  }

  private void attackBatch(
      Attack attack,
      Classifier classifier,
      Dataset dataset,
      int[] batch,
      AttackedBatch.Goal goal,
      AttackTally tally) {
    try (Scope scope = Scope.open()) {
      Tensor origins = InputBatch.samples(dataset, batch, classifier.device());
      Tensor labels = InputBatch.labels(dataset, batch, classifier.device());
      requireInRange(dataset, origins);
      Tensor logits = Autograd.withoutGradient(() -> classifier.logits(origins));
      requireLogits(dataset, batch, logits);
      boolean[] correct = Decision.correct(logits, labels);
      int[] wanted =
          IntStream.range(0, batch.length).filter(i -> tally.movesAll() || correct[i]).toArray();
      tally.addClean(batch, correct, Decision.among(logits, labels, Decision.TOP_FIVE), origins);
      if (wanted.length > 0 && threat.epsilon() > 0) {
        Tensor rows = Tensors.labels(origins, wanted);
        int[] chosen = IntStream.of(wanted).map(i -> batch[i]).toArray();
        Tensor clean = origins.index_select(0, rows);
        AttackedBatch attacked =
            new AttackedBatch(
                classifier,
                threat,
                goal,
                new SampleDraws(attack.name(), seed, chosen, clean),
                clean,
                labels.index_select(0, rows),
                logits.index_select(0, rows));
        Tensor reached = attack.search(attacked);
        Tensor ends = goal == AttackedBatch.Goal.END ? reached : settled(attacked, reached);
        conclude(attacked, classifier, ends, goal, wanted, tally);
      }
      tally.endBatch(batch.length);
    }
  }

  /** Tests again what the attack found. */
  private void conclude(
      AttackedBatch attacked,
      Classifier classifier,
      Tensor found,
      AttackedBatch.Goal goal,
      int[] rows,
      AttackTally tally) {
    Tensor best = threat.project(attacked.origins(), found);
    Tensor logits = Autograd.withoutGradient(() -> classifier.logits(best));
    boolean[] correct = Decision.correct(logits, attacked.labels());
    boolean[] among = Decision.among(logits, attacked.labels(), Decision.TOP_FIVE);
    double[] distances = Distances.of(threat.norm(), attacked.origins(), best);
    float[] elements = Tensors.toFloats(best);
    for (int i = 0; i < rows.length; i++) {
      boolean broken = !correct[i] && threat.allows(distances[i]);
      boolean seen = goal != AttackedBatch.Goal.END && threat.allows(attacked.distance(i));
      tally.set(rows[i], broken, seen && !broken, distances[i], elements, i);
      tally.keepAmong(rows[i], among[i]);
    }
  }

  /** The adversarial points of the samples that have one, where the attack ended for the others. */
  private Tensor settled(AttackedBatch attacked, Tensor reached) {
    int[] broken =
        IntStream.range(0, attacked.size())
            .filter(i -> threat.allows(attacked.distance(i)))
            .toArray();
    if (broken.length == 0) {
      return reached;
    }
    Tensor rows = Tensors.labels(reached, broken);
    return reached.clone().index_copy_(0, rows, attacked.found().index_select(0, rows));
  }

  private void requireFinite(Attack attack) {
    require(
        Double.isFinite(threat.epsilon()),
        "%s: expected a finite epsilon, found %s",
        attack.name(),
        threat.epsilon());
  }

  private void requireInRange(Dataset dataset, Tensor origins) {
    if (threat.range().isEmpty()) {
      return;
    }
    ValidRange range = threat.range().get();
    double smallest = Tensors.toDouble(origins.min());
    double largest = Tensors.toDouble(origins.max());
    require(
        // The samples' own numbers are no nearer to the bounds than float32 has numbers.
        smallest >= Math.min(range.minimum(), (float) range.minimum())
            && largest <= Math.max(range.maximum(), (float) range.maximum()),
        "%s: expected samples inside the valid range [%s, %s], found values from %s to %s",
        dataset.name(),
        range.minimum(),
        range.maximum(),
        smallest,
        largest);
  }

  private static void requireLogits(Dataset dataset, int[] batch, Tensor logits) {
    require(
        logits.dim() == 2 && logits.size(0) == batch.length,
        "expected logits of shape [%d, classes] from the classifier, found %s",
        batch.length,
        Arrays.toString(Tensors.shape(logits)));
    require(
        Ops.allFinite(logits),
        "%s: expected finite logits, found NaN or infinity among those of samples %d to %d; are"
            + " the weights damaged?",
        dataset.name(),
        batch[0],
        batch[batch.length - 1]);
    for (int sample : batch) {
      require(
          dataset.label(sample) < logits.size(1),
          "%s: sample %d has label %d, but the classifier has only %d classes",
          dataset.name(),
          sample,
          dataset.label(sample),
          logits.size(1));
    }
  }
}
