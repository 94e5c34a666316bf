package org.widemargin.attack;

import static org.widemargin.InputException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.widemargin.Nearest;
import org.widemargin.norm.Norm;

/**
 * The attacks that have a name, with their standard settings. Projected gradient descent also takes
 * an effort: {@code pgd-100x5} is 100 steps from each of 5 random points, {@code pgd-margin-100x5}
 * the same on the logit margin.
 */
public final class Attacks {
  /** The names that {@link #named} knows. */
  public static final List<String> NAMES =
      List.of(
          "uniform-noise",
          "fgsm",
          "ifgsm",
          "margin-attack",
          "pgd",
          "pgd-margin",
          "pgd-dlr",
          "deepfool",
          "apgd-ce",
          "apgd-dlr",
          "apgd-t",
          "fab",
          "fab-t",
          "square",
          "autoattack",
          "autoattack-rand");

  private static final int NOISE_DRAWS = 10;
  private static final int PGD_STEPS = 40;

  /** A loss to climb, steps, restarts. */
  private static final Pattern EFFORT =
      Pattern.compile("pgd(?:-(?<loss>margin|dlr))?-(?<steps>[0-9]{1,6})x(?<restarts>[0-9]{1,6})");

  private Attacks() {}

  /**
   * Makes attacks by their names.
   *
   * @param names each one of {@link #NAMES}, where the suites stand for their attacks, or projected
   *     gradient descent with an effort
   * @param norm the norm of the attack
   * @return the attacks in order
   * @throws org.widemargin.InputException for an unknown name, for one that occurs twice, or if
   *     there is none
   */
  public static List<Attack> named(List<String> names, Norm norm) {
    require(!names.isEmpty(), "expected the name of an attack, found none");
    List<Attack> attacks = new ArrayList<>();
    for (String name : names) {
      for (Attack attack : named(name, norm)) {
        require(
            attacks.stream().noneMatch(other -> other.name().equals(attack.name())),
            "expected each attack once, found '%s' twice",
            attack.name());
        attacks.add(attack);
      }
    }
    return List.copyOf(attacks);
  }

  private static List<Attack> named(String name, Norm norm) {
    Matcher effort = EFFORT.matcher(name);
    if (effort.matches()) {
      return List.of(projected(effort));
    }
    require(NAMES.contains(name), "unknown attack '%s', %s", name, Nearest.hint(name, NAMES));
    return switch (name) {
      case "autoattack" -> AutoAttack.standard(norm);
      case "autoattack-rand" -> AutoAttack.randomised(norm);
      default -> List.of(single(name, norm));
    };
  }

  private static Attack single(String name, Norm norm) {
    return switch (name) {
      case "uniform-noise" -> new UniformNoise(NOISE_DRAWS);
      case "fgsm" -> new Fgsm();
      case "ifgsm" -> IteratedGradientSign.ifgsm();
      case "margin-attack" -> IteratedGradientSign.onMargin();
      case "pgd" -> ProjectedGradientDescent.standard();
      case "pgd-margin" -> ProjectedGradientDescent.on(UntargetedLoss.MARGIN, PGD_STEPS);
      case "pgd-dlr" -> ProjectedGradientDescent.on(UntargetedLoss.DLR, PGD_STEPS);
      case "deepfool" -> DeepFool.standard();
      case "apgd-ce" -> AutoPgd.crossEntropy(norm);
      case "apgd-dlr" -> AutoPgd.ratio(norm);
      case "apgd-t" -> AutoPgd.targeted(norm);
      case "fab" -> Fab.untargeted();
      case "fab-t" -> Fab.targeted();
      case "square" -> Square.standard();
      default -> throw new AssertionError(name);
    };
  }

  private static Attack projected(Matcher effort) {
    String loss = effort.group("loss");
    return ProjectedGradientDescent.on(
        switch (loss == null ? "" : loss) {
          case "margin" -> UntargetedLoss.MARGIN;
          case "dlr" -> UntargetedLoss.DLR;
          default -> UntargetedLoss.CROSS_ENTROPY;
        },
        Integer.parseInt(effort.group("steps")),
        Integer.parseInt(effort.group("restarts")));
  }
}
