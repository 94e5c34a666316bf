package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.KeyList;
import org.widemargin.train.RunConfig;
import picocli.CommandLine;

/** Holds the page of all commands and keys against the program, which it is made from. */
class ReferencePageTest {
  private static final Path PAGE = Path.of("../docs/reference.md");

  private static final String HEAD =
      """
      # Every command, every key

      Made from the program; a test holds it there. `widemargin COMMAND --help` says the same on the command line.

      """;

  private static final String KEYS =
      """
      ## The keys of a configuration

      What `config.yaml`, `--config` and `--set` take, as `widemargin train --keys` lists them; nested where a dot is. The default of `threads` is the
      number of processors, and shown as 1.

      """;

  @Test
  void thePageIsWhatTheProgramSays() throws IOException {
    Path fresh = Files.writeString(Path.of("target/reference.md"), page());
    assertThat(PAGE).as("the program has changed: cp cli/%s docs/", fresh).hasContent(page());
  }

  private static String page() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    CommandLine program = Main.program(Console.of(nowhere, nowhere));
    StringBuilder page = new StringBuilder(HEAD);
    program
        .getSubcommands()
        .forEach(
            (name, command) ->
                page.append("## widemargin ")
                    .append(name)
                    .append("\n\n")
                    .append(block(command.getUsageMessage(CommandLine.Help.Ansi.OFF))));
    page.append(KEYS).append(block(KeyList.of(RunConfig.defaults().with("threads=1")).text()));
    return page.toString();
  }

  private static String block(String text) {
    String plain = text.replace(System.lineSeparator(), "\n").replaceAll("(?m) +$", "");
    return "```text\n" + plain.strip() + "\n```\n\n";
  }
}
