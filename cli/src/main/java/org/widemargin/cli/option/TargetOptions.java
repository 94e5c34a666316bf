package org.widemargin.cli.option;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.assessment.AttackTarget;
import org.widemargin.checkpoint.RunName;
import org.widemargin.cli.machine.Threads;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.ReadingNotes;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.data.ReadingListener;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.NativeRuntime;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of {@code attack} about what is attacked. */
public final class TargetOptions {
  @Parameters(arity = "0..1", paramLabel = "RUN", description = RunArgument.DESCRIPTION)
  private @Nullable RunName run;

  @Mixin private ExternalModel model = new ExternalModel();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Whose test samples; default: the run's data set, or mnist.")
  private @Nullable String dataset;

  @Option(names = "--data", paramLabel = "DIR", description = "Where the data set lies.")
  private @Nullable Path data;

  @Mixin private DeviceOption device = new DeviceOption();

  /** What to call the target. */
  public String name() {
    return run == null ? model.name() : run.text();
  }

  /**
   * Loads what is to be attacked, to be closed by the caller; the user is told what is to be known
   * of the data.
   *
   * @throws org.widemargin.error.InputException if there is not one network, or it is not for the
   *     data set
   */
  public AttackTarget load(Console console) {
    require(
        (run == null) == model.isGiven(),
        "attack: expected a RUN or --model with --weights, found %s",
        run == null ? "neither" : "both");
    model.check();
    NativeRuntime.initialise(Threads.chosen());
    ReadingNotes notes = new ReadingNotes(console);
    return run == null ? fromElsewhere(notes) : fromRun(run, notes);
  }

  private AttackTarget fromRun(RunName named, ReadingListener notes) {
    TrainedRun trained = TrainedRun.load(named, device.here());
    try {
      String asked = dataset;
      Dataset test =
          asked == null || asked.equals(trained.config().data().dataset().name())
              ? trained.data(data, notes).test()
              : Datasets.load(named(DatasetSpec.of(asked)), notes).test();
      require(
          test.sampleShape().equals(trained.network().spec().input().shape()),
          "network '%s' takes samples of shape %s, those of data set '%s' have shape %s",
          trained.network().spec().name(),
          trained.network().spec().input().shape(),
          test.name(),
          test.sampleShape());
      // A run that was continued is another network; one of the zoo has no folder to keep files in.
      Optional<Path> files =
          named.folder().map(folder -> folder.resolve("attacks").resolve("step-" + trained.step()));
      return new AttackTarget(trained.network(), test, files);
    } catch (RuntimeException e) {
      trained.close();
      throw e;
    }
  }

  private AttackTarget fromElsewhere(ReadingListener notes) {
    Dataset test = Datasets.load(named(DatasetSpec.of("mnist")), notes).test();
    return new AttackTarget(model.load(test, device.here()), test, Optional.empty());
  }

  /** The data set that was named, with what was not said taken from another. */
  private DatasetSpec named(DatasetSpec otherwise) {
    DatasetSpec spec =
        dataset == null || dataset.equals(otherwise.name()) ? otherwise : DatasetSpec.of(dataset);
    return data == null ? spec : spec.at(data);
  }
}
