package org.widemargin.cli.option;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.RunName;
import org.widemargin.cli.machine.Threads;
import org.widemargin.cli.text.Console;
import org.widemargin.data.ReadingListener;
import org.widemargin.error.InputException;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.NativeRuntime;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The argument that names a trained run. */
public final class RunArgument {
  static final String DESCRIPTION =
      "The folder of a run that 'train' has made, or a network that comes with the program, such as"
          + " zoo:mnist-robust (the README has all).";

  @Parameters(paramLabel = "RUN", description = DESCRIPTION)
  private @Nullable RunName run;

  @Mixin private DeviceOption device = new DeviceOption();

  /** Loads the run's result, to be closed by the caller. */
  public TrainedRun load() {
    NativeRuntime.initialise(Threads.chosen());
    return TrainedRun.load(name(), device.here());
  }

  /** The folder of the run, or the name of a network that comes with the program. */
  public RunName name() {
    return Objects.requireNonNull(run);
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
