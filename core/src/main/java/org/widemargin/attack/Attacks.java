package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;
import org.widemargin.norm.Norm;

/**
 * The attacks that have a name, with their standard settings. Projected gradient descent also takes
 * an effort: {@code pgd-100x5} is 100 steps from each of 5 random points, {@code pgd-margin-100x5}
 * the same on the logit margin.
 */
public final class Attacks {
  /** What each name stands for, in a norm. */
  private static final Map<String, Function<Norm, List<Attack>>> ALL = all();

  /** The names that {@link #named} knows. */
  public static final List<String> NAMES = List.copyOf(ALL.keySet());

  /** A loss to climb, steps, restarts. */
  private static final Pattern EFFORT =
      Pattern.compile("pgd(?:-(?<loss>margin|dlr))?-(?<steps>[0-9]{1,6})x(?<restarts>[0-9]{1,6})");

  private Attacks() {}

  private static Map<String, Function<Norm, List<Attack>>> all() {
    Map<String, Function<Norm, List<Attack>>> all = new LinkedHashMap<>();
    all.put("uniform-noise", norm -> List.of(new UniformNoise(10)));
    all.put("fgsm", norm -> List.of(new Fgsm()));
    all.put("ifgsm", norm -> List.of(IteratedGradientSign.ifgsm()));
    all.put("margin-attack", norm -> List.of(IteratedGradientSign.onMargin()));
    all.put("pgd", norm -> List.of(ProjectedGradientDescent.standard()));
    all.put("pgd-margin", norm -> List.of(ProjectedGradientDescent.on(UntargetedLoss.MARGIN, 40)));
    all.put("pgd-dlr", norm -> List.of(ProjectedGradientDescent.on(UntargetedLoss.DLR, 40)));
    all.put("deepfool", norm -> List.of(DeepFool.standard()));
    all.put("apgd-ce", norm -> List.of(AutoPgd.crossEntropy(norm)));
    all.put("apgd-dlr", norm -> List.of(AutoPgd.ratio(norm)));
    all.put("apgd-t", norm -> List.of(AutoPgd.targeted(norm)));
    all.put("fab", norm -> List.of(Fab.untargeted()));
    all.put("fab-t", norm -> List.of(Fab.targeted()));
    all.put("square", norm -> List.of(Square.standard()));
    all.put("autoattack", norm -> AutoAttack.standard(norm));
    all.put("autoattack-rand", norm -> AutoAttack.randomised(norm));
    return all;
  }

  /**
   * Makes attacks by their names.
   *
   * @param names each one of {@link #NAMES}, where the suites stand for their attacks, or projected
   *     gradient descent with an effort
   * @param norm the norm of the attack
   * @return the attacks in order
   * @throws InputException for an unknown name, for one that occurs twice, or if there is none
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
    Function<Norm, List<Attack>> known = ALL.get(name);
    if (known == null) {
      throw new InputException("unknown attack '" + name + "', " + Nearest.hint(name, NAMES));
    }
    return known.apply(norm);
  }

  /**
   * What people call an attack.
   *
   * @param name as for {@link #named}, of one attack
   * @return its title
   * @throws InputException for an unknown name
   */
  public static String title(String name) {
    return named(name, Norm.LINF).get(0).title();
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
