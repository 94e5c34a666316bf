package example;

import java.nio.file.Path;
import org.widemargin.Classifier;
import org.widemargin.Training;
import org.widemargin.mnist.Mnist;

/** Trains a little and saves; with a second argument, asks what was saved about a picture. */
public class Digits {
  private Digits() {}

  public static void main(String[] arguments) {
    Path run = Path.of(arguments[0]);
    if (arguments.length == 1) {
      Training.on(Mnist.load()).steps(100).saveTo(run).close();
    } else {
      try (Classifier classifier = Classifier.load(run)) {
        System.out.println(classifier.predict(Path.of(arguments[1])).className());
      }
    }
  }
}
