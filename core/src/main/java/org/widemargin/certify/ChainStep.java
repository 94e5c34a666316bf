package org.widemargin.certify;

import java.util.List;

/** Layers one after the other. */
final class ChainStep implements BoundStep {
  private final List<BoundStep> steps;
  private final Bounds output;

  ChainStep(List<BoundStep> steps, Bounds input) {
    this.steps = List.copyOf(steps);
    this.output = steps.isEmpty() ? input : steps.get(steps.size() - 1).output();
  }

  @Override
  public Bounds output() {
    return output;
  }

  @Override
  public Functionals back(Functionals functionals, LowerSlope slope) {
    Functionals carried = functionals;
    for (int i = steps.size() - 1; i >= 0; i--) {
      carried = steps.get(i).back(carried, slope);
    }
    return carried;
  }

  @Override
  public boolean isAffine() {
    return steps.stream().allMatch(BoundStep::isAffine);
  }
}
