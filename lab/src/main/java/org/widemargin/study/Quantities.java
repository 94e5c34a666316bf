package org.widemargin.study;

import java.util.List;
import org.widemargin.train.EvaluationConfig.Keep;
import org.widemargin.train.RunConfig;

/** The names of accuracies and curves in result lines. An attack's curve has the attack's name. */
public final class Quantities {
  /** Accuracy that stands all attacks of a worst case, by epsilon. */
  public static final String ROBUST = "robust";

  /** Accuracy in Gaussian noise, by deviation. */
  public static final String NOISE = "gaussian-noise";

  /** Accuracy on examples made on another network, by epsilon. */
  public static final String TRANSFER = "transfer";

  /** Test accuracy of the network with the best validation accuracy. */
  public static final String TEST_BEST = "test-best";

  /** Test accuracy after the last step. */
  public static final String TEST_LAST = "test-last";

  /** The best validation accuracy. */
  public static final String VALIDATION_BEST = "validation-best";

  /** Validation accuracy after the last step. */
  public static final String VALIDATION_LAST = "validation-last";

  private static final String TOP_FIVE = "-top5";

  private Quantities() {}

  /**
   * The same where a sample counts as right if its class is among the five first.
   *
   * @param quantity an accuracy, or an attack's curve
   * @return {@code QUANTITY-top5}
   */
  public static String topFive(String quantity) {
    return quantity + TOP_FIVE;
  }

  /**
   * Tells whether a quantity counts classes among the five first.
   *
   * @param quantity of a result line
   * @return whether {@link #topFive} named it
   */
  public static boolean isTopFive(String quantity) {
    return quantity.endsWith(TOP_FIVE);
  }

  /**
   * The test accuracy of the network that a training keeps, which is the one that is attacked.
   *
   * @param config of the training
   * @return the name of its quantity, and what stands in where no samples were held out
   */
  public static List<String> testOfKept(RunConfig config) {
    return config.evaluation().keep() == Keep.BEST
        ? List.of(TEST_BEST, TEST_LAST)
        : List.of(TEST_LAST);
  }

  /**
   * The validation accuracy of the network that a training keeps.
   *
   * @param config of the training
   * @return the name of its quantity
   */
  public static String validationOfKept(RunConfig config) {
    return config.evaluation().keep() == Keep.BEST ? VALIDATION_BEST : VALIDATION_LAST;
  }

  /**
   * The mean distance to the boundary, by step.
   *
   * @param split of the data
   * @param layer where
   * @return {@code distance/SPLIT/LAYER}
   */
  public static String distance(String split, String layer) {
    return "distance/" + split + "/" + layer;
  }
}
