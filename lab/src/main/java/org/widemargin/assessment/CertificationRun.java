package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.certify.Certificate;
import org.widemargin.certify.Certification;
import org.widemargin.data.Dataset;
import org.widemargin.distance.UpperEnd;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Batches;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.torch.Scope;

/**
 * Measures the margins of samples from both sides, a batch after the other, and goes on where it
 * was.
 *
 * @param certification how the lower ends are proved
 * @param files where the lines go
 */
public record CertificationRun(Certification certification, CertificationFiles files) {
  /**
   * Measures those samples that have no line yet.
   *
   * @param network in inference mode
   * @param test where the samples come from
   * @param samples which, in order
   * @param told is told how many samples are done, before the first batch and after each
   * @return one for each sample, in their order
   * @throws InputException if the folder holds lines of other samples, or a layer has no bound
   */
  public List<CertifiedSample> of(Network network, Dataset test, int[] samples, IntConsumer told) {
    List<CertifiedSample> done = new ArrayList<>(files.done());
    int known = Math.min(done.size(), samples.length);
    for (int i = 0; i < known; i++) {
      InputException.require(
          done.get(i).certificate().sample() == samples[i],
          "expected a line for sample %d, found one for sample %d; give another folder with --out",
          samples[i],
          done.get(i).certificate().sample());
    }
    if (known > 0) {
      told.accept(known);
    }
    if (known == samples.length) {
      return List.copyOf(done.subList(0, samples.length));
    }
    try (UpperEnd upper = new UpperEnd(network, certification.ball().norm(), test)) {
      int[] left = Arrays.copyOfRange(samples, known, samples.length);
      for (int[] batch : Batches.of(left, certification.batchSize())) {
        List<CertifiedSample> found = batch(network, upper, test, batch);
        files.append(found);
        done.addAll(found);
        told.accept(done.size());
      }
    }
    return List.copyOf(done.subList(0, samples.length));
  }

  private List<CertifiedSample> batch(Network network, UpperEnd upper, Dataset test, int[] batch) {
    double[] broken;
    try (Scope scope = Scope.open()) {
      Tensor inputs = InputBatch.samples(test, batch, network.device());
      broken = upper.of(inputs, InputBatch.labels(test, batch, network.device()));
    }
    List<Certificate> proved = certification.upTo(network, test, batch, broken);
    List<CertifiedSample> found = new ArrayList<>();
    for (int i = 0; i < batch.length; i++) {
      found.add(new CertifiedSample(proved.get(i), broken[i]));
    }
    return found;
  }
}
