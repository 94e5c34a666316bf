package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

import java.util.List;

/**
 * The sum of two branches (He et al., 2016).
 *
 * @param main the layers of the main branch
 * @param shortcut the layers of the other; empty for the identity
 */
public record Residual(List<Layer> main, List<Layer> shortcut) implements Layer {
  /** Checks that there is a main branch. */
  public Residual {
    main = List.copyOf(main);
    shortcut = List.copyOf(shortcut);
    require(!main.isEmpty(), "residual: expected at least one layer in the main branch");
  }

  static Residual defaults(List<Layer> main) {
    return new Residual(main, /* shortcut= */ List.of());
  }

  @Override
  public String kind() {
    return "residual";
  }
}
