package org.widemargin.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.IteratedGradientSign;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The first sample of each class, clean and under attacks on both networks. */
final class DemoPictures {
  private static final int MOST_CLASSES = 10;

  private final Network crossEntropy;
  private final Network margin;
  private final double epsilon;

  DemoPictures(Network crossEntropy, Network margin, double epsilon) {
    this.crossEntropy = crossEntropy;
    this.margin = margin;
    this.epsilon = epsilon;
  }

  /** One row for each class that has a sample; none if the samples are no images. */
  List<DemoResult.Row> of(Dataset test) {
    List<DemoResult.Row> rows = new ArrayList<>();
    if (test.sampleShape() instanceof SampleShape.Image shape) {
      int[] samples = firstOfEachClass(test);
      AttackResult onCrossEntropy = attack(crossEntropy, test, samples);
      AttackResult onMargin = attack(margin, test, samples);
      for (int i = 0; i < samples.length; i++) {
        int label = test.label(samples[i]);
        rows.add(
            new DemoResult.Row(
                picture(shape, test.sample(samples[i]), label),
                picture(shape, onCrossEntropy.point(i), label),
                picture(shape, onMargin.point(i), label)));
      }
    }
    return rows;
  }

  private AttackResult attack(Network network, Dataset test, int[] samples) {
    Classifier classifier = Classifier.of(network);
    ThreatModel threat = new ThreatModel(Norm.LINF, epsilon, classifier.validRange(test));
    return new AttackRun(threat, 1, samples.length)
        .run(IteratedGradientSign.onMargin(), classifier, test, samples);
  }

  private DemoPicture picture(SampleShape.Image shape, float[] pixels, int label) {
    return new DemoPicture(
        shape, pixels, label, predict(crossEntropy, shape, pixels), predict(margin, shape, pixels));
  }

  private static int predict(Network network, SampleShape.Image shape, float[] pixels) {
    try (Scope scope = Scope.open()) {
      Tensor input =
          Tensors.of(network.device(), pixels, 1, shape.channels(), shape.height(), shape.width());
      return Autograd.withoutGradient(
          () -> Tensors.toInts(PerSample.argmax(network.logits(input)))[0]);
    }
  }

  private static int[] firstOfEachClass(Dataset test) {
    return IntStream.range(0, Math.min(test.classes(), MOST_CLASSES))
        .flatMap(
            label ->
                IntStream.range(0, test.size())
                    .filter(index -> test.label(index) == label)
                    .limit(1))
        .toArray();
  }
}
