package org.widemargin.cli.option;

import static org.widemargin.error.InputException.require;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.machine.Threads;
import org.widemargin.web.Limits;
import org.widemargin.web.WebServer;
import picocli.CommandLine.Option;

/** The options that say where a server listens and what it allows. */
public final class ServerOptions {
  private static final int LARGEST_PORT = 65_535;
  private static final int MEBIBYTE = 1 << 20;
  private static final int MOST_MEBIBYTES = 512;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = WebServer.LOOPBACK,
      description =
          "Where to listen; default: ${DEFAULT-VALUE}, which this machine alone reaches. Any other"
              + " lets in whoever reaches it: there are no passwords and no encryption.")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port, 0 for any that is free; default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "How many requests are computed at a time, sharing WIDEMARGIN_THREADS; default: as many"
              + " as these, which suits many small requests. 1 suits few large ones.")
  private @Nullable Integer workers;

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "How many more may wait; those beyond are sent away with status 503. Default:"
              + " ${DEFAULT-VALUE}.")
  private int queue;

  @Option(
      names = "--max-body",
      paramLabel = "MIB",
      defaultValue = "16",
      description = "The largest body of a request, in MiB; default: ${DEFAULT-VALUE}.")
  private int maxBody;

  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      defaultValue = "30",
      description =
          "How long a request may wait and be computed, before it is answered with status 504;"
              + " default: ${DEFAULT-VALUE}.")
  private int maxSeconds;

  /** Where to listen. */
  public String host() {
    return host;
  }

  /** At which port; 0 for any that is free. */
  public int port() {
    require(port >= 0 && port <= LARGEST_PORT, "expected --port from 0 to 65535, found %d", port);
    return port;
  }

  /** How many threads of libtorch each worker computes with. */
  public int threadsOfAWorker() {
    return Math.max(1, Threads.chosen() / limits().workers());
  }

  /** What is allowed. */
  public Limits limits() {
    require(
        maxBody >= 1 && maxBody <= MOST_MEBIBYTES,
        "expected --max-body from 1 to %d, found %d",
        MOST_MEBIBYTES,
        maxBody);
    return Limits.USUAL.of(
        workers == null ? Threads.chosen() : workers,
        queue,
        maxBody * MEBIBYTE,
        Duration.ofSeconds(maxSeconds));
  }
}
