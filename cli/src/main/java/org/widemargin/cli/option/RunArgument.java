package org.widemargin.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.widemargin.cli.machine.Threads;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.ReadingNotes;
import org.widemargin.data.DataSource;
import org.widemargin.data.ReadingListener;
import org.widemargin.error.InputException;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.NativeRuntime;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The argument that names a trained run. */
public final class RunArgument {
  @Parameters(paramLabel = "RUN", description = "The folder of a run that 'train' has made.")
  private Path folder = Path.of("");

  @Mixin private DeviceOption device = new DeviceOption();

  /** Loads the run's result, to be closed by the caller. */
  public TrainedRun load() {
    NativeRuntime.initialise(Threads.chosen());
    return TrainedRun.load(folder, device.here());
  }

  /** Where the run is. */
  public Path folder() {
    return folder;
  }

  /** The data set that the run was made with; the user is told what is to be known of it. */
  public static DataSource data(TrainedRun run, Console console) {
    return run.data(null, new ReadingNotes(console));
  }

  /**
   * The names of the classes. A run of an earlier version may have been copied to where its data
   * set is not: then they are numbered, and the user is told why.
   */
  public static List<String> classNames(TrainedRun run, Console console) {
    if (run.classNames().isPresent()) {
      return run.classNames().get();
    }
    try {
      return run.data(null, ReadingListener.SILENT).train().classNames();
    } catch (InputException e) {
      console.warn("classes are numbered, their names are not known: " + e.getMessage());
      return IntStream.range(0, run.network().spec().classes()).mapToObj(String::valueOf).toList();
    }
  }
}
