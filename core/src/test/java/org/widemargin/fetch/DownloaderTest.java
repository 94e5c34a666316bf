package org.widemargin.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;
import org.widemargin.file.Sha256;

@Timeout(60)
class DownloaderTest {
  private static final byte[] CONTENT = bytes(300_000, 1);

  @TempDir private Path folder;

  private final List<Duration> pauses = new ArrayList<>();
  private final FileServer server = serving();

  private static FileServer serving() {
    try {
      return new FileServer(CONTENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private Downloader downloader(Map<String, String> environment, Duration silence) {
    return new Downloader(
        new EnvironmentProxies(environment),
        new Patience(Duration.ofSeconds(20), silence, 3),
        pauses::add);
  }

  private Path download(RemoteFile file) {
    return downloader(Map.of(), Duration.ofSeconds(20)).download(file, folder, server.listener());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void getsAWholeFileAndNothingElse() throws IOException {
    List<Long> progress = new ArrayList<>();
    List<RemoteFile> verified = new ArrayList<>();
    FetchListener listener =
        new FetchListener() {
          @Override
          public void received(RemoteFile file, long bytes) {
            progress.add(bytes);
          }

          @Override
          public void verified(RemoteFile file) {
            verified.add(file);
          }
        };
    RemoteFile file = server.file("images.gz");
    Path found = downloader(Map.of(), Duration.ofSeconds(20)).download(file, folder, listener);
    assertThat(found).isEqualTo(folder.resolve("images.gz")).hasBinaryContent(CONTENT);
    assertThat(names()).containsExactly("images.gz");
    assertThat(progress).isSorted().endsWith((long) CONTENT.length);
    assertThat(verified).containsExactly(file);
    assertThat(pauses).isEmpty();
  }

  @Test
  void goesOnWhereAConnectionBrokeOff() throws IOException {
    server.then(server.breakingAfter(100_000), server.breakingAfter(250_000));
    assertThat(download(server.file("images.gz"))).hasBinaryContent(CONTENT);
    assertThat(server.requests())
        .containsExactly(
            "/data/images.gz", "/data/images.gz bytes=100000-", "/data/images.gz bytes=250000-");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(names()).containsExactly("images.gz");
  }

  @Test
  void goesOnInALaterSession() throws IOException {
    server.then(server.breakingAfter(100_000), FileServer.status(503), FileServer.status(503));
    assertThatThrownBy(() -> download(server.file("images.gz")))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("cannot be had after 3 attempts: the server answered with status 503")
        .hasMessageContaining("a later fetch goes on from here");
    assertThat(names()).containsExactly("images.gz.part", "images.gz.part.tag");
    assertThat(folder.resolve("images.gz.part")).hasSize(100_000);

    assertThat(download(server.file("images.gz"))).hasBinaryContent(CONTENT);
    assertThat(server.requests()).endsWith("/data/images.gz bytes=100000-");
    assertThat(names()).containsExactly("images.gz");
  }

  @Test
  void pausesGrowAndBytesEndTheRow() {
    server.then(
        FileServer.status(500),
        FileServer.status(429),
        server.breakingAfter(10),
        FileServer.status(408));
    download(server.file("images.gz"));
    assertThat(pauses)
        .extracting(Duration::toSeconds)
        .as("after two failures, bytes; then one failure more")
        .containsExactly(1L, 2L, 1L, 2L);
  }

  @Test
  void aServerWithoutRangesSendsAllAgain() throws IOException {
    server.then(server.breakingAfter(100_000), server.ignoringRanges(CONTENT.length));
    assertThat(download(server.file("images.gz"))).hasBinaryContent(CONTENT);
  }

  @Test
  void aServerThatAlwaysBreaksAtTheSamePlaceIsGivenUp() {
    server.then(
        server.ignoringRanges(100_000),
        server.ignoringRanges(100_000),
        server.ignoringRanges(100_000),
        server.ignoringRanges(100_000));
    assertThatThrownBy(() -> download(server.file("images.gz")))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("cannot be had after 3 attempts");
    assertThat(folder.resolve("images.gz.part")).hasSize(100_000);
  }

  @Test
  void aFileThatChangesMidwayIsBegunAnew() throws IOException {
    byte[] other = bytes(CONTENT.length, 2);
    server.then(
        server.breakingAfter(100_000),
        exchange -> {
          server.change(other, "\"2\"");
          FileServer.status(500).to(exchange);
        });
    RemoteFile newer = new RemoteFile(server.address("images.gz"), other.length, Sha256.of(other));
    assertThat(download(newer)).hasBinaryContent(other);
  }

  /** Without a name for versions only the digest tells that the parts do not belong together. */
  @Test
  void partsOfTwoVersionsAreFoundOutByTheDigest() throws IOException {
    byte[] other = bytes(CONTENT.length, 2);
    server.withoutTags();
    server.then(
        server.breakingAfter(100_000),
        exchange -> {
          server.change(other, "");
          FileServer.status(500).to(exchange);
        });
    RemoteFile newer = new RemoteFile(server.address("images.gz"), other.length, Sha256.of(other));
    Files.write(folder.resolve("images.gz.part"), new byte[50]);
    assertThat(download(newer)).hasBinaryContent(other);
    assertThat(server.requests()).endsWith("/data/images.gz");
  }

  @Test
  void anotherFileOfTheSameLengthIsRefusedAndDeleted() throws IOException {
    RemoteFile expected = server.file("images.gz");
    server.change(bytes(CONTENT.length, 2), "\"2\"");
    assertThatThrownBy(() -> download(expected))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("expected SHA-256 " + expected.sha256() + ", found ")
        .hasMessageContaining("what was received is deleted");
    assertThat(names()).isEmpty();
  }

  @Test
  void aFileOfAnotherLengthIsRefusedBeforeItIsRead() throws IOException {
    RemoteFile expected = server.file("images.gz");
    server.change(bytes(77, 2), "\"2\"");
    assertThatThrownBy(() -> download(expected))
        .isInstanceOf(FetchException.class)
        .hasMessage(
            expected.address()
                + ": expected 300000 bytes, found 77: the file has changed, or a proxy answers in"
                + " its place");
    assertThat(folder.resolve("images.gz")).doesNotExist();
  }

  @Test
  void aBodyThatDoesNotEndIsCutAtTheExpectedLength() throws IOException {
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(CONTENT);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
        });
    assertThatThrownBy(() -> download(server.file("images.gz")))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("expected 300000 bytes, found more");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410})
  void whatTryingAgainCannotHelpFailsAtOnce(int status) {
    server.then(FileServer.status(status));
    assertThatThrownBy(() -> download(server.file("images.gz")))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("/data/images.gz: expected the file, found status " + status);
    assertThat(server.requests()).hasSize(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aPartThatTheServerDoesNotHaveIsThrownAway() throws IOException {
    Files.write(folder.resolve("images.gz.part"), new byte[100]);
    server.then(FileServer.status(416));
    assertThat(download(server.file("images.gz"))).hasBinaryContent(CONTENT);
  }

  @Test
  void aPartThatIsTooLongOrAlreadyWholeIsHandled() throws IOException {
    Files.write(folder.resolve("images.gz.part"), bytes(CONTENT.length + 5, 3));
    assertThat(download(server.file("images.gz"))).hasBinaryContent(CONTENT);
    Files.move(folder.resolve("images.gz"), folder.resolve("images.gz.part"));
    assertThat(download(server.file("images.gz"))).hasBinaryContent(CONTENT);
    assertThat(server.requests()).as("the whole part was not asked for again").hasSize(1);
  }

  @Test
  void theWrongPartIsNotAppended() throws IOException {
    server.then(
        server.breakingAfter(100_000),
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 5-299999/300000");
          exchange.sendResponseHeaders(206, CONTENT.length - 5);
          exchange.getResponseBody().write(CONTENT, 5, CONTENT.length - 5);
        });
    assertThat(download(server.file("images.gz"))).hasBinaryContent(CONTENT);
  }

  @Test
  void silenceIsABrokenConnection() throws IOException {
    CountDownLatch released = new CountDownLatch(1);
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 1000);
          exchange.getResponseBody().flush();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      List<String> reasons = new ArrayList<>();
      FetchListener listener =
          new FetchListener() {
            @Override
            public void retrying(RemoteFile file, String reason, int seconds) {
              reasons.add(reason);
            }
          };
      Path found =
          downloader(Map.of(), Duration.ofSeconds(1))
              .download(server.file("images.gz"), folder, listener);
      assertThat(found).hasBinaryContent(CONTENT);
      assertThat(reasons).containsExactly("nothing came for 1 s");
    } finally {
      released.countDown();
    }
  }

