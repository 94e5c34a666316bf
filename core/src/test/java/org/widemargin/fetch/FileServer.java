package org.widemargin.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.widemargin.file.Sha256;

/** A server of one file, on this machine, that can be told to misbehave. */
final class FileServer implements AutoCloseable {
  /** How one request is answered. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong taken = new AtomicLong();
  private volatile byte[] content;
  private volatile String tag = "\"1\"";
  private volatile boolean tagged = true;

  FileServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The file as it is now. */
  RemoteFile file(String name) {
    return new RemoteFile(address(name), content.length, Sha256.of(content));
  }

  URI address(String name) {
    return URI.create("http://localhost:" + port() + "/data/" + name);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Answers the next requests so, one each; those after them as a good server does. */
  FileServer then(Answer... next) {
    answers.addAll(Arrays.asList(next));
    return this;
  }

  /** Serves another file from now on. */
  void change(byte[] other, String newTag) {
    content = other;
    tag = newTag;
  }

  /** Sends no entity tags from now on. */
  void withoutTags() {
    tagged = false;
  }

  /** Lets the server know how far the client has come: it breaks connections only then. */
  FetchListener listener() {
    return new FetchListener() {
      @Override
      public void received(RemoteFile file, long bytes) {
        taken.set(bytes);
      }
    };
  }

  /** What was asked for: the path, then the ranges if any. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      String path = exchange.getRequestURI().toString();
      requests.add(range == null ? path : path + " " + range);
      Answer next;
      synchronized (answers) {
        next = answers.poll();
      }
      if (next == null) {
        serve(exchange, content.length);
      } else {
        next.to(exchange);
      }
    } catch (IOException e) {
      // The client went away, as some tests have it.
      exchange.close();
    }
  }

  /**
   * Promises everything, sends so much of the file, and breaks the connection when that has been
   * taken: what is on its way would be lost, more or less of it each time.
   */
  Answer breakingAfter(int bytes) {
    return exchange -> serve(exchange, bytes);
  }

  /** Sends all of the file, whatever part was asked for. */
  Answer ignoringRanges(int bytes) {
    return exchange -> send(exchange, 200, 0, bytes);
  }

  static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  private void serve(HttpExchange exchange, int until) throws IOException {
    Optional<Integer> start =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
            .map(range -> Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")));
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    boolean same = condition == null || (tagged && condition.equals(tag));
    if (start.isEmpty() || !same) {
      send(exchange, 200, 0, until);
    } else if (start.get() >= content.length) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes " + start.get() + "-" + (content.length - 1) + "/" + content.length);
      send(exchange, 206, start.get(), until);
    }
  }

  private void send(HttpExchange exchange, int status, int from, int until) throws IOException {
    if (tagged) {
      exchange.getResponseHeaders().set("ETag", tag);
    }
    exchange.sendResponseHeaders(status, content.length - from);
    taken.set(from);
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, until - from);
    body.flush();
    while (until < content.length && taken.get() < until) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
