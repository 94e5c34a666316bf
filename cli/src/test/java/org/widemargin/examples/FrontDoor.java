package org.widemargin.examples;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;
import org.widemargin.Classifier;
import org.widemargin.Prediction;
import org.widemargin.Purpose;
import org.widemargin.Training;
import org.widemargin.data.DatasetSpec;
import org.widemargin.mnist.Mnist;
import org.widemargin.train.TrainingListener;

/** The README's examples, which a test holds against the README word by word. */
final class FrontDoor {
  private static final TrainingListener SILENCE = new TrainingListener() {};

  private FrontDoor() {}

  /** Classifies an image with a run, each given as a path. */
  public static void main(String[] arguments) {
    // begin of prediction
    try (Classifier classifier = Classifier.load(Path.of(arguments[0]))) {
      Prediction digit = classifier.predict(Path.of(arguments[1]));
      System.out.printf(
          Locale.ROOT,
          "%s, sure to %.0f %%, %.2f pixels to a %s%n",
          digit.className(),
          100 * digit.probability(),
          digit.distances().get("input"),
          digit.competitor());
    }
    // end of prediction
  }

  static void train(Path run, int steps) {
    // begin of training
    Training training = Training.on(Mnist.load()).purpose(Purpose.CLEAN).steps(steps);
    try (Classifier classifier = training.saveTo(run)) {
      System.out.println("can tell apart " + classifier.classNames());
    }
    // end of training
  }

  static String askTable(Path table, Path run) {
    // begin of the table
    DatasetSpec spec = new DatasetSpec("csv", table, null, "kind"); // the column of the labels
    try (Classifier classifier = Training.on(spec).steps(200).listener(SILENCE).saveTo(run)) {
      return classifier.predict(new float[] {42, 3}).className();
    }
    // end of the table
  }

  /** A picture of the test set's images. */
  static BufferedImage digit(int index) {
    float[] pixels = Mnist.load().test().sample(index);
    BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      picture.getRaster().setSample(i % 28, i / 28, 0, Math.round(255 * pixels[i]));
    }
    return picture;
  }
}
