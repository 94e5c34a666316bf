package org.widemargin.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client that sends whatever it is told, whenever it is told. */
final class RawClient implements AutoCloseable {
  private static final int LONGEST_WAIT_MILLIS = 60_000;

  private final Socket socket;

  /**
   * What came back.
   *
   * @param head status line and headers
   */
  record Response(List<String> head, String body) {
    int status() {
      return Integer.parseInt(head.get(0).split(" ", -1)[1]);
    }

    String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  RawClient(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    // Only so that a test which fails ends.
    socket.setSoTimeout(LONGEST_WAIT_MILLIS);
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  RawClient get(String path, String... headers) throws IOException {
    return ask("GET", path, null, headers);
  }

  RawClient post(String path, String body, String... headers) throws IOException {
    return ask("POST", path, body, headers);
  }

  private RawClient ask(
      String method, String path, @org.jspecify.annotations.Nullable String body, String... headers)
      throws IOException {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    if (List.of(headers).stream().noneMatch(header -> header.startsWith("Host:"))) {
      text.append("Host: localhost\r\n");
    }
    List.of(headers).forEach(header -> text.append(header).append("\r\n"));
    if (body != null) {
      text.append("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
    }
    return send(text + "\r\n" + (body == null ? "" : body));
  }

  Response answer() throws IOException {
    return answer(true);
  }

  Response answerToHead() throws IOException {
    return answer(false);
  }

  private Response answer(boolean hasBody) throws IOException {
    List<String> head = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.add(line);
    }
    Response response = new Response(head, "");
    if (!hasBody || response.header("Content-Length").isEmpty()) {
      return response;
    }
    int length = Integer.parseInt(response.header("Content-Length"));
    byte[] body = socket.getInputStream().readNBytes(length);
    return new Response(head, new String(body, StandardCharsets.UTF_8));
  }

  /** Whether the server has closed the connection, without another byte; waits until it does. */
  boolean isClosedByTheServer() throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    for (int letter = in.read(); letter != '\n'; letter = in.read()) {
      if (letter < 0) {
        throw new IOException("the server closed the connection in the middle of an answer");
      }
      line.write(letter);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
