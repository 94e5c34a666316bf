package org.widemargin.reproduce;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.widemargin.data.DatasetSpec;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Measurement.Transferred;
import org.widemargin.study.Study;

/**
 * Which figure of the paper shows what. Files are named by it; what it does not show has a word.
 */
enum PaperFigures {
  /** Section 4.2 and appendix A. Studies of the protocol on drawn points are named as here too. */
  MNIST("figure-4", "figure-5", "figure-6", "figure-14", "figure-15", "figure-16", "figure-7"),
  /** Section 4.3 and appendix B. */
  CIFAR_10(
      "figure-10-white-box",
      "ifgsm",
      "figure-10-black-box",
      "black-box-ifgsm",
      "attackers-fgsm",
      "attackers-ifgsm",
      "gaussian-noise"),
  /** Section 4.4. */
  IMAGENET(
      "figure-11-white-box-fgsm",
      "figure-11-white-box-ifgsm",
      "figure-11-black-box",
      "black-box-ifgsm",
      "attackers-fgsm",
      "attackers-ifgsm",
      "gaussian-noise"),
  /** What section 4.4 compares, on CIFAR-10 with a reduced network: no figure of the paper's. */
  REDUCED_INCEPTION,
  /** A user's own data: the paper shows none of it. */
  OTHER;

  private final String fgsm;
  private final String ifgsm;
  private final String blackBoxFgsm;
  private final String blackBoxIfgsm;
  private final String attackerFgsm;
  private final String attackerIfgsm;
  private final String noise;

  /** For what the paper has no figures of. */
  PaperFigures() {
    this(
        "white-box-fgsm",
        "white-box-ifgsm",
        "black-box-fgsm",
        "black-box-ifgsm",
        "attackers-fgsm",
        "attackers-ifgsm",
        "gaussian-noise");
  }

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

  static PaperFigures of(Study study) {
    return of(study, study.datasets().get(0));
  }

  private static PaperFigures of(Study study, DatasetSpec dataset) {
    return switch (study.name()) {
      case InceptionClaims.IMAGENET -> IMAGENET;
      case InceptionClaims.REDUCED -> REDUCED_INCEPTION;
      default ->
          switch (dataset.name()) {
            case "cifar-10" -> CIFAR_10;
            case "mnist" -> MNIST;
            default -> Protocol.NAMES.contains(study.name()) ? MNIST : OTHER;
          };
    };
  }

  /** What there are studies on; MNIST if there are none. */
  static Set<PaperFigures> of(List<StudyResults> results) {
    Set<PaperFigures> found = EnumSet.noneOf(PaperFigures.class);
    for (StudyResults each : results) {
      Study study = each.study();
      study.datasets().forEach(dataset -> found.add(of(study, dataset)));
    }
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

  /** The name of a study's data for people. */
  static String named(Study study, DatasetSpec dataset) {
    return switch (of(study, dataset)) {
      case MNIST -> "MNIST";
      case CIFAR_10 -> "CIFAR-10";
      case IMAGENET -> "ImageNet";
      case REDUCED_INCEPTION -> "CIFAR-10 with a reduced Inception";
      case OTHER ->
          dataset
              .folder()
              .map(
                  place ->
                      dataset.name() + " " + Objects.requireNonNullElse(place.getFileName(), place))
              .orElse(dataset.name());
    };
  }
}
