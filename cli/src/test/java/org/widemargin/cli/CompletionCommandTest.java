package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionCommandTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theScriptIsOneThatBashCanRead() throws IOException, InterruptedException {
    String script = Program.run("completion", "bash").succeeded().out();
    assertThat(script).contains("complete -F", "summary", "--json");
    Path file = Files.writeString(folder.resolve("completion"), script);
    assumeTrue(Files.isExecutable(BASH), "there is no bash here to read the script");
    Process bash = new ProcessBuilder(BASH.toString(), "-n", file.toString()).inheritIO().start();
    assertThat(bash.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "train --loss, margin",
    "train --keep, best",
    "train --initial-layers, body",
    "train --dataset, folder",
    "train --preset, robust",
    "attack --attack, autoattack",
  })
  @DisabledOnOs(OS.WINDOWS)
  void everyOptionOffersItsOwnWords(String line, String word) throws Exception {
    assumeTrue(Files.isExecutable(BASH), "there is no bash here to complete with");
    Path script = folder.resolve("completion");
    Files.writeString(script, Program.run("completion", "bash").succeeded().out());
    String ask =
        "source %s; COMP_WORDS=(widemargin %s ''); COMP_CWORD=3; _complete_widemargin;"
                .formatted(script, line)
            + " echo ${COMPREPLY[@]}";
    Process bash = new ProcessBuilder(BASH.toString(), "-c", ask).start();
    String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    assertThat(List.of(offered.strip().split(" "))).contains(word);
    assertThat(offered.contains("last")).isEqualTo(line.endsWith("--keep"));
  }

  @Test
  void anotherShellIsRefused() {
    assertThat(Program.run("completion", "fish").refusal())
        .contains("expected bash or zsh, found 'fish'");
  }
}
