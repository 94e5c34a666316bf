package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void anotherShellIsRefused() {
    assertThat(Program.run("completion", "fish").refusal())
        .contains("expected bash or zsh, found 'fish'");
  }
}
