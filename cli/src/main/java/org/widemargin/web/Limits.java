package org.widemargin.web;

import static org.widemargin.error.InputException.require;

import java.time.Duration;

/**
 * What a server allows.
 *
 * @param connections how many at a time; others wait in the system's own queue
 * @param bodyBytes of one request
 * @param bufferedBytes of all requests that are being received or computed
 * @param workers how many requests are computed at a time
 * @param waiting how many more may wait for a worker
 * @param requestTime how long a connection may stand without having sent the head of a request, and
 *     how long the rest of one may take
 * @param answerTime how long a request may wait and be computed
 * @param stopTime how long requests may go on when the server is told to stop
 */
public record Limits(
    int connections,
    int bodyBytes,
    long bufferedBytes,
    int workers,
    int waiting,
    Duration requestTime,
    Duration answerTime,
    Duration stopTime) {
  /** Fits a sample of a large photograph in JSON, and a few hundred of MNIST. */
  public static final int USUAL_BODY_BYTES = 16 << 20;

  /** Four times that, so that a few large requests do not fill the heap. */
  private static final int BODIES = 4;

  /** What a program for one person, or a few other programs, needs. */
  public static final Limits USUAL =
      new Limits(
          256,
          USUAL_BODY_BYTES,
          (long) BODIES * USUAL_BODY_BYTES,
          1,
          64,
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));

  /** Checks the ranges. */
  public Limits {
    require(connections >= 1, "expected at least 1 connection, found %d", connections);
    require(bodyBytes >= 1, "expected at least 1 byte of a body, found %d", bodyBytes);
    require(
        bufferedBytes >= bodyBytes,
        "expected room for one body at least, %d bytes, found %d",
        bodyBytes,
        bufferedBytes);
    require(workers >= 1, "expected at least 1 worker, found %d", workers);
    require(waiting >= 1, "expected room for at least 1 waiting request, found %d", waiting);
    require(isPositive(requestTime), "expected some time for a request, found %s", requestTime);
    require(isPositive(answerTime), "expected some time for an answer, found %s", answerTime);
    require(!stopTime.isNegative(), "expected no negative time to stop, found %s", stopTime);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  /** The same with other numbers of requests and bytes. */
  public Limits of(int newWorkers, int newWaiting, int newBodyBytes, Duration newAnswerTime) {
    return new Limits(
        connections,
        newBodyBytes,
        (long) BODIES * newBodyBytes,
        newWorkers,
        newWaiting,
        requestTime,
        newAnswerTime,
        stopTime);
  }
}
