package org.widemargin.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * Gets a file over one HTTP connection, from where an earlier one broke off if the server still has
 * the same version (RFC 9110, sections 13.1.5 and 14).
 */
final class HttpTransfer {
  private static final int BUFFER = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final HttpClient client;
  private final Patience patience;

  HttpTransfer(ProxySelector proxies, Patience patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience.connecting())
            .proxy(proxies)
            .build();
  }

  /**
   * Appends to a part until it is whole.
   *
   * @param file what to get
   * @param part what there is of it
   * @param received is told how much there is, after each piece
   * @throws IOException if the connection failed, or the server is busy: it may be tried again
   * @throws FetchException if trying again cannot help
   */
  void complete(RemoteFile file, PartFile part, LongConsumer received)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request(file, part), BodyHandlers.ofInputStream());
    try (SilenceWatch body = new SilenceWatch(response.body(), patience.silence())) {
      accept(file, part, response);
      copy(file, part, body, received);
    }
    if (part.length() < file.bytes()) {
      throw new IOException(
          "the connection ended after " + part.length() + " of " + file.bytes() + " bytes");
    }
  }

  private HttpRequest request(RemoteFile file, PartFile part) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(file.address())
            .timeout(patience.silence())
            .header("User-Agent", "widemargin")
            .header("Accept-Encoding", "identity")
            .GET();
    if (part.length() > 0) {
      request.header("Range", "bytes=" + part.length() + "-");
      part.version().ifPresent(version -> request.header("If-Range", version));
    }
    return request.build();
  }

  /** Prepares the part for the body that follows, or says why it is of no use. */
  private static void accept(RemoteFile file, PartFile part, HttpResponse<InputStream> response)
      throws IOException {
    int status = response.statusCode();
    switch (status) {
      case OK -> {
        requireLength(file, response.headers().firstValueAsLong("Content-Length"));
        part.restart(version(response.headers()));
      }
      case PARTIAL_CONTENT -> requireContinuation(part, response.headers());
      case RANGE_NOT_SATISFIABLE -> {
        part.restart(Optional.empty());
        throw new IOException("the server has no such part of the file");
      }
      default -> throw refusal(file, status);
    }
  }

  private static IOException refusal(RemoteFile file, int status) {
    if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS) {
      return new IOException("the server answered with status " + status);
    }
    throw new FetchException(
        String.format(
            Locale.ROOT,
            "%s: expected the file, found status %d%s; it may have moved, or a proxy be in between",
            file.address(),
            status,
            status == 404 ? " (not found)" : ""));
  }

  private static void requireLength(RemoteFile file, OptionalLong length) {
    if (length.isPresent() && length.getAsLong() != file.bytes()) {
      throw otherFile(file, Long.toString(length.getAsLong()));
    }
  }

  private static FetchException otherFile(RemoteFile file, String found) {
    return new FetchException(
        String.format(
            Locale.ROOT,
            "%s: expected %d bytes, found %s: the file has changed, or a proxy answers in its place",
            file.address(),
            file.bytes(),
            found));
  }

  private static void requireContinuation(PartFile part, HttpHeaders headers) throws IOException {
    String range = headers.firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + part.length() + "-")) {
      part.restart(Optional.empty());
      throw new IOException("the server sent another part of the file than asked for");
    }
  }

  /** A strong entity tag, or the date of the last change. */
  private static Optional<String> version(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> headers.firstValue("Last-Modified"));
  }

  private static void copy(RemoteFile file, PartFile part, SilenceWatch body, LongConsumer received)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    int count = body.read(buffer);
    while (count >= 0) {
      if (part.length() + count > file.bytes()) {
        throw otherFile(file, "more");
      }
      part.append(buffer, count);
      received.accept(part.length());
      count = body.read(buffer);
    }
  }
}
