package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.widemargin.cli.text.Console;

/** Every command that the documents show has the options that the program has. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");

  /** A line that is code, and no table or pattern with brackets in it; N stands for a number. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "^ {4}(?:[A-Z_]+=\\S+ )*(?:\\./)?widemargin ([^\\[|\\n]*)$", Pattern.MULTILINE);

  @Test
  void theyAreValidCommandLines() throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(25);
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    for (String command : commands) {
      Main.program(Console.of(nowhere, nowhere)).parseArgs(command.split("\\s+", -1));
    }
  }

  private static List<String> commands() throws IOException {
    StringBuilder text = new StringBuilder(Files.readString(ROOT.resolve("README.md")));
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      for (Path page : pages.filter(each -> each.toString().endsWith(".md")).toList()) {
        text.append('\n').append(Files.readString(page));
      }
    }
    return COMMAND
        .matcher(text.toString().replaceAll("\\\\\n\\s*", ""))
        .results()
        .map(found -> found.group(1).strip().replaceAll("\\bN\\b", "1"))
        .filter(command -> !command.endsWith("..."))
        .toList();
  }
}