  @Test
  void aHostThatIsNotThereIsTold() {
    RemoteFile nowhere =
        new RemoteFile(URI.create("http://nobody.invalid/a.gz"), 1, "0".repeat(64));
    assertThatThrownBy(() -> download(nowhere))
        .isInstanceOf(FetchException.class)
        .hasMessageStartingWith(
            "http://nobody.invalid/a.gz: cannot be had after 3 attempts: no connection: the host is"
                + " unknown, or does not answer; check the network, or set https_proxy");
  }

  /** A proxy is asked for the whole address; a plain server answers that just as well. */
  @Test
  void goesThroughTheProxyOfTheEnvironment() throws IOException {
    RemoteFile elsewhere =
        new RemoteFile(
            URI.create("http://data.invalid/images.gz"), CONTENT.length, Sha256.of(CONTENT));
    Map<String, String> environment = Map.of("http_proxy", "http://localhost:" + server.port());
    Path found =
        downloader(environment, Duration.ofSeconds(20))
            .download(elsewhere, folder, server.listener());
    assertThat(found).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("http://data.invalid/images.gz");
  }

  @Test
  void followsTheFileToAnotherAddress() throws IOException {
    server.then(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere/images.gz");
          exchange.sendResponseHeaders(302, -1);
        });
    assertThat(download(server.file("images.gz"))).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("/data/images.gz", "/elsewhere/images.gz");
  }

  @Test
  void twoAtATimeAreRefused() {
    RemoteFile file = server.file("images.gz");
    try (PartFile part = PartFile.open(folder.resolve("images.gz"))) {
      assertThat(part.length()).isZero();
      assertThatThrownBy(() -> download(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another fetch is at work on it");
    }
  }

  @Test
  void aFullDiskIsToldInOneLine() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs a device that is always full");
    Path part = Files.createSymbolicLink(folder.resolve("images.gz.part"), full);
    assertThatThrownBy(() -> download(server.file("images.gz")))
        .isInstanceOf(OutputException.class)
        .hasMessage("no space left writing " + part + ": free some space or write elsewhere");
    Files.delete(part);
  }

  @Test
  void anInterruptedDownloadKeepsItsPart() {
    server.then(server.breakingAfter(1000));
    Downloader impatient =
        new Downloader(
            new EnvironmentProxies(Map.of()),
            Patience.USUAL,
            pause -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(
            () -> impatient.download(server.file("images.gz"), folder, server.listener()))
        .isInstanceOf(FetchException.class)
        .hasMessageEndingWith("interrupted; a later fetch goes on from here");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder.resolve("images.gz.part")).hasSize(1000);
  }
}
