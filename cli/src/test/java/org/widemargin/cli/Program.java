package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.widemargin.cli.text.Console;

/** Runs commands as the program does, with captured streams. */
final class Program {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Program() {}

  /** What a command ended with. */
  record Result(int status, String out, String err) {
    /** The one JSON object on standard output; fails if anything else is there. */
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("expected one JSON object, found: " + out + "; " + err, e);
      }
    }

    /** Checks that the command did what it should. */
    Result succeeded() {
      assertThat(status).as(err).isZero();
      return this;
    }

    /** Checks that the command refused its input with one line, and returns that line. */
    String refusal() {
      assertThat(status).as(out + err).isEqualTo(2);
      assertThat(out).isEmpty();
      assertThat(err.lines()).hasSize(1);
      return err.strip();
    }
  }

  /** A command as a process of its own, to be stopped or killed. */
  static ProcessBuilder process(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // What ends in a second need not be compiled well.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.widemargin.cli.Main"));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  static Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        Console.of(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int status = Main.run(console, arguments);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Result run(List<String> arguments) {
    return run(arguments.toArray(new String[0]));
  }
}
