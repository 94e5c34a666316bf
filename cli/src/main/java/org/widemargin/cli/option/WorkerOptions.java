package org.widemargin.cli.option;

import static org.widemargin.error.InputException.require;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Shard;
import org.widemargin.parallel.Meeting;
import org.widemargin.parallel.MeetingPoint;
import org.widemargin.parallel.Workers;
import org.widemargin.run.LibraryVersion;
import picocli.CommandLine.Option;

/** The options that say how many processes train together. */
public final class WorkerOptions {
  private static final int MOST = 4096;
  private static final int RESTARTS = 3;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Train by N processes, each with its part of every batch: on this machine, on Spark's"
              + " executors with --master, or, where RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT"
              + " are set, as one of those.")
  private @Nullable Integer workers;

  @Option(
      names = "--worker-timeout",
      paramLabel = "S",
      description =
          "How many seconds a worker waits for another before it counts as lost; default:"
              + " 300.")
  private @Nullable Integer timeout;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description =
          "How often in a row the workers start again from the last checkpoint if"
              + " one is lost before the next; default: 3.")
  private @Nullable Integer restarts;

  /**
   * How many processes are to train together, if that was said.
   *
   * @return at least 1; empty for this process alone
   * @throws org.widemargin.error.InputException if an option is out of its range, or stands without
   *     the one that it belongs to
   */
  public OptionalInt count() {
    if (workers == null) {
      require(timeout == null, "expected --workers with --worker-timeout, found none");
      require(restarts == null, "expected --workers with --restarts, found none");
      return OptionalInt.empty();
    }
    require(
        workers >= 1 && workers <= MOST,
        "expected --workers from 1 to %d, found %d",
        MOST,
        workers);
    long seconds = patience().toSeconds();
    require(seconds >= 1, "expected a --worker-timeout of at least 1 second, found %d", seconds);
    require(chosenRestarts() >= 0, "expected --restarts of at least 0, found %d", chosenRestarts());
    return OptionalInt.of(workers);
  }

  /**
   * Where the workers that are to be started on this machine meet.
   *
   * @param count how many train
   * @return one for each
   */
  public List<MeetingPoint> toStart(int count) {
    Optional<MeetingPoint> given = inEnvironment();
    if (given.isPresent()) {
      int size = given.get().shard().count();
      require(size == count, "expected --workers %d as in WORLD_SIZE, found %d", size, count);
      return List.of(given.get());
    }
    int port = MeetingPoint.freePort();
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return IntStream.range(0, count)
        .mapToObj(rank -> new MeetingPoint(host, port, new Shard(rank, count), patience()))
        .toList();
  }

  /**
   * Meets the others.
   *
   * @param isWorker whether this process was started as a worker
   * @return the others, to be closed; none for a process that trains alone
   * @throws org.widemargin.error.InputException if their versions are not the same
   * @throws org.widemargin.parallel.WorkerLostException if one does not come in time
   */
  public Workers join(boolean isWorker) {
    return isWorker
        ? Meeting.at(inEnvironment().orElseThrow(), LibraryVersion.current())
        : Meeting.ofOne();
  }

  /** How often in a row to start again; never where somebody else starts the workers. */
  public int restarts() {
    return inEnvironment().isPresent() ? 0 : chosenRestarts();
  }

  private int chosenRestarts() {
    return restarts == null ? RESTARTS : restarts;
  }

  private Optional<MeetingPoint> inEnvironment() {
    return MeetingPoint.in(System.getenv(), patience());
  }

  /** How long a worker waits for another. */
  public Duration patience() {
    return timeout == null ? MeetingPoint.PATIENCE : Duration.ofSeconds(timeout);
  }
}
