package org.widemargin.demo;

import java.util.List;

/**
 * What the demo found.
 *
 * @param plan what was done
 * @param dataset the name of the data set
 * @param classes the names of the classes
 * @param crossEntropy the baseline
 * @param margin the network with the large margin
 * @param rows pictures of one sample each
 */
public record DemoResult(
    DemoPlan plan,
    String dataset,
    List<String> classes,
    DemoModel crossEntropy,
    DemoModel margin,
    List<Row> rows) {
  /** Copies the lists. */
  public DemoResult {
    classes = List.copyOf(classes);
    rows = List.copyOf(rows);
  }

  /**
   * One sample, clean and under attack.
   *
   * @param clean as it is in the data set
   * @param againstCrossEntropy changed by an attack on the cross-entropy network
   * @param againstMargin changed by an attack on the large-margin network
   */
  public record Row(
      DemoPicture clean, DemoPicture againstCrossEntropy, DemoPicture againstMargin) {}
}
