package org.widemargin.boundary;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Precision;
import org.widemargin.norm.Norm;
import org.widemargin.torch.ElementTypes;

/**
 * Which distance to the boundary is meant: the choices that {@link SignedDistances} are taken by,
 * whether they are trained or only measured.
 *
 * @param norm the p-norm
 * @param layers where
 * @param topK against how many competitors; 0 for all
 * @param epsilon added to the denominator
 * @param scale how the gradient's norm is scaled
 * @param score the function whose ties are the boundary
 * @param gradient what the distances' gradient pulls on
 * @param separatesSamples whether gradients may be taken that see no influence of samples on each
 *     other; false only where their coupling by batch normalisation is asked for
 * @param precision of the passes that are only good for norms
 */
public record DistanceSpec(
    Norm norm,
    LayerChoice layers,
    int topK,
    double epsilon,
    Scale scale,
    Score score,
    GradientMode gradient,
    boolean separatesSamples,
    NormPrecision precision) {

  /** How the norm of the gradient is scaled, so that layers of different size can be compared. */
  public enum Scale {
    /** As in the paper. */
    NONE,
    /** Divided by the norm of a vector of ones, {@code D^(1/q)} for D elements. */
    DIMENSION
  }

  /**
   * The precision of passes whose result is held constant: those that give the norms of gradients,
   * and those that lead to a boundary point. Gaps, and whatever the loss is differentiated through,
   * always have the network's own. A network in float64 has it everywhere.
   */
  public enum NormPrecision {
    /** bfloat16 where the processor has instructions for it, else the network's own. */
    AUTO,
    /** The network's own: norms are right to 1e-4. */
    FULL,
    /** bfloat16: norms are right to 1 %. */
    BFLOAT16
  }

  /**
   * The precision of the norms' passes on a network.
   *
   * @param logits of the network
   * @return bfloat16 only for a network in float32
   */
  Precision precisionFor(Tensor logits) {
    if (!ElementTypes.isFloat32(logits)) {
      return Precision.FULL;
    }
    return switch (precision) {
      case AUTO -> Precision.fastest();
      case FULL -> Precision.FULL;
      case BFLOAT16 -> Precision.BFLOAT16;
    };
  }
}
