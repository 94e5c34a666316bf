package org.widemargin.certify;

/** The sum of two branches. */
final class ResidualStep implements BoundStep {
  private final BoundStep main;
  private final BoundStep shortcut;
  private final Bounds output;

  ResidualStep(BoundStep main, BoundStep shortcut) {
    this.main = main;
    this.shortcut = shortcut;
    this.output =
        new Bounds(
            Rounding.down(main.output().lower().add(shortcut.output().lower())),
            Rounding.up(main.output().upper().add(shortcut.output().upper())));
  }

  @Override
  public Bounds output() {
    return output;
  }

  /** The constants go one way only. */
  @Override
  public Functionals back(Functionals functionals, LowerSlope slope) {
    return main.back(functionals, slope)
        .and(shortcut.back(Functionals.of(functionals.coefficients()), slope));
  }

  @Override
  public boolean isAffine() {
    return main.isAffine() && shortcut.isAffine();
  }
}
