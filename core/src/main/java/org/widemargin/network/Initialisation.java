package org.widemargin.network;

/** How widely fresh weights are spread, around 0 and normally distributed. */
public enum Initialisation {
  /** Values keep their variance through rectifiers: {@code 2 / fan-in} (He et al., 2015). */
  HE {
    @Override
    double deviation(int fanIn) {
      return Math.sqrt(2.0 / fanIn);
    }
  },
  /**
   * Ranges keep their width: {@code 2 pi / fan-in^2} (Shi et al., 2021, "Fast Certified Robust
   * Training with Short Warmup"), which makes values small. It wants batch normalisation, and is
   * for networks that learn to be bounded by intervals.
   */
  INTERVAL {
    @Override
    double deviation(int fanIn) {
      return Math.sqrt(2 * Math.PI) / fanIn;
    }
  };

  /** Of the weights of an output that depends on so many inputs. */
  abstract double deviation(int fanIn);
}
