package org.widemargin.bench;

import static org.widemargin.error.InputException.require;

/**
 * A model of data-parallel training on machines that are not at hand. Each worker computes a step
 * of its own samples; then all average their gradients around a ring, and nothing of that is hidden
 * behind the computing, as {@code train --workers} does it.
 *
 * <p>Around a ring of N workers every one sends and receives 2 (N - 1) / N times the gradients, in
 * 2 (N - 1) rounds that wait for each other (P. Patarasuk and X. Yuan, "Bandwidth optimal
 * all-reduce algorithms for clusters of workstations", 2009).
 *
 * @param stepSeconds of one worker for its samples, alone
 * @param samplesPerWorker in each step
 * @param gradientBytes what is averaged: four for each parameter
 * @param gigabits a second that a worker sends and receives at the same time
 * @param latencyMilliseconds until the first byte of a message is there
 */
public record ClusterPlan(
    double stepSeconds,
    int samplesPerWorker,
    long gradientBytes,
    double gigabits,
    double latencyMilliseconds) {
  private static final double BITS = 8e-9;
  private static final double MILLISECONDS = 1e-3;

  /** Checks the ranges. */
  public ClusterPlan {
    require(
        stepSeconds > 0 && Double.isFinite(stepSeconds),
        "expected seconds of a step above 0, found %s",
        stepSeconds);
    require(
        samplesPerWorker >= 1,
        "expected at least 1 sample for a worker, found %d",
        samplesPerWorker);
    require(gradientBytes >= 0, "expected at least 0 bytes of gradients, found %d", gradientBytes);
    require(
        gigabits > 0 && Double.isFinite(gigabits),
        "expected a bandwidth above 0 gigabits a second, found %s",
        gigabits);
    require(
        latencyMilliseconds >= 0 && Double.isFinite(latencyMilliseconds),
        "expected a latency of at least 0 milliseconds, found %s",
        latencyMilliseconds);
  }

  /**
   * How long the gradients are on their way in a step.
   *
   * @param workers at least 1
   * @return seconds; 0 for one worker
   */
  public double exchangeSeconds(int workers) {
    require(workers >= 1, "expected at least 1 worker, found %d", workers);
    double rounds = 2.0 * (workers - 1);
    return rounds / workers * gradientBytes * BITS / gigabits
        + rounds * latencyMilliseconds * MILLISECONDS;
  }

  /**
   * How long a step takes with its exchange.
   *
   * @param workers at least 1
   * @return seconds
   */
  public double stepSeconds(int workers) {
    return stepSeconds + exchangeSeconds(workers);
  }

  /**
   * How fast all of them together go through the data.
   *
   * @param workers at least 1
   * @return samples a second
   */
  public double samplesPerSecond(int workers) {
    return (double) workers * samplesPerWorker / stepSeconds(workers);
  }

  /**
   * The share of the time in which a worker computes.
   *
   * @param workers at least 1
   * @return from 0 to 1
   */
  public double efficiency(int workers) {
    return stepSeconds / stepSeconds(workers);
  }
}
