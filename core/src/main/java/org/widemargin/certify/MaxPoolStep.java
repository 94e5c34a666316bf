package org.widemargin.certify;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Pooling;
import org.widemargin.torch.Pooling.MaxPooled;
import org.widemargin.torch.PoolingWindow;
import org.widemargin.torch.Tensors;

/**
 * Max-pooling. The element whose lower bound is largest is below the maximum; where no other can be
 * larger it is the maximum, elsewhere the largest upper bound is above it.
 */
final class MaxPoolStep implements BoundStep {
  private final PoolingWindow window;
  private final long[] inputShape;
  private final Bounds output;
  private final Tensor chosen;
  private final Tensor certain;

  MaxPoolStep(PoolingWindow window, Bounds input) {
    this.window = window;
    this.inputShape = Tensors.shape(input.lower());
    MaxPooled lower = Pooling.maxWithIndices(input.lower(), window);
    this.chosen = lower.indices();
    this.output = new Bounds(lower.values(), Pooling.max(input.upper(), window));
    this.certain =
        ElementTypes.typeAs(
            window.isDisjoint() ? others(input).le(lower.values()) : nowhere(), input.lower());
  }

  private Tensor nowhere() {
    return Ops.gt(Ops.mul(output.lower(), 0), 1);
  }

  /** The largest upper bound of those that are not chosen; only for windows that share nothing. */
  private Tensor others(Bounds input) {
    Tensor ones = Tensors.fullLike(output.lower(), 1);
    Tensor isChosen = Ops.gt(Pooling.maxAdjoint(ones, chosen, inputShape, window), 0);
    return Pooling.max(Ops.maskedFill(input.upper(), isChosen, Double.NEGATIVE_INFINITY), window);
  }

  @Override
  public Bounds output() {
    return output;
  }

  @Override
  public Functionals back(Functionals functionals, LowerSlope slope) {
    Tensor coefficients = Functionals.inBatches(functionals.coefficients(), output.lower());
    Tensor positive = Ops.clampMin(coefficients, 0);
    Tensor negative = Ops.clampMax(coefficients, 0);
    Tensor ofChosen = positive.add(negative.mul(certain));
    Tensor ofBound = negative.mul(Ops.rsub(certain, 1)).mul(output.upper());
    List<Tensor> below = new ArrayList<>();
    for (long k = 0; k < ofChosen.size(0); k++) {
      below.add(Pooling.maxAdjoint(ofChosen.select(0, k), chosen, inputShape, window));
    }
    return functionals.plus(Tensors.concatenate(below), ofBound.flatten(0, 1));
  }
}
