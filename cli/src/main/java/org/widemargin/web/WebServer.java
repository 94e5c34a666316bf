package org.widemargin.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.widemargin.error.InputException;

/**
 * A web server of this program, on HTTP/1.1. Nothing of it blocks a thread while a client is slow:
 * a few threads serve as many connections as are allowed.
 */
public final class WebServer implements AutoCloseable {
  /** Where servers listen unless somebody says otherwise: this machine alone reaches it. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final int THREADS = 8;
  private static final int HEAD_BYTES = 8192;
  private static final int LARGEST_PORT = 65_535;

  private final Server server;
  private final Workers workers;
  private final InetSocketAddress address;

  private WebServer(Server server, Workers workers, InetSocketAddress address) {
    this.server = server;
    this.workers = workers;
    this.address = address;
  }

  /**
   * Starts a server.
   *
   * @param host a name or address of this machine
   * @param port 0 for any that is free
   * @param limits what it allows
   * @param metrics counts requests
   * @param routes what it answers
   * @return the server, to be closed
   * @throws InputException if there is no such port, or it cannot listen there
   */
  public static WebServer start(
      String host, int port, Limits limits, RequestMetrics metrics, Routes routes) {
    InputException.require(
        port >= 0 && port <= LARGEST_PORT,
        "expected a port from 0 to %d, found %d",
        LARGEST_PORT,
        port);
    InetAddress address = address(host);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("web");
    threads.setDaemon(true);
    Server server = new Server(threads, new ScheduledExecutorScheduler("web-clock", true), null);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    // Requests have clocks of their own; this is for clients that do not read their answers.
    connector.setIdleTimeout(
        limits.requestTime().plus(limits.answerTime()).plusSeconds(1).toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    Workers workers = new Workers(limits.workers(), limits.waiting());
    metrics.gauge("widemargin_requests_waiting", "Requests that wait.", workers::waiting);
    metrics.gauge("widemargin_requests_computed", "Requests being computed.", workers::active);
    ConnectionClock clock = new ConnectionClock(limits.requestTime(), server.getScheduler());
    connector.addBean(clock);
    server.setErrorHandler(new PlainErrors());
    server.setHandler(
        new GracefulHandler(
            new Reception(routes, new Visitors(address), limits, workers, metrics, clock)));
    server.setStopTimeout(limits.stopTime().toMillis());
    begin(server, host, port);
    return new WebServer(server, workers, new InetSocketAddress(address, connector.getLocalPort()));
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEAD_BYTES);
    return configuration;
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new InputException(
          "expected a name or address of this machine, such as " + LOOPBACK + ", found " + host, e);
    }
  }

  private static void begin(Server server, String host, int port) {
    try {
      server.start();
    } catch (IOException e) {
      throw new InputException(
          "cannot listen at "
              + host
              + " port "
              + port
              + ": "
              + reason(e)
              + "; choose another --port, or 0 for any that is free",
          e);
    } catch (Exception e) {
      throw new IllegalStateException("the web server did not start", e);
    }
  }

  private static String reason(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** The address of its page, as one types it. */
  public String url() {
    InetAddress at = address.getAddress();
    String host = at.isAnyLocalAddress() ? "localhost" : at.getHostAddress();
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + address.getPort()
        + "/";
  }

  /** Whether somebody else than this machine reaches it. */
  public boolean isOpenToOthers() {
    return !address.getAddress().isLoopbackAddress();
  }

  /**
   * Takes no new requests, lets those go on that came before, and ends. Closing again does nothing.
   */
  @Override
  public void close() {
    try {
      try {
        server.stop();
      } finally {
        // Whatever became of the server: what they compute with is freed after this.
        workers.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the web server did not stop in order", e);
    }
  }
}
