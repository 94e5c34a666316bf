package org.widemargin.cli.option;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Shard;
import org.widemargin.parallel.Meeting;
import org.widemargin.parallel.MeetingPoint;
import org.widemargin.parallel.Workers;
import picocli.CommandLine.Option;

/** The options that say how many processes train together. */
public final class WorkerOptions {
  private static final int MOST = 4096;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Train by N processes, each with its part of every batch: on this machine, or, where"
              + " RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT are set, as one of those.")
  private @Nullable Integer workers;

  @Option(
      names = "--worker-timeout",
      paramLabel = "S",
      defaultValue = "300",
      description =
          "How many seconds a worker waits for another before it counts as lost; default:"
              + " ${DEFAULT-VALUE}.")
  private int timeout;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often in a row the workers of this machine start again from the last checkpoint if"
              + " one is lost before the next; default: ${DEFAULT-VALUE}.")
  private int restarts;

  /**
   * Where the workers that are to be started here meet.
   *
   * @param isWorker whether this process is one that was started so
   * @return empty if nothing is to be started
   */
  public Optional<List<MeetingPoint>> toStart(boolean isWorker) {
    if (workers == null || isWorker) {
      return Optional.empty();
    }
    check();
    int count = workers;
    Optional<MeetingPoint> given = inEnvironment();
    if (given.isPresent()) {
      int size = given.get().shard().count();
      require(size == count, "expected --workers %d as in WORLD_SIZE, found %d", size, count);
      return given.map(List::of);
    }
    int port = freePort();
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return Optional.of(
        IntStream.range(0, count)
            .mapToObj(rank -> new MeetingPoint(host, port, new Shard(rank, count), patience()))
            .toList());
  }

  /**
   * Meets the others.
   *
   * @param isWorker whether this process was started as a worker
   * @return the others, to be closed; none for a process that trains alone
   * @throws org.widemargin.parallel.WorkerLostException if one does not come in time
   */
  public Workers join(boolean isWorker) {
    return isWorker ? Meeting.at(inEnvironment().orElseThrow()) : Meeting.ofOne();
  }

  /** How often in a row to start again; never where somebody else starts the workers. */
  public int restarts() {
    return inEnvironment().isPresent() ? 0 : restarts;
  }

  private Optional<MeetingPoint> inEnvironment() {
    return MeetingPoint.in(System.getenv(), patience());
  }

  private Duration patience() {
    return Duration.ofSeconds(timeout);
  }

  private void check() {
    int count = workers == null ? 1 : workers;
    require(count >= 1 && count <= MOST, "expected --workers from 1 to %d, found %d", MOST, count);
    require(timeout >= 1, "expected a --worker-timeout of at least 1 second, found %d", timeout);
    require(restarts >= 0, "expected --restarts of at least 0, found %d", restarts);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }
}
