package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.machine.UntilStopped;
import org.widemargin.cli.text.Console;
import org.widemargin.run.RunFolder;
import org.widemargin.watch.RunWatch;
import org.widemargin.web.WebServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run's curves in the browser. */
@Command(
    name = "watch",
    description = {
      "Show the curves of a run in the browser, on this machine alone: of one that goes on, as they"
          + " grow, or of one that has ended. Ctrl-C ends it; the run does not notice.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin watch runs/robust",
      "  widemargin watch runs/robust --port 9000",
    })
public final class WatchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN", description = "The folder of a run that 'train' makes.")
  private @Nullable Path run;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port; default: any that is free, which is told.")
  private int port;

  public WatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = RunFolder.open(Objects.requireNonNull(run)).path();
    try (UntilStopped until = UntilStopped.begin();
        RunWatch watch = RunWatch.of(folder, WebServer.LOOPBACK, port)) {
      console.printPlain("page:  " + watch.server().url() + System.lineSeparator());
      console.printPlain("end:   Ctrl-C" + System.lineSeparator());
      until.await();
    }
    return 0;
  }
}
