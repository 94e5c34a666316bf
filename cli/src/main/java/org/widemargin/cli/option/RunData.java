package org.widemargin.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.ReadingNotes;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.ReadingListener;
import org.widemargin.run.TrainedRun;
import picocli.CommandLine.Option;

/** The option that says where the data of a run lie now. */
public final class RunData {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the run's data set lies now; default: where it lay.")
  private @Nullable Path data;

  /** The test part of the data set of a run; the user is told what is to be known of it. */
  public Dataset test(TrainedRun run, Console console) {
    return test(run, new ReadingNotes(console));
  }

  /** The same, with somebody else told. */
  public Dataset test(TrainedRun run, ReadingListener listener) {
    return run.data(data, listener).test();
  }

  /** The data set of a run, where it lies now. */
  public DatasetSpec spec(TrainedRun run) {
    DatasetSpec own = run.config().data().dataset();
    return data == null ? own : own.at(data.toAbsolutePath().normalize());
  }

  /** Both parts of the data set of a run; the user is told what is to be known of it. */
  public DataSource source(TrainedRun run, Console console) {
    return run.data(data, new ReadingNotes(console));
  }
}
