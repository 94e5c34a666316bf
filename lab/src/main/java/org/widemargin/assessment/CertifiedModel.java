package org.widemargin.assessment;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.widemargin.norm.Norm;

/**
 * What was found of a network's margins from both sides.
 *
 * @param name what to call it
 * @param norm of the perturbations
 * @param epsilon the size that was asked about
 * @param method of proof, as the command names it
 * @param samples in order, at least one
 */
public record CertifiedModel(
    String name, Norm norm, double epsilon, String method, List<CertifiedSample> samples) {
  /** Copies the list. */
  public CertifiedModel {
    samples = List.copyOf(samples);
  }

  /** The share that is right without a perturbation. */
  public double clean() {
    return share(sample -> sample.certificate().right());
  }

  /** The share that nothing is known to break within a radius. */
  public double attacked(double radius) {
    return share(sample -> sample.stands(radius));
  }

  /** The share that is proved for a radius: at the one that was asked about by its own proof. */
  public double certified(double radius) {
    return share(
        sample -> radius == epsilon ? sample.certificate().verified() : sample.isProved(radius));
  }

  /** The share whose proved radius reaches one. */
  double proved(double radius) {
    return share(sample -> sample.isProved(radius));
  }

  /** The radii that are proved. */
  public double[] lowerEnds() {
    return samples.stream().mapToDouble(sample -> sample.certificate().radius()).toArray();
  }

  /** The lengths of the shortest perturbations that are known to break a sample. */
  public double[] upperEnds() {
    return samples.stream().mapToDouble(CertifiedSample::broken).toArray();
  }

  /** The largest finite radius there is, for an axis: 1 where all are 0. */
  double farthest() {
    double farthest =
        DoubleStream.concat(Arrays.stream(lowerEnds()), Arrays.stream(upperEnds()))
            .filter(Double::isFinite)
            .reduce(1.25 * epsilon, Math::max);
    return farthest > 0 ? farthest : 1;
  }

  private double share(Predicate<CertifiedSample> counted) {
    return samples.stream().filter(counted).count() / (double) samples.size();
  }
}
