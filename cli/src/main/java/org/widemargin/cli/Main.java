package org.widemargin.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.widemargin.checkpoint.RunName;
import org.widemargin.cli.command.AttackCommand;
import org.widemargin.cli.command.AuditCommand;
import org.widemargin.cli.command.BenchCommand;
import org.widemargin.cli.command.CertifyCommand;
import org.widemargin.cli.command.CleanCommand;
import org.widemargin.cli.command.CompletionCommand;
import org.widemargin.cli.command.DemoCommand;
import org.widemargin.cli.command.DistanceCommand;
import org.widemargin.cli.command.EvaluateCommand;
import org.widemargin.cli.command.ExportCommand;
import org.widemargin.cli.command.FetchCommand;
import org.widemargin.cli.command.PlanCommand;
import org.widemargin.cli.command.PredictCommand;
import org.widemargin.cli.command.ReportCommand;
import org.widemargin.cli.command.ReproduceCommand;
import org.widemargin.cli.command.ServeCommand;
import org.widemargin.cli.command.SummaryCommand;
import org.widemargin.cli.command.TrainCommand;
import org.widemargin.cli.command.TransferCommand;
import org.widemargin.cli.command.WatchCommand;
import org.widemargin.cli.doctor.DoctorCommand;
import org.widemargin.cli.option.PathConverter;
import org.widemargin.cli.option.RunNameConverter;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Help.ColorScheme;

/** The program {@code widemargin}. */
public final class Main {
  private static final int HELP_WIDTH = 100;

  private Main() {}

  /**
   * Runs a command and ends the process with its exit status: 0 done, 1 the work failed, 2 the
   * arguments or inputs are wrong, 75 another worker of a training was lost.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    // Numbers are written for programs too: the same digits and points under every locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    Console console = Console.ofProcess();
    System.exit(Failures.unlessLost(console, run(console, arguments)));
  }

  /**
   * Runs a command.
   *
   * @param console where to write
   * @param arguments the command line
   * @return the exit status
   */
  static int run(Console console, String... arguments) {
    CommandLine program = program(console);
    try {
      return program.execute(arguments);
    } catch (Error e) {
      return Failures.report(console, e, Failures.wantsStackTrace(arguments));
    }
  }

  /** The commands, not yet run. */
  static CommandLine program(Console console) {
    CommandLine program = new CommandLine(new Widemargin());
    program
        .addSubcommand(new DemoCommand(console))
        .addSubcommand(TrainCommand.create(console))
        .addSubcommand(new WatchCommand(console))
        .addSubcommand(new EvaluateCommand(console))
        .addSubcommand(new AttackCommand(console))
        .addSubcommand(new TransferCommand(console))
        .addSubcommand(new PredictCommand(console))
        .addSubcommand(new DistanceCommand(console))
        .addSubcommand(new CertifyCommand(console))
        .addSubcommand(new AuditCommand(console))
        .addSubcommand(new CleanCommand(console))
        .addSubcommand(new ExportCommand(console))
        .addSubcommand(new ServeCommand(console))
        .addSubcommand(new SummaryCommand(console))
        .addSubcommand(new ReproduceCommand(console))
        .addSubcommand(new ReportCommand(console))
        .addSubcommand(new FetchCommand(console))
        .addSubcommand(new DoctorCommand(console))
        .addSubcommand(new BenchCommand(console))
        .addSubcommand(new PlanCommand(console))
        .addSubcommand(new CompletionCommand(console));
    program.setOut(console.out());
    program.setErr(console.err());
    program.setColorScheme(colours(console));
    program.setUsageHelpWidth(HELP_WIDTH);
    program.registerConverter(Path.class, new PathConverter());
    program.registerConverter(RunName.class, new RunNameConverter());
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setAbbreviatedOptionsAllowed(false);
    program.setParameterExceptionHandler(new ArgumentErrors(console));
    program.setExecutionExceptionHandler(
        (exception, command, parsed) ->
            Failures.report(
                console,
                exception,
                Failures.wantsStackTrace(parsed.originalArgs().toArray(new String[0]))));
    return program;
  }

  private static ColorScheme colours(Console console) {
    return new ColorScheme.Builder(CommandLine.Help.defaultColorScheme(console.outColours()))
        .ansi(console.outColours())
        .build();
  }
}
