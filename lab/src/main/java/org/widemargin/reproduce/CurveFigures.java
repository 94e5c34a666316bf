package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.widemargin.figure.Axis;
import org.widemargin.figure.LineFigure;
import org.widemargin.figure.LineFigure.Reference;
import org.widemargin.norm.Norm;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.Study;

/** Draws accuracy under attacks and in noise: figures 4 to 7, 10, 11, and 14 to 16 of the paper. */
final class CurveFigures {
  private static final double PERCENT = 100;
  private static final String TOP_FIVE_FILE = "-top5";
  private static final String AMONG_FIVE =
      " Here a sample counts as right if its class is among the five first, clean and";

  private final Part part;

  CurveFigures(Part part) {
    this.part = part;
  }

  List<StudyFigure> of(Measurement.WhiteBox whiteBox) {
    List<StudyFigure> figures = new ArrayList<>();
    for (String attack : whiteBox.attacks()) {
      String caption =
          attack.equals("margin-attack")
              ? (part.figures() == PaperFigures.MNIST ? "Beside Figure 5" : "Beside IFGSM")
                  + ": as many steps of the same length along the gradient of the logit"
                  + " margin, which does not vanish where a network is sure of itself. Where it"
                  + " is lower than IFGSM, it is the one to believe."
              : attack.toUpperCase(Locale.ROOT) + " made on the network itself.";
      List<Reference> stated = statedOfWhiteBox(attack);
      figures.add(
          new StudyFigure(
              part.figures().whiteBox(attack),
              caption + Curves.SPREAD + stars(stated),
              curves("White box: " + attack, epsilon(), whiteBox, attack, stated)));
      if (whiteBox.countsTopFive()) {
        figures.add(
            new StudyFigure(
                part.figures().whiteBox(attack) + TOP_FIVE_FILE,
                caption + AMONG_FIVE + " where the attack ends." + Curves.SPREAD,
                curves(
                    "White box: " + attack + ", top 5",
                    epsilon(),
                    whiteBox,
                    Quantities.topFive(attack),
                    List.of())));
      }
    }
    return figures;
  }

  List<StudyFigure> of(Measurement.BlackBox blackBox) {
    String title =
        "Black box: " + (blackBox.attack() == Measurement.Transferred.FGSM ? "FGSM" : "IFGSM");
    String caption =
        "Accuracy of each method on examples made on the network of "
            + blackBox.source()
            + " with the same seed; that method's own curve is its white-box one.";
    String name = part.figures().blackBox(blackBox.attack());
    List<Reference> stated = statedOfBlackBox(blackBox.attack());
    List<StudyFigure> figures = new ArrayList<>();
    figures.add(
        new StudyFigure(
            name,
            caption + Curves.SPREAD + stars(stated),
            curves(title, epsilon(), blackBox, Quantities.TRANSFER, stated)));
    if (blackBox.countsTopFive()) {
      figures.add(
          new StudyFigure(
              name + TOP_FIVE_FILE,
              caption + AMONG_FIVE + " as an example." + Curves.SPREAD,
              curves(
                  title + ", top 5",
                  epsilon(),
                  blackBox,
                  Quantities.topFive(Quantities.TRANSFER),
                  List.of())));
    }
    return figures;
  }

  private List<Reference> statedOfWhiteBox(String attack) {
    return part.figures() == PaperFigures.IMAGENET && attack.equals("fgsm")
        ? PaperNumbers.imagenetWhiteBox(notRunHere())
        : List.of();
  }

  private List<Reference> statedOfBlackBox(Measurement.Transferred attack) {
    if (attack != Measurement.Transferred.FGSM) {
      return List.of();
    } else if (part.figures() == PaperFigures.IMAGENET) {
      return PaperNumbers.imagenetBlackBox(notRunHere());
    }
    return part.isMnist() ? PaperNumbers.blackBoxFgsm() : List.of();
  }

  /** Beside the paper's numbers for a training that is not what these curves are of. */
  private String notRunHere() {
    Study paper = Protocol.study(InceptionClaims.IMAGENET, Budget.PAPER);
    boolean same =
        part.results().study().training().equals(paper.training())
            && part.results().study().methods().equals(paper.methods());
    return same ? "" : ", not run here";
  }

  private static String stars(List<Reference> stated) {
    return stated.isEmpty() ? "" : Curves.STARS;
  }

  StudyFigure of(Measurement.Attacker attacker) {
    boolean oneStep = attacker.attack() == Measurement.Transferred.FGSM;
    return new StudyFigure(
        part.figures().attacker(attacker.attack()),
        "Accuracy of "
            + attacker.target()
            + " on examples made on each method's network: the lower, the stronger the attacker."
            + Curves.SPREAD,
        curves(
            "Attackers of " + attacker.target() + ": " + (oneStep ? "FGSM" : "IFGSM"),
            epsilon(),
            attacker,
            Quantities.TRANSFER,
            List.of()));
  }

  StudyFigure of(Measurement.WorstCase worstCase) {
    return new StudyFigure(
        "robust",
        "Accuracy that stands every attack of "
            + String.join(", ", worstCase.attacks())
            + " ("
            + worstCase.norm()
            + ", worst case for each sample). Beyond the paper."
            + Curves.SPREAD,
        curves(
            "Robust accuracy: " + String.join(", ", worstCase.attacks()),
            epsilon(worstCase.norm()),
            worstCase,
            Quantities.ROBUST,
            List.of()));
  }

  StudyFigure of(Measurement.GaussianNoise noise) {
    String number = part.figures() == PaperFigures.MNIST ? "Figure 7: accuracy" : "Accuracy";
    return new StudyFigure(
        part.figures().noise(),
        number + " with Gaussian noise on every pixel." + Curves.SPREAD,
        curves(
            "Gaussian noise",
            Axis.linear("standard deviation of the noise"),
            noise,
            Quantities.NOISE,
            List.of()));
  }

  private LineFigure curves(
      String title, Axis x, Measurement measurement, String quantity, List<Reference> stated) {
    return new Curves(part.results())
        .ofCurves(title, x, Curves.accuracyAxis(), measurement, quantity, PERCENT, stated);
  }

  private static Axis epsilon() {
    return Axis.linear("epsilon: how far a pixel may be moved");
  }

  private static Axis epsilon(Norm norm) {
    return norm.equals(Norm.LINF)
        ? epsilon()
        : Axis.linear("epsilon: how far an image may be moved, " + norm);
  }
}
