package org.widemargin.assessment;

import org.widemargin.certify.Certificate;

/**
 * A sample's margin from both sides.
 *
 * @param certificate what is proved
 * @param broken the length of the shortest perturbation known to change the class: 0 for a sample
 *     that is wrong, infinity where none is known
 */
public record CertifiedSample(Certificate certificate, double broken) {
  /** Whether nothing is known to break it within a radius. */
  boolean stands(double epsilon) {
    return certificate.right() && broken > epsilon;
  }

  /** Whether it is proved for a radius. */
  boolean isProved(double epsilon) {
    return certificate.right() && certificate.radius() >= epsilon;
  }
}
