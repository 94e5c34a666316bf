package org.widemargin.certify;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Tensors;

/** Branches whose outputs stand one after the other along the channels. */
final class ConcatenateStep implements BoundStep {
  private final List<BoundStep> branches;
  private final Bounds output;

  ConcatenateStep(List<BoundStep> branches) {
    this.branches = List.copyOf(branches);
    this.output =
        new Bounds(
            Tensors.concatenate(
                branches.stream().map(branch -> branch.output().lower()).toList(), 1),
            Tensors.concatenate(
                branches.stream().map(branch -> branch.output().upper()).toList(), 1));
  }

  @Override
  public Bounds output() {
    return output;
  }

  /** The constants go the first way only. */
  @Override
  public Functionals back(Functionals functionals, LowerSlope slope) {
    Functionals sum = null;
    long from = 0;
    for (BoundStep branch : branches) {
      long channels = branch.output().lower().size(1);
      Tensor own = functionals.coefficients().narrow(1, from, channels);
      from += channels;
      sum =
          sum == null
              ? branch.back(functionals.with(own), slope)
              : sum.and(branch.back(Functionals.of(own), slope));
    }
    return Objects.requireNonNull(sum);
  }

  @Override
  public boolean isAffine() {
    return branches.stream().allMatch(BoundStep::isAffine);
  }
}
