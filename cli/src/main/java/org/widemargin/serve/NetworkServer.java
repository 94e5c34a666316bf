package org.widemargin.serve;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.web.Endpoint;
import org.widemargin.web.Limits;
import org.widemargin.web.Reply;
import org.widemargin.web.RequestMetrics;
import org.widemargin.web.Routes;
import org.widemargin.web.WebServer;

/** Serves a trained network: the protocol, the page, and figures of itself. */
public final class NetworkServer implements AutoCloseable {
  private final AtomicBoolean ready;
  private final String model;
  private final WebServer server;

  private NetworkServer(AtomicBoolean ready, String model, WebServer server) {
    this.ready = ready;
    this.model = model;
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param network the network, which stays the caller's to close, after this
   * @param host a name or address of this machine
   * @param port 0 for any that is free
   * @param limits what is allowed
   * @param mostPixels of an image on the page
   * @return the server, to be closed
   * @throws org.widemargin.error.InputException if it cannot listen there
   */
  public static NetworkServer start(
      ServedNetwork network, String host, int port, Limits limits, long mostPixels) {
    AtomicBoolean ready = new AtomicBoolean();
    RequestMetrics metrics = new RequestMetrics();
    metrics.gauge(
        "process_resident_memory_bytes", "Resident memory.", NativeRuntime::residentBytes);
    metrics.gauge("widemargin_native_objects", "Native objects held.", Scope::liveObjects);
    InferenceProtocol protocol = new InferenceProtocol(network, ready::get);
    List<Endpoint> endpoints = new ArrayList<>(protocol.endpoints());
    endpoints.addAll(new NetworkPage(network, mostPixels).endpoints());
    endpoints.add(
        Endpoint.get("/metrics", question -> Reply.text(RequestMetrics.TYPE, metrics.text())));
    Routes routes = new Routes(endpoints, path -> hint(path, protocol.path()));
    WebServer server = WebServer.start(host, port, limits, metrics, routes);
    ready.set(true);
    return new NetworkServer(ready, network.name(), server);
  }

  private static String hint(String path, String known) {
    return path.startsWith("/v2/models/")
        ? "expected the model " + known + ", which has no versions, found " + path
        : "expected /, /metrics, /v2, /v2/health/live, /v2/health/ready or "
            + known
            + ", found "
            + path;
  }

  /** Where it is. */
  public WebServer server() {
    return server;
  }

  /** The address of the protocol's model, with whatever its name holds. */
  public String modelUrl() {
    String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    return server.url() + "v2/models/" + name;
  }

  /** Lets the requests go on that are there, and ends. */
  @Override
  public void close() {
    ready.set(false);
    server.close();
  }
}
