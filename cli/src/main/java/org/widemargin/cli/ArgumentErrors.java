package org.widemargin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;
import org.widemargin.error.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the arguments, and where to read about them. */
final class ArgumentErrors implements IParameterExceptionHandler {
  private final Console console;

  ArgumentErrors(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    String help = command.getCommandSpec().qualifiedName() + " --help";
    console.error(message(exception, command.getCommandSpec()) + "; see '" + help + "'");
    if (Failures.wantsStackTrace(arguments)) {
      exception.printStackTrace(console.err());
    }
    return Failures.WRONG_INPUT;
  }

  private static String message(ParameterException exception, CommandSpec command) {
    if (exception instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unknown(unmatched, command);
    }
    String line = Objects.toString(exception.getMessage(), "").lines().findFirst().orElse("");
    return line.isEmpty() ? line : Character.toLowerCase(line.charAt(0)) + line.substring(1);
  }

  private static String unknown(UnmatchedArgumentException unmatched, CommandSpec command) {
    String found = unmatched.getUnmatched().get(0);
    if (unmatched.isUnknownOption()) {
      String name = found.replaceFirst("=.*", "");
      return "unknown option '%s'%s".formatted(name, didYouMean(name, options(command)));
    }
    if (!command.subcommands().isEmpty()) {
      List<String> names = new ArrayList<>(command.subcommands().keySet());
      return "unknown command '%s', %s".formatted(found, Nearest.hint(found, names));
    }
    return "unexpected argument '%s'".formatted(found);
  }

  private static List<String> options(CommandSpec command) {
    return command.options().stream().map(OptionSpec::longestName).toList();
  }

  private static String didYouMean(String name, List<String> known) {
    return Nearest.name(name, known).map(near -> ", did you mean '" + near + "'?").orElse("");
  }
}
