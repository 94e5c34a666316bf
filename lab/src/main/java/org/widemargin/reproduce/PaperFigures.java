package org.widemargin.reproduce;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.widemargin.data.DatasetSpec;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Measurement.Transferred;

/**
 * Which figure of the paper shows what. Files are named by it; what it does not show has a word.
 */
enum PaperFigures {
  /** Section 4.2 and appendix A. Whatever is neither data set's is named as here too. */
  MNIST("figure-4", "figure-5", "figure-6", "figure-14", "figure-15", "figure-16", "figure-7"),
  /** Section 4.3 and appendix B. */
  CIFAR_10(
      "figure-10-white-box",
      "ifgsm",
      "figure-10-black-box",
      "black-box-ifgsm",
      "attackers-fgsm",
      "attackers-ifgsm",
      "gaussian-noise");

  private final String fgsm;
  private final String ifgsm;
  private final String blackBoxFgsm;
  private final String blackBoxIfgsm;
  private final String attackerFgsm;
  private final String attackerIfgsm;
  private final String noise;

  PaperFigures(
      String fgsm,
      String ifgsm,
      String blackBoxFgsm,
      String blackBoxIfgsm,
      String attackerFgsm,
      String attackerIfgsm,
      String noise) {
    this.fgsm = fgsm;
    this.ifgsm = ifgsm;
    this.blackBoxFgsm = blackBoxFgsm;
    this.blackBoxIfgsm = blackBoxIfgsm;
    this.attackerFgsm = attackerFgsm;
    this.attackerIfgsm = attackerIfgsm;
    this.noise = noise;
  }

  static PaperFigures of(DatasetSpec dataset) {
    return dataset.name().equals("cifar-10") ? CIFAR_10 : MNIST;
  }

  /** The data sets that there are studies on; MNIST if there are none. */
  static Set<PaperFigures> of(List<StudyResults> results) {
    Set<PaperFigures> found = EnumSet.noneOf(PaperFigures.class);
    results.forEach(
        each -> each.study().datasets().stream().map(PaperFigures::of).forEach(found::add));
    return found.isEmpty() ? EnumSet.of(MNIST) : found;
  }

  /** The figure of an attack on the network itself. */
  String whiteBox(String attack) {
    return switch (attack) {
      case "fgsm" -> fgsm;
      case "ifgsm" -> ifgsm;
      default -> attack;
    };
  }

  /** The figure of examples made on one network. */
  String blackBox(Transferred attack) {
    return attack == Transferred.FGSM ? blackBoxFgsm : blackBoxIfgsm;
  }

  /** The figure of examples made for one network. */
  String attacker(Transferred attack) {
    return attack == Transferred.FGSM ? attackerFgsm : attackerIfgsm;
  }

  String noise() {
    return noise;
  }

  /** The data set's name for people. */
  String dataset() {
    return this == MNIST ? "MNIST" : "CIFAR-10";
  }
}
