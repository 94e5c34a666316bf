package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.cli.command.FetchCommand;
import org.widemargin.cli.text.Console;
import org.widemargin.fetch.ArchiveMember;
import org.widemargin.fetch.PublicDataset;
import org.widemargin.fetch.RemoteFile;
import org.widemargin.file.Sha256;
import picocli.CommandLine;

class FetchCommandTest {
  private static final String FOLDER = "cifar-10-batches-bin/";

  @TempDir private Path folder;

  private final byte[] archive = archive();
  private final HttpServer server = server();

  @BeforeEach
  void serve() {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> batches() {
    return Stream.concat(
            IntStream.rangeClosed(1, 5).mapToObj(number -> "data_batch_" + number + ".bin"),
            Stream.of("test_batch.bin"))
        .toList();
  }

  /** CIFAR-10 with eight images in each file. */
  private static byte[] archive() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream tar = new GZIPOutputStream(packed)) {
      for (String batch : batches()) {
        byte[] images = new byte[8 * 3073];
        for (int image = 0; image < 8; image++) {
          images[image * 3073] = (byte) image;
        }
        tar.write(header(FOLDER + batch, images.length));
        tar.write(images);
        tar.write(new byte[(512 - images.length % 512) % 512]);
      }
      tar.write(new byte[1024]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  private static byte[] header(String path, int size) {
    StringBuilder text = new StringBuilder("\0".repeat(512));
    put(text, 0, path);
    put(text, 124, String.format("%011o", size));
    put(text, 148, "        ");
    put(text, 156, "0");
    put(text, 148, String.format("%06o\0", text.chars().sum()));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(StringBuilder text, int offset, String part) {
    text.replace(offset, offset + part.length(), part);
  }

  private Program.Result fetch(String... arguments) {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/cifar.tar.gz");
    List<ArchiveMember> members =
        batches().stream().map(name -> new ArchiveMember(FOLDER + name, 100_000)).toList();
    PublicDataset cifar =
        new PublicDataset(
            "cifar-10",
            List.of(new RemoteFile(address, archive.length, Sha256.of(archive))),
            members);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        Console.of(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int status =
        new CommandLine(new FetchCommand(console, List.of(cifar), Map.of())).execute(arguments);
    return new Program.Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void fetchesSaysHowToTrainAndSaysSoWhenAllIsThere() {
    Path to = folder.resolve("with space");
    Program.Result first = fetch("cifar-10", "--to", to.toString()).succeeded();
    assertThat(first.out())
        .startsWith("cifar-10: 6 files in " + to)
        .contains("MB fetched", "widemargin train --dataset cifar-10 --data '" + to + "'");
    assertThat(first.err()).contains("cifar.tar.gz: there, with the published SHA-256");

    Program.Result second = fetch("cifar-10", "--to", to.toString()).succeeded();
    assertThat(second.out()).contains("6 files", "already there, and as published");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void whatWasFetchedCanBeTrainedOn() {
    JsonNode json = fetch("cifar-10", "--to", folder.toString(), "--json").succeeded().json();
    assertThat(json.path("files").size()).isEqualTo(6);
    assertThat(json.path("downloaded").asInt()).isEqualTo(archive.length);
    String command = json.path("train").asText();
    assertThat(command).startsWith("widemargin train --dataset cifar-10 --data " + folder + " ");
    String augmentation = command.replaceAll(".*'(data\\.augmentation=.*])'.*", "$1");
    Program.run(
            "train",
            "--dataset=cifar-10",
            "--data=" + folder,
            "--model=linear",
            "--loss=cross-entropy",
            "--set",
            augmentation,
            "--steps=2",
            "--batch-size=4",
            "--validation-size=4",
            "--out=" + folder.resolve("run"))
        .succeeded();
  }

  @Test
  void onlyKnownDataSetsAreFetched() {
    assertThat(Program.run("fetch", "cifar-1000").refusal())
        .contains("no data set 'cifar-1000' can be fetched", "cifar-100");
  }
}
