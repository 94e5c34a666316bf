package org.widemargin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

/** Over real sockets: what is wrong, large, slow or too much gets a proper answer. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebServerTest {
  private static final int LARGEST = 1000;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final RequestMetrics metrics = new RequestMetrics();
  private final WebServer[] server = new WebServer[1];

  private WebServer start(Duration requestTime, Duration answerTime) {
    return start(WebServer.LOOPBACK, 0, requestTime, answerTime);
  }

  private WebServer start(String host, int port, Duration requestTime, Duration answerTime) {
    Limits limits = new Limits(64, LARGEST, LARGEST, 1, 1, requestTime, answerTime, LONG);
    List<Endpoint> endpoints =
        List.of(
            Endpoint.get("/", question -> Reply.text("text/plain", "here")),
            Endpoint.get("/metrics", question -> Reply.text("text/plain", metrics.text())),
            Endpoint.compute("/echo", question -> new Reply(200, "a/b", question.body(), query())),
            Endpoint.compute("/wrong", question -> refuse()),
            Endpoint.compute("/fail", question -> fail()),
            Endpoint.compute("/wait", question -> waitForTheTest()));
    server[0] =
        WebServer.start(
            host, port, limits, metrics, new Routes(endpoints, path -> "no path " + path));
    return server[0];
  }

  private static java.util.Map<String, String> query() {
    return java.util.Map.of("X-More", "1");
  }

  private static Reply refuse() {
    throw new InputException("expected a cat, found a dog");
  }

  private static Reply fail() {
    throw new IllegalStateException("a secret of the server");
  }

  private Reply waitForTheTest() {
    entered.countDown();
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Reply.text("text/plain", "done");
  }

  @AfterEach
  void stop() {
    mayEnd.countDown();
    if (server[0] != null) {
      server[0].close();
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(server[0].address());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, 70_000})
  void aPortThatIsNoneIsTheUsersMistake(int port) {
    assertThatThrownBy(
            () ->
                WebServer.start(
                    WebServer.LOOPBACK,
                    port,
                    Limits.USUAL,
                    new RequestMetrics(),
                    new Routes(List.of(), path -> path)))
        .isInstanceOf(InputException.class)
        .hasMessage("expected a port from 0 to 65535, found %d", port);
  }

  @Test
  void oneConnectionAsksManyTimes() throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      for (String body : List.of("one", "", "x".repeat(LARGEST))) {
        RawClient.Response response = client.post("/echo", body).answer();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("a/b");
        assertThat(response.header("X-More")).isEqualTo("1");
        assertThat(response.body()).isEqualTo(body);
      }
      assertThat(client.get("/").answer().body()).isEqualTo("here");
      client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.answerToHead().header("Content-Length")).isEqualTo("4");
      assertThat(client.get("/").answer().body()).isEqualTo("here");
    }
  }

  @Test
  void aBodyInChunksIsOne() throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\none\r\n").send("4\r\n two\r\n").send("0\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("one two");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, /nowhere, 404", "GET, /echo, 405", "DELETE, /, 405", "OPTIONS, /echo, 405"})
  void whatIsNotThereIsSaid(String method, String path, int status) throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      RawClient.Response response = client.answer();
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.body()).startsWith("{\"error\":\"").contains(path);
      assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /?a=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /%2e%2e/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      })
  void whatIsNoHttpIsRefused(String request) throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      assertThat(client.send(request).answer().status()).isEqualTo(400);
    }
    assertServes();
  }

  @Test
  void aHeadWithoutEndIsRefused() throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      RawClient.Response response = client.get("/", "X-Long: " + "x".repeat(20_000)).answer();
      assertThat(response.status()).isEqualTo(431);
      assertThat(response.body()).startsWith("{\"error\":");
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n");
      RawClient.Response response = client.answer();
      assertThat(response.status()).isEqualTo(413);
      assertThat(response.body()).contains("at most 1000 bytes");
    }
  }

  @Test
  void aBodyThatGrowsTooLargeIsRefused() throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3e9\r\n" + "x".repeat(LARGEST + 1) + "\r\n");
      assertThat(client.answer().status()).isEqualTo(413);
    }
    assertServes();
  }

  @Test
  void whoSendsTheHeadTooSlowlyIsCutOff() throws IOException {
    start(SHORT, LONG);
    try (RawClient silent = client();
        RawClient slow = client()) {
      slow.send("GET / HT");
      assertThat(slow.isClosedByTheServer()).isTrue();
      assertThat(silent.isClosedByTheServer()).isTrue();
    }
    assertServes();
  }

  @Test
  void whoSendsTheBodyTooSlowlyIsTold() throws IOException {
    start(SHORT, LONG);
    try (RawClient slow = client()) {
      slow.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx");
      RawClient.Response response = slow.answer();
      assertThat(response.status()).isEqualTo(408);
      assertThat(response.body()).contains("200 ms");
      assertThat(slow.isClosedByTheServer()).isTrue();
    }
    assertServes();
  }

  /** There are more of them than threads. */
  @Test
  void slowClientsDoNotStandInTheWay() throws IOException {
    start(LONG, LONG);
    RawClient[] slow = new RawClient[40];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = client();
        slow[i].send(
            i % 2 == 0
                ? "GET / HT"
                : "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx");
      }
      assertServes();
      for (int i = 0; i < slow.length; i++) {
        slow[i].send(i % 2 == 0 ? "TP/1.1\r\nHost: localhost\r\n\r\n" : "yyyyyyyyy");
        assertThat(slow[i].answer().body()).isEqualTo(i % 2 == 0 ? "here" : "xyyyyyyyyy");
      }
    } finally {
      for (RawClient client : slow) {
        if (client != null) {
          client.close();
        }
      }
    }
  }

  @Test
  void whoVanishesLeavesNothingBehind() throws IOException {
    start(LONG, LONG);
    for (int i = 0; i < 20; i++) {
      try (RawClient client = client()) {
        client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n");
        client.send("x".repeat(900));
      }
    }
    // There is room for one body of that size: what those took was given back.
    try (RawClient client = client()) {
      String whole = "x".repeat(LARGEST);
      RawClient.Response response = client.post("/echo", whole).answer();
      while (response.status() == 503) {
        response = client.post("/echo", whole).answer();
      }
      assertThat(response.body()).isEqualTo(whole);
    }
  }

  @Test
  void tooManyAreSentAwayAndTheRestIsAnswered() throws Exception {
    start(LONG, LONG);
    try (RawClient computed = client();
        RawClient waiting = client();
        RawClient away = client()) {
      computed.post("/wait", "");
      entered.await();
      waiting.post("/echo", "later");
      awaitMetric("widemargin_requests_waiting 1");
      RawClient.Response response = away.post("/echo", "").answer();
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.header("Retry-After")).isEqualTo("1");
      assertThat(response.body()).contains("1 requests are being computed and 1 wait");
      mayEnd.countDown();
      assertThat(computed.answer().body()).isEqualTo("done");
      assertThat(waiting.answer().body()).isEqualTo("later");
      assertThat(away.post("/echo", "again").answer().body()).isEqualTo("again");
    }
    assertThat(metrics.text())
        .contains("widemargin_requests_total{path=\"/echo\",status=\"200\"} 2\n")
        .contains("widemargin_requests_total{path=\"/echo\",status=\"503\"} 1\n")
        .contains("widemargin_request_seconds_bucket{path=\"/echo\",le=\"+Inf\"} 3\n");
  }

  private void awaitMetric(String line) throws IOException {
    try (RawClient client = client()) {
      while (!client.get("/metrics").answer().body().contains(line)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void whatTakesTooLongIsToldSo() throws IOException {
    start(LONG, SHORT);
    try (RawClient client = client()) {
      RawClient.Response response = client.post("/wait", "").answer();
      assertThat(response.status()).isEqualTo(504);
      assertThat(response.body()).contains("200 ms");
      assertThat(client.get("/").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsWrongIsExplainedAndWhatFailsIsNot() throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      RawClient.Response wrong = client.post("/wrong", "").answer();
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.body()).isEqualTo("{\"error\":\"expected a cat, found a dog\"}");
      RawClient.Response failed = client.post("/fail", "").answer();
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.body()).contains("IllegalState").doesNotContain("secret");
      assertThat(client.get("/").answer().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Host: evil.example, 403",
    "Host: localhost.evil.example:8080, 403",
    "Host: 192.168.0.7, 403",
    "Host: LOCALHOST:1, 200",
    "Host: 127.0.0.1:8080, 200",
    "Host: [::1]:8080, 200",
    "Origin: http://evil.example, 403",
    "Origin: null, 403",
    "Origin: http://localhost:99, 403",
    "Origin: http://localhost, 200",
    "Sec-Fetch-Site: cross-site, 403",
    "Sec-Fetch-Site: same-origin, 200",
  })
  void pagesOfStrangersAreNotLetIn(String header, int status) throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      assertThat(client.post("/echo", "x", header).answer().status()).isEqualTo(status);
    }
  }

  @Test
  void pagesMayShowNothingFromElsewhere() throws IOException {
    start(LONG, LONG);
    try (RawClient client = client()) {
      RawClient.Response response = client.get("/").answer();
      assertThat(response.header("Content-Security-Policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(response.header("Server")).isEmpty();
    }
  }

  @Test
  void theLoopbackAddressIsForThisMachineAlone() {
    assertThat(start(LONG, LONG).isOpenToOthers()).isFalse();
    assertThat(server[0].url()).matches("http://127\\.0\\.0\\.1:\\d+/");
    server[0].close();
    assertThat(start("0.0.0.0", 0, LONG, LONG).isOpenToOthers()).isTrue();
  }

  @Test
  void aServerThatIsOpenToOthersDoesNotKnowItsNames() throws IOException {
    WebServer open = start("0.0.0.0", 0, LONG, LONG);
    try (RawClient client =
        new RawClient(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), open.address().getPort()))) {
      assertThat(client.get("/", "Host: models.example").answer().status()).isEqualTo(200);
      assertThat(
              client
                  .post("/echo", "", "Host: models.example", "Origin: http://evil.example")
                  .answer()
                  .status())
          .isEqualTo(403);
    }
  }

  @Test
  void aPortThatIsTakenIsTheUsersToChange() {
    WebServer first = start(LONG, LONG);
    int port = first.address().getPort();
    assertThatThrownBy(() -> start(WebServer.LOOPBACK, port, LONG, LONG))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("port " + port, "--port");
    first.close();
  }

  @Test
  void stoppingLetsARequestEndAndTakesNoMore() throws Exception {
    start(LONG, LONG);
    try (RawClient client = client()) {
      client.post("/wait", "");
      entered.await();
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server[0]::close);
      while (isReached()) {
        Thread.onSpinWait();
      }
      assertThat(closing).isNotDone();
      mayEnd.countDown();
      assertThat(client.answer().body()).isEqualTo("done");
      closing.get();
    }
  }

  private boolean isReached() {
    try (RawClient client = client()) {
      return client.get("/").answer().status() == 200;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      // It was taken in and closed: the end is near.
      return true;
    }
  }

  private void assertServes() throws IOException {
    try (RawClient client = client()) {
      RawClient.Response response = client.post("/echo", "x").answer();
      assertThat(response.body().getBytes(StandardCharsets.UTF_8)).hasSize(1);
    }
  }
}
