package org.widemargin.cli.command;

import static org.widemargin.error.InputException.require;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.machine.UntilStopped;
import org.widemargin.cli.option.ColourConverter;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.RunArgument;
import org.widemargin.cli.option.ServerOptions;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.PlainText;
import org.widemargin.image.Colour;
import org.widemargin.image.EncodedImage;
import org.widemargin.run.TrainedRun;
import org.widemargin.serve.NetworkServer;
import org.widemargin.serve.ServedNetwork;
import org.widemargin.torch.NativeRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a trained network over HTTP. */
@Command(
    name = "serve",
    description = {
      "Serve a trained network over HTTP: to programs by the Open Inference Protocol, version 2, to"
          + " people by a page on which they draw or drop an image and see its class, how far the"
          + " boundary is at each layer, and the smallest change that flips it.",
      "",
      "Samples are prepared as for predict. Metrics for Prometheus are at /metrics. Ctrl-C and"
          + " SIGTERM let the requests go on that are there, and end it.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin serve zoo:mnist-clean",
      "  widemargin serve runs/photos --name photos --port 9000",
      "  widemargin serve runs/photos --host 0.0.0.0 --workers 1",
    })
public final class ServeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunArgument run = new RunArgument();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the network is called in addresses; default: the last part of RUN.")
  private @Nullable String name;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "25000000",
      description =
          "The most pixels of an image on the page, before it is brought to size; default:"
              + " ${DEFAULT-VALUE}.")
  private long maxPixels;

  @Option(
      names = "--image-background",
      paramLabel = "COLOUR",
      converter = ColourConverter.class,
      description =
          "What transparent images are put on, such as white or '#ff8000'. Default: that of the"
              + " run, or they are refused.")
  private @Nullable Colour background;

  @Mixin private JsonOption json = new JsonOption();

  public ServeCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code serve --json} gives once it listens.
   *
   * @param url of the page
   * @param model of the protocol
   */
  private record Listening(String url, String model) {}

  @Override
  public Integer call() throws InterruptedException {
    require(
        maxPixels >= 1 && maxPixels <= EncodedImage.MOST_PIXELS,
        "expected --max-pixels from 1 to %d, found %d",
        EncodedImage.MOST_PIXELS,
        maxPixels);
    try (UntilStopped until = UntilStopped.begin();
        TrainedRun trained = run.load()) {
      NativeRuntime.initialise(options.threadsOfAWorker());
      ServedNetwork network =
          new ServedNetwork(
              name == null ? run.name().last() : name,
              trained,
              RunArgument.classNames(trained, console),
              Optional.ofNullable(background));
      try (NetworkServer server =
          NetworkServer.start(
              network, options.host(), options.port(), options.limits(), maxPixels)) {
        tell(server);
        until.await();
      }
    }
    return 0;
  }

  private void tell(NetworkServer server) {
    Listening listening = new Listening(server.server().url(), server.modelUrl());
    if (server.server().isOpenToOthers()) {
      console.warn(
          "whoever reaches this machine at "
              + PlainText.of(options.host() + ":" + server.server().address().getPort())
              + " can ask this network: there are no passwords and no encryption");
    }
    json.print(
        console,
        listening,
        () ->
            List.of("page:   " + listening.url(), "model:  " + listening.model(), "end:    Ctrl-C")
                .forEach(line -> console.printPlain(PlainText.of(line) + System.lineSeparator())));
  }
}
