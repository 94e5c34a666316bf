package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.evaluate.Classifier;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Picks samples to show from the result of an attack that looks for the nearest points. */
public final class NearestExamples {
  private static final int MOST = 10;

  private NearestExamples() {}

  /**
   * The first sample of each class that is right clean and was broken, for up to ten classes.
   *
   * @param classifier whom the attack was on
   * @param dataset where the samples come from
   * @param nearest the result of a minimum-norm attack
   * @return the examples in the order of the samples; none if the samples are no images
   */
  public static List<NearestExample> firstOfEachClass(
      Classifier classifier, Dataset dataset, AttackResult nearest) {
    List<NearestExample> examples = new ArrayList<>();
    if (!(dataset.sampleShape() instanceof SampleShape.Image shape)) {
      return examples;
    }
    Set<Integer> shown = new HashSet<>();
    for (int i = 0; i < nearest.outcomes().size() && shown.size() < MOST; i++) {
      SampleOutcome outcome = nearest.outcomes().get(i);
      int label = dataset.label(outcome.sample());
      if (outcome.status() == SampleOutcome.Status.BROKEN && shown.add(label)) {
        float[] changed = nearest.point(i);
        examples.add(
            new NearestExample(
                shape,
                dataset.sample(outcome.sample()),
                changed,
                label,
                competitor(classifier, shape, changed, label),
                outcome.distance()));
      }
    }
    return examples;
  }

  /**
   * On the boundary itself the true class may be level: the strongest other one is what is seen.
   */
  private static int competitor(
      Classifier classifier, SampleShape.Image shape, float[] pixels, int label) {
    try (Scope scope = Scope.open()) {
      Tensor input =
          Tensors.of(
              classifier.device(), pixels, 1, shape.channels(), shape.height(), shape.width());
      Tensor logits = Autograd.withoutGradient(() -> classifier.logits(input));
      Tensor others =
          PerSample.scatter(logits, Tensors.labels(logits, label), Double.NEGATIVE_INFINITY);
      return Tensors.toInts(PerSample.argmax(others))[0];
    }
  }
}
