package org.widemargin.cli;

import org.widemargin.cli.machine.Version;
import org.widemargin.cli.text.Failures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: what it is, its commands, and the options that all of them share. */
@Command(
    name = "widemargin",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Trains deep classifiers with a large margin at any layers, and measures honestly what that"
          + " buys.",
    },
    versionProvider = Version.class,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin demo",
      "  widemargin train --dataset mnist --model mnist-cnn --loss margin --preset robust"
          + " --out runs/robust",
      "  widemargin evaluate runs/robust --epsilons 0.1,0.2,0.3",
      "",
      "Exit status: 0 done, 1 the work failed, 2 the arguments or inputs are wrong.",
      "'widemargin COMMAND --help' explains a command.",
    })
@SuppressWarnings("UnusedVariable") // picocli itself acts on these options
final class Widemargin implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 100,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  private boolean version;

  @Option(
      names = Failures.STACK_TRACE_OPTION,
      scope = ScopeType.INHERIT,
      order = 99,
      description = "On a failure print where in the program it happened.")
  private boolean stackTrace;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command, found none");
  }
}
