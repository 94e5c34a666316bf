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

/** Draws accuracy under attacks and in noise: figures 4 to 7, 10, and 14 to 16 of the paper. */
final class CurveFigures {
  private static final double PERCENT = 100;

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
      figures.add(
          new StudyFigure(
              part.figures().whiteBox(attack),
              caption + Curves.SPREAD,
              curves("White box: " + attack, epsilon(), whiteBox, attack, List.of())));
    }
    return figures;
  }

  StudyFigure of(Measurement.BlackBox blackBox) {
    boolean oneStep = blackBox.attack() == Measurement.Transferred.FGSM;
    List<Reference> stated = oneStep && part.isMnist() ? PaperNumbers.blackBoxFgsm() : List.of();
    return new StudyFigure(
        part.figures().blackBox(blackBox.attack()),
        "Accuracy of each method on examples made on the network of "
            + blackBox.source()
            + " with the same seed; that method's own curve is its white-box one."
            + Curves.SPREAD
            + (stated.isEmpty() ? "" : Curves.STARS),
        curves(
            "Black box: " + (oneStep ? "FGSM" : "IFGSM"),
            epsilon(),
            blackBox,
            Quantities.TRANSFER,
            stated));
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
