package org.widemargin.parallel;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.widemargin.data.Shard;
import org.widemargin.error.InputException;

/**
 * Where the workers of a training find each other: the first one listens there.
 *
 * <p>Its environment variables are those that PyTorch's launchers, and scripts for Slurm and
 * Kubernetes, set for each process: {@code MASTER_ADDR}, {@code MASTER_PORT}, {@code RANK}, {@code
 * WORLD_SIZE}.
 *
 * @param host the first worker's name or address
 * @param port where it listens
 * @param shard which worker this is, of how many
 * @param patience how long to wait for another worker before it counts as lost
 */
public record MeetingPoint(String host, int port, Shard shard, Duration patience) {
  /** How long to wait unless another time is asked for. */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String HOST = "MASTER_ADDR";
  private static final String PORT = "MASTER_PORT";
  private static final String RANK = "RANK";
  private static final String SIZE = "WORLD_SIZE";
  private static final int LAST_PORT = 65_535;

  /** Checks the ranges. */
  public MeetingPoint {
    require(!host.isBlank(), "expected the name of a host, found none");
    require(port > 0 && port <= LAST_PORT, "expected a port from 1 to 65535, found %d", port);
    require(!patience.isNegative() && !patience.isZero(), "expected a time to wait above 0");
  }

  /**
   * Reads the environment of a process that somebody has started as a worker.
   *
   * @param environment variables by name
   * @param patience how long to wait for the others
   * @return empty if there is no {@code RANK} in it
   * @throws InputException if only some of the four variables are there, or one is no number
   */
  public static Optional<MeetingPoint> in(Map<String, String> environment, Duration patience) {
    if (!environment.containsKey(RANK)) {
      return Optional.empty();
    }
    String host = environment.getOrDefault(HOST, "");
    require(
        !host.isBlank(), "expected the first worker's address in %s, since %s is set", HOST, RANK);
    int rank = number(environment, RANK);
    int size = number(environment, SIZE);
    require(
        rank < size,
        "expected a %s below %s, %d, found %d: they count from 0",
        RANK,
        SIZE,
        size,
        rank);
    return Optional.of(
        new MeetingPoint(host, number(environment, PORT), new Shard(rank, size), patience));
  }

  private static int number(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "");
    require(
        text.matches("\\d{1,9}"),
        "expected a whole number in %s, since %s is set, found '%s'",
        name,
        RANK,
        text);
    return Integer.parseInt(text);
  }

  /**
   * The variables that tell another process to be a worker here.
   *
   * @return by name
   */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(HOST, host);
    variables.put(PORT, Integer.toString(port));
    variables.put(RANK, Integer.toString(shard.index()));
    variables.put(SIZE, Integer.toString(shard.count()));
    return variables;
  }

  /**
   * Looks for a port that the first worker can listen at.
   *
   * @return one that is free at this moment on this machine
   */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }

  /**
   * The address of this machine on the way to the first worker, by which the others reach it: a
   * machine may have several, and its own name may stand for none of them.
   */
  String ownAddress() {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Nothing is sent: the system only looks for the way.
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
      return OwnAddress.towards(host, socket.getLocalAddress(), OwnAddress.all()).getHostAddress();
    } catch (IOException e) {
      throw new InputException(
          "expected the first worker's host in %s, found no way to '%s'".formatted(HOST, host), e);
    }
  }
}
