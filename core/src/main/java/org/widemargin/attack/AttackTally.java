package org.widemargin.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.torch.Tensors;

/** Gathers outcomes batch by batch. */
final class AttackTally {
  private final int elements;
  private final List<SampleOutcome> outcomes;
  private final List<float[]> points;
  private final boolean all;
  private int offset;
  private int unconfirmed;

  AttackTally(int samples, int elements, boolean all) {
    this.elements = elements;
    this.all = all;
    this.outcomes = new ArrayList<>(samples);
    this.points = new ArrayList<>(samples);
  }

  /** Whether samples that are wrong without an attack are moved too. */
  boolean movesAll() {
    return all;
  }

  void addClean(int[] batch, boolean[] correct, boolean[] amongFew, Tensor origins) {
    float[] values = Tensors.toFloats(origins);
    for (int i = 0; i < batch.length; i++) {
      Status status = correct[i] ? Status.STANDING : Status.MISCLASSIFIED;
      outcomes.add(new SampleOutcome(batch[i], status, 0, amongFew[i]));
      points.add(row(values, i));
    }
  }

  void set(int row, boolean broken, boolean silent, double distance, float[] values, int from) {
    int place = offset + row;
    SampleOutcome clean = outcomes.get(place);
    Status status = broken && clean.robust() ? Status.BROKEN : clean.status();
    outcomes.set(place, new SampleOutcome(clean.sample(), status, distance, clean.topFive()));
    points.set(place, row(values, from));
    unconfirmed += silent ? 1 : 0;
  }

  /** Right clean and at the attack's point. */
  void keepAmong(int row, boolean there) {
    SampleOutcome clean = outcomes.get(offset + row);
    outcomes.set(
        offset + row,
        new SampleOutcome(
            clean.sample(), clean.status(), clean.distance(), there && clean.topFive()));
  }

  void endBatch(int size) {
    offset += size;
  }

  AttackResult result(String attack, ThreatModel threat, double seconds) {
    OptionalDouble topFive =
        all
            ? OptionalDouble.of(
                outcomes.stream().filter(SampleOutcome::topFive).count() / (double) outcomes.size())
            : OptionalDouble.empty();
    return new AttackResult(attack, threat, outcomes, points, topFive, unconfirmed, seconds);
  }

  private float[] row(float[] values, int row) {
    return Arrays.copyOfRange(values, row * elements, (row + 1) * elements);
  }
}
