package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;

/**
 * An attack as data. It proposes points; what it has broken is for {@link AttackRun} to say, which
 * runs it, brings its points into the ball and the range and classifies them anew.
 */
public interface Attack {
  /** What a gradient in the input costs, in forward passes: one, and about another one back. */
  double GRADIENT = 2;

  /**
   * The name in results, which also names the attack's random numbers.
   *
   * @return for example {@code fgsm}
   */
  String name();

  /**
   * The name for people.
   *
   * @return for example {@code FGSM}; the words of the name, where the literature has no other
   */
  default String title() {
    return name().replace('-', ' ');
  }

  /**
   * About how much work a sample is that withstands the attack, for estimates of time.
   *
   * @param classes how many there are
   * @return forward passes; a gradient in the input counts as {@link #GRADIENT}
   */
  double passes(int classes);

  /**
   * Looks for adversarial points for a batch of samples that are classified right; where only the
   * end of the attack is wanted ({@link AttackRun#toTheEnd}), also for others.
   *
   * <p>Whatever point the batch is shown counts if it is adversarial, so an iterated attack has
   * found what any of its iterates found. Samples that are broken drop out of the batch by
   * themselves; {@link AttackedBatch#isOver()} tells when none is left.
   *
   * @param attacked the samples, and the way to see the classifier
   * @return for every sample the best point reached {@code [N, ...]}: the broken ones' do not
   *     matter
   */
  Tensor search(AttackedBatch attacked);
}
