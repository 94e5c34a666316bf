package org.widemargin.reproduce;

import java.util.List;
import org.widemargin.figure.LineFigure.Reference;
import org.widemargin.figure.SeriesStyle.Hue;

/**
 * The numbers that the paper's text states of MNIST and CIFAR-10; those of MNIST also as marks for
 * figures. It prints no tables; whatever else its figures show can only be read off them, and is
 * not drawn here.
 */
final class PaperNumbers {
  /** Section 4.2.1: margin l2, at 80 % of wrong labels. */
  static final double NOISY_MARGIN_L2 = 96.4;

  /** Section 4.2.1: cross-entropy, at 80 % of wrong labels. */
  static final double NOISY_CROSS_ENTROPY = 93.9;

  /** Section 4.2: all 55 000 samples. */
  static final double CLEAN_CROSS_ENTROPY = 99.5;

  /** Section 4.2: all 55 000 samples. */
  static final double CLEAN_HINGE = 99.2;

  /** Section 4.2: the worst of the margin models. */
  static final double CLEAN_MARGIN_LOW = 99.3;

  /** Section 4.2: the best of the margin models. */
  static final double CLEAN_MARGIN_HIGH = 99.5;

  /** Section 4.2.2: the smallest part of the training set, 68 samples. */
  static final double FEWEST = 0.00125;

  /** Section 4.2.2: the lead of margin l-inf at all layers over cross-entropy, with 68 samples. */
  static final double FEW_SAMPLES_LEAD = 3.7;

  /** Section 4.2.3: black-box FGSM at epsilon 0.1, the best margin model. */
  static final double BLACK_BOX_MARGIN = 90;

  /** Section 4.2.3: black-box FGSM at epsilon 0.1, cross-entropy. */
  static final double BLACK_BOX_CROSS_ENTROPY = 67;

  /** Section 1: "up to 21 % on MNIST" better under adversarial perturbation. */
  static final double ADVERSARIAL_LEAD = 21;

  /** Section 4.3: "around 90 %", all five models on CIFAR-10. */
  static final double CIFAR_CLEAN = 90;

  /** Section 4.3.1: "by 4 % to 10 %", margin l-inf and l2 over cross-entropy. */
  static final double CIFAR_NOISY_LEAD = 4;

  /** Section 4.3.2: margin l1 over cross-entropy with 5 % and with 1 % of the data. */
  static final double CIFAR_FEW_SAMPLES_LEAD = 2.5;

  /** Section 4.3.3: margin l1 over cross-entropy on FGSM examples of the latter, epsilon 0.1. */
  static final double CIFAR_BLACK_BOX_LEAD = 14;

  /** Section 4.4: "a top-1 validation precision of 78 % respectively", cross-entropy and margin. */
  static final double IMAGENET_CLEAN = 78;

  /** Section 4.4: white-box FGSM at epsilon 0.1, cross-entropy. */
  static final double IMAGENET_CROSS_ENTROPY = 33;

  /** Section 4.4: white-box FGSM at epsilon 0.1, margin l1. */
  static final double IMAGENET_MARGIN = 44;

  /** Section 4.4: FGSM examples of cross-entropy at epsilon 0.1, margin l1. */
  static final double IMAGENET_MARGIN_BLACK_BOX = 59;

  private PaperNumbers() {}

  /** Of FGSM on the network itself, top-1; words follow each number. */
  static List<Reference> imagenetWhiteBox(String words) {
    return List.of(
        new Reference("paper: both 78" + words, 0, IMAGENET_CLEAN),
        new Reference("paper: margin l1 44" + words, 0.1, IMAGENET_MARGIN, Hue.BLUE),
        new Reference("paper: cross-entropy 33" + words, 0.1, IMAGENET_CROSS_ENTROPY));
  }

  /** Of FGSM examples of cross-entropy, top-1; words follow each number. */
  static List<Reference> imagenetBlackBox(String words) {
    return List.of(
        new Reference("paper: both 78" + words, 0, IMAGENET_CLEAN),
        new Reference("paper: margin l1 59" + words, 0.1, IMAGENET_MARGIN_BLACK_BOX, Hue.BLUE),
        new Reference(
            "paper: cross-entropy on its own examples 33" + words, 0.1, IMAGENET_CROSS_ENTROPY));
  }

  static List<Reference> clean(double x) {
    return List.of(
        new Reference("paper: cross-entropy 99.5", x, CLEAN_CROSS_ENTROPY, Hue.BLACK),
        new Reference("paper: margins 99.3 to 99.5", x, CLEAN_MARGIN_HIGH, Hue.BLUE),
        new Reference("paper: margins 99.3 to 99.5", x, CLEAN_MARGIN_LOW, Hue.BLUE),
        new Reference("paper: hinge 99.2", x, CLEAN_HINGE, Hue.GREY));
  }

  static List<Reference> noisyLabels() {
    return List.of(
        new Reference("paper: margin l2 96.4", 80, NOISY_MARGIN_L2, Hue.BLUE),
        new Reference("paper: cross-entropy 93.9", 80, NOISY_CROSS_ENTROPY));
  }

  /** The paper gives the lead, not the accuracy: it is drawn over our cross-entropy, in percent. */
  static Reference fewSamples(double crossEntropy) {
    return new Reference(
        "paper: margin l-inf 3.7 above cross-entropy",
        100 * FEWEST,
        crossEntropy + FEW_SAMPLES_LEAD,
        Hue.BLUE);
  }

  static List<Reference> blackBoxFgsm() {
    return List.of(
        new Reference("paper: best margin 90", 0.1, BLACK_BOX_MARGIN, Hue.BLUE),
        new Reference("paper: cross-entropy 67", 0.1, BLACK_BOX_CROSS_ENTROPY));
  }
}
