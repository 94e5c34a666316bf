package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.attack.Attacks;
import org.widemargin.cli.text.Console;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  private static final Pattern EXAMPLE = Pattern.compile("widemargin ([^)>|]+)");

  static Stream<String> commands() {
    return program().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsExplainedWithExamples(String command) {
    Program.Result result = Program.run(command, "--help").succeeded();
    assertThat(result.out()).startsWith("Usage: widemargin " + command).contains("Examples:");
    assertThat(result.out()).contains("widemargin " + command, "-h, --help");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theAttacksAreThoseOfTheLibrary() {
    String help = Program.run("attack", "--help").succeeded().out().replaceAll("\\s", "");
    assertThat(help).contains(Attacks.NAMES);
  }

  private static CommandLine subcommand(String command) {
    return Objects.requireNonNull(program().getSubcommands().get(command));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsDescribed(String command) {
    CommandLine subcommand = subcommand(command);
    for (OptionSpec option : subcommand.getCommandSpec().options()) {
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleIsAValidCommandLine(String command) {
    List<String> footer = joined(subcommand(command).getCommandSpec().usageMessage().footer());
    List<String> examples = examples(footer);
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      program().parseArgs(example.split("\\s+"));
    }
  }

  @Test
  void theExamplesOfTheProgramItselfAreValidCommandLines() {
    List<String> examples = examples(joined(program().getCommandSpec().usageMessage().footer()));
    assertThat(examples).hasSizeGreaterThan(2);
    for (String example : examples) {
      program().parseArgs(example.split("\\s+"));
    }
  }

  @Test
  void helpLoadsNeitherNativesNorTensors() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                "org.widemargin.cli.Main",
                "train",
                "--help")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).contains("Usage: widemargin train", "picocli.CommandLine");
    assertThat(output).doesNotContain("org.bytedeco");
  }

  @Test
  void theVersionIsTheOneBuilt() {
    assertThat(Program.run("--version").succeeded().out()).matches("widemargin \\d+\\.\\d+\\S*\\R");
  }

  private static CommandLine program() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return Main.program(Console.of(nowhere, nowhere));
  }

  /** Undoes the backslash that continues a line. */
  private static List<String> joined(String[] footer) {
    return Arrays.asList(String.join("\n", footer).replaceAll("\\\\\n\\s*", "").split("\n"));
  }

  private static List<String> examples(List<String> footer) {
    List<String> examples = new ArrayList<>();
    for (String line : footer) {
      Matcher matcher = EXAMPLE.matcher(line);
      if (line.startsWith("  ") && matcher.find()) {
        examples.add(matcher.group(1).strip());
      }
    }
    return examples;
  }
}
