package org.widemargin.figure;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The decision boundary of a two-class classifier in the plane, as in Figure 1(b) of the paper.
 *
 * @param title the figure's title
 * @param subtitle a line below it, such as the test accuracy
 * @param classes the names of the two classes
 * @param scores the classifier's decisions; their extent is what is shown
 * @param train the points it was trained on, drawn bold
 * @param test the points it was tested on, drawn light
 */
public record BoundaryFigure(
    String title,
    String subtitle,
    List<String> classes,
    ScoreGrid scores,
    List<Observation> train,
    List<Observation> test)
    implements Figure {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException unless there are two classes
   */
  public BoundaryFigure {
    Objects.requireNonNull(title);
    Objects.requireNonNull(subtitle);
    Objects.requireNonNull(scores);
    classes = List.copyOf(classes);
    train = List.copyOf(train);
    test = List.copyOf(test);
    if (classes.size() != 2) {
      throw new IllegalArgumentException("expected two classes, found " + classes);
    }
  }

  /**
   * A point with its class.
   *
   * @param x the first coordinate
   * @param y the second coordinate
   * @param label 0 for the first class, 1 for the second
   */
  public record Observation(double x, double y, int label) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a coordinate is not finite or the label is neither 0 nor
     *     1
     */
    public Observation {
      if (!Double.isFinite(x) || !Double.isFinite(y) || label < 0 || label > 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "expected a finite point of class 0 or 1, found (%s, %s) of %d",
                x,
                y,
                label));
      }
    }
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "Decision boundary in the plane between %s and %s, with %d training and %d test points. %s",
        classes.get(0),
        classes.get(1),
        train.size(),
        test.size(),
        subtitle);
  }
}
