package org.widemargin.cli.command;

import java.util.List;
import org.widemargin.cli.text.Console;
import org.widemargin.error.InputException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
    labelOptionsApart(spec.root());
    // One script serves both: it loads zsh's bashcompinit where it finds itself in zsh.
    console.printPlain(AutoComplete.bash("widemargin", spec.root().commandLine()));
  }

  /**
   * Gives each option with words of its own a label of its own: the script keeps the words of a
   * command's options under their labels, and of two that share one the last would win.
   */
  private static void labelOptionsApart(CommandSpec command) {
    for (OptionSpec option : List.copyOf(command.options())) {
      if (option.completionCandidates() != null && option.group() == null) {
        command.remove(option);
        command.addOption(
            OptionSpec.builder(option).paramLabel(option.longestName().substring(2)).build());
      }
    }
    command.subcommands().values().forEach(inner -> labelOptionsApart(inner.getCommandSpec()));
  }
}
