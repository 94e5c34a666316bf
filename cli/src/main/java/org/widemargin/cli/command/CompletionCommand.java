package org.widemargin.cli.command;

import org.widemargin.cli.text.Console;
import org.widemargin.error.InputException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script for the user's shell. */
@Command(
    name = "completion",
    description = "Print a script that completes commands and options in bash or zsh.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(widemargin completion bash)",
      "  widemargin completion zsh >> ~/.zshrc",
    })
public final class CompletionCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "bash|zsh", defaultValue = "bash", description = "The shell.")
  private String shell = "bash";

  @Spec private CommandSpec spec;

  public CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    InputException.require(
        shell.equals("bash") || shell.equals("zsh"),
        "completion: expected bash or zsh, found '%s'",
        shell);
    // One script serves both: it loads zsh's bashcompinit where it finds itself in zsh.
    console.printPlain(AutoComplete.bash("widemargin", spec.root().commandLine()));
  }
}
