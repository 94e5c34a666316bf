package org.widemargin.sweep;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.attack.IteratedGradientSign;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Decision;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.margin.Norm;
import org.widemargin.network.InputBatch;
import org.widemargin.study.Measurement.Transferred;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Adversarial examples made on one network to be tried on others, as in the paper (section 4.2.3):
 * every sample is moved, and an iterated attack makes all its steps. An attack that stops as soon
 * as its own network is fooled leaves points just across that network's boundary, which hardly
 * transfer, and would flatter every other network.
 *
 * @param points the elements of all examples by epsilon
 */
record TransferExamples(Map<Double, float[]> points) {
  private static final int BATCH_SIZE = 200;

  /** Makes the examples from the first samples. */
  static TransferExamples make(
      Classifier source, Dataset test, int samples, Transferred attack, Iterable<Double> epsilons) {
    Map<Double, float[]> points = new LinkedHashMap<>();
    for (double epsilon : epsilons) {
      ThreatModel threat = new ThreatModel(Norm.LINF, epsilon, test.validRange());
      points.put(epsilon, make(source, test, samples, attack, threat));
    }
    return new TransferExamples(points);
  }

  private static float[] make(
      Classifier source, Dataset test, int samples, Transferred attack, ThreatModel threat) {
    int elements = test.sampleShape().elements();
    float[] all = new float[samples * elements];
    int offset = 0;
    for (int[] batch : Batches.of(Batches.first(samples), BATCH_SIZE)) {
      try (Scope scope = Scope.open()) {
        float[] moved = Tensors.toFloats(move(source, test, batch, attack, threat));
        System.arraycopy(moved, 0, all, offset, moved.length);
        offset += moved.length;
      }
    }
    return all;
  }

  private static Tensor move(
      Classifier source, Dataset test, int[] batch, Transferred attack, ThreatModel threat) {
    Tensor origins = InputBatch.samples(test, batch);
    Tensor labels = InputBatch.labels(test, batch);
    Tensor point = origins.clone();
    int steps = attack == Transferred.FGSM ? 1 : IteratedGradientSign.DEFAULT_STEPS;
    double length = attack == Transferred.FGSM ? 1 : IteratedGradientSign.DEFAULT_RELATIVE_STEP;
    for (int step = 0; step < steps; step++) {
      try (Scope scope = Scope.open()) {
        Tensor leaf = Autograd.leaf(point.detach().clone());
        Tensor loss = CrossEntropy.mean(source.logits(leaf), labels);
        Tensor gradient = Autograd.gradientOfSum(loss, leaf, Graph.FREE);
        Tensor next = Ops.addWeighted(point, gradient.sign(), length * threat.epsilon());
        point.copy_(threat.project(origins, next));
      }
    }
    return point;
  }

  /** The accuracy of a network on the examples, by epsilon. */
  Map<Double, Double> accuracies(Classifier target, Dataset test) {
    Map<Double, Double> accuracies = new LinkedHashMap<>();
    points.forEach((epsilon, values) -> accuracies.put(epsilon, accuracy(target, test, values)));
    return accuracies;
  }

  private static double accuracy(Classifier target, Dataset test, float[] values) {
    int elements = test.sampleShape().elements();
    int samples = values.length / elements;
    int right = 0;
    for (int[] batch : Batches.of(Batches.first(samples), BATCH_SIZE)) {
      try (Scope scope = Scope.open()) {
        float[] part = new float[batch.length * elements];
        System.arraycopy(values, batch[0] * elements, part, 0, part.length);
        long[] shape = Tensors.shape(InputBatch.samples(test, batch));
        Tensor inputs = Tensors.of(part, shape);
        Tensor logits = Autograd.withoutGradient(() -> target.logits(inputs));
        for (boolean correct : Decision.correct(logits, InputBatch.labels(test, batch))) {
          right += correct ? 1 : 0;
        }
      }
    }
    return right / (double) samples;
  }
}
