package org.widemargin.assessment;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.widemargin.attack.Attacks;
import org.widemargin.norm.Norm;

/**
 * Which examples to make on every network.
 *
 * @param attacks names of {@link Attacks#NAMES}, no suites
 * @param norm of the attacks
 * @param epsilons the radii, ascending and different, each above 0
 * @param seed of all random numbers
 */
public record TransferPlan(List<String> attacks, Norm norm, List<Double> epsilons, long seed) {
  /** Checks the attacks and the radii. */
  public TransferPlan {
    attacks = List.copyOf(attacks);
    require(
        Attacks.named(attacks, norm).stream().map(each -> each.name()).toList().equals(attacks),
        "expected single attacks to make examples with, found a suite among %s",
        attacks);
    require(!epsilons.isEmpty(), "expected at least one epsilon, found none");
    for (double epsilon : epsilons) {
      require(
          epsilon > 0 && Double.isFinite(epsilon), "expected epsilons above 0, found %s", epsilon);
    }
    epsilons = epsilons.stream().sorted().distinct().toList();
  }
}
