package org.widemargin.certify;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Decision;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Certifies samples of a data set.
 *
 * @param ball the norm and the box
 * @param method how bounds are found
 * @param epsilon the radius that is asked about, in the norm's units (pixels are in [0,1])
 * @param halvings how often the certified radius of each sample is closed in on by halves; 0 to
 *     look for none
 * @param batchSize how many samples at once
 */
public record Certification(Ball ball, Method method, double epsilon, int halvings, int batchSize) {
  /** What the functionals of a batch may take: several tensors of each layer at a time. */
  private static final long MEMORY = 1L << 29;

  private static final long TENSORS_A_LAYER = 5;

  /**
   * How many samples of a network fit into half a gigabyte.
   *
   * @param network to be certified
   * @return at least 1
   */
  public static int batchFor(Network network) {
    NetworkSpec spec = network.spec();
    long numbers = Math.multiplyExact(spec.classes() * TENSORS_A_LAYER, spec.plan().values());
    return Math.toIntExact(Math.max(1, MEMORY / Math.multiplyExact(Double.BYTES, numbers)));
  }

  /** Checks the numbers. */
  public Certification {
    require(
        epsilon >= 0 && Double.isFinite(epsilon),
        "expected a finite epsilon of at least 0, found %s",
        epsilon);
    require(halvings >= 0, "expected halvings of at least 0, found %d", halvings);
    require(batchSize >= 1, "expected a batch size of at least 1, found %d", batchSize);
  }

  /**
   * Certifies some samples.
   *
   * @param network in inference mode
   * @param dataset where the samples come from
   * @param samples which of them
   * @param told is told after each batch how many samples are done
   * @return one for each sample, in their order
   * @throws org.widemargin.error.InputException if a layer of the network has no bound
   */
  public List<Certificate> of(Network network, Dataset dataset, int[] samples, IntConsumer told) {
    List<Certificate> certificates = new ArrayList<>();
    try (Certifier certifier = new Certifier(network, ball, method)) {
      for (int[] batch : Batches.of(samples, batchSize)) {
        double[] farthest = new double[batch.length];
        Arrays.fill(farthest, 2 * epsilon);
        certificates.addAll(ofBatch(network, certifier, dataset, batch, farthest));
        told.accept(certificates.size());
      }
    }
    return certificates;
  }

  /**
   * Certifies one batch, and looks for the radius of each sample as far as something is known to
   * break it.
   *
   * @param network in inference mode
   * @param dataset where the samples come from
   * @param batch which of them, no more than fit into memory
   * @param broken how far from each sample another class was found; where that is infinite twice
   *     the epsilon is looked up to
   * @return one for each sample, in their order
   * @throws org.widemargin.error.InputException if a layer of the network has no bound
   */
  public List<Certificate> upTo(Network network, Dataset dataset, int[] batch, double[] broken) {
    double[] farthest =
        Arrays.stream(broken)
            .map(distance -> Double.isInfinite(distance) ? 2 * epsilon : distance)
            .toArray();
    try (Certifier certifier = new Certifier(network, ball, method)) {
      return ofBatch(network, certifier, dataset, batch, farthest);
    }
  }

  private List<Certificate> ofBatch(
      Network network, Certifier certifier, Dataset dataset, int[] batch, double[] farthest) {
    try (Scope scope = Scope.open()) {
      Device device = network.device();
      Tensor inputs = InputBatch.samples(dataset, batch, device);
      Tensor labels = InputBatch.labels(dataset, batch, device);
      boolean[] right =
          Decision.correct(Autograd.withoutGradient(() -> network.logits(inputs)), labels);
      double[] radii = new double[batch.length];
      Arrays.fill(radii, epsilon);
      double[] least =
          Tensors.toDoubles(
              PerSample.amax(certifier.leastGaps(inputs, labels, tensor(radii, device)).neg()));
      boolean[] verified = new boolean[batch.length];
      for (int i = 0; i < batch.length; i++) {
        verified[i] = right[i] && least[i] < 0;
      }
      double[] found =
          halvings == 0 ? null : radii(certifier, inputs, labels, right, verified, farthest);
      int[] classes = Tensors.toInts(labels);
      List<Certificate> certificates = new ArrayList<>();
      for (int i = 0; i < batch.length; i++) {
        certificates.add(
            new Certificate(
                batch[i],
                classes[i],
                right[i],
                verified[i],
                -least[i],
                found == null ? Double.NaN : found[i]));
      }
      return certificates;
    }
  }

  /**
   * Between a radius that is proved and one that is not, beginning with the epsilon, for which that
   * is known, and the farthest. A proof may be missing below a radius that has one; what is
   * returned always has one.
   */
  private double[] radii(
      Certifier certifier,
      Tensor inputs,
      Tensor labels,
      boolean[] right,
      boolean[] verified,
      double[] farthest) {
    double[] proved = new double[right.length];
    double[] tried = new double[right.length];
    double[] open = farthest.clone();
    for (int i = 0; i < tried.length; i++) {
      double known = Math.min(epsilon, farthest[i]);
      (verified[i] ? proved : open)[i] = known;
    }
    for (int round = 0; round < halvings; round++) {
      for (int i = 0; i < tried.length; i++) {
        tried[i] = (proved[i] + open[i]) / 2;
      }
      boolean[] proof;
      try (Scope scope = Scope.open()) {
        proof = certifier.verified(inputs, labels, tensor(tried, Device.of(inputs)));
      }
      for (int i = 0; i < tried.length; i++) {
        if (right[i] && proof[i]) {
          proved[i] = tried[i];
        } else {
          open[i] = tried[i];
        }
      }
    }
    return proved;
  }

  private static Tensor tensor(double[] values, Device device) {
    return Tensors.of(device, values, values.length);
  }
}
