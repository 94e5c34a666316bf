package org.widemargin.study;

/**
 * What is done with each kind of {@link Measurement}: a new kind does not compile until every place
 * that tells kinds apart says what it does with it.
 *
 * @param <T> the result
 */
public interface MeasurementCases<T> {
  /**
   * Called for test and validation accuracy.
   *
   * @param measurement the measurement
   * @return the result
   */
  T accuracy(Measurement.Accuracy measurement);

  /**
   * Called for attacks on the network itself.
   *
   * @param measurement the measurement
   * @return the result
   */
  T whiteBox(Measurement.WhiteBox measurement);

  /**
   * Called for examples from another network.
   *
   * @param measurement the measurement
   * @return the result
   */
  T blackBox(Measurement.BlackBox measurement);

  /**
   * Called for examples for another network.
   *
   * @param measurement the measurement
   * @return the result
   */
  T attacker(Measurement.Attacker measurement);

  /**
   * Called for robust accuracy.
   *
   * @param measurement the measurement
   * @return the result
   */
  T worstCase(Measurement.WorstCase measurement);

  /**
   * Called for accuracy in noise.
   *
   * @param measurement the measurement
   * @return the result
   */
  T gaussianNoise(Measurement.GaussianNoise measurement);

  /**
   * Called for distances in the course of training.
   *
   * @param measurement the measurement
   * @return the result
   */
  T distanceEvolution(Measurement.DistanceEvolution measurement);

  /**
   * Called for decisions over the plane.
   *
   * @param measurement the measurement
   * @return the result
   */
  T plane(Measurement.Plane measurement);

  /**
   * Called for the time of a step.
   *
   * @param measurement the measurement
   * @return the result
   */
  T cost(Measurement.Cost measurement);
}
