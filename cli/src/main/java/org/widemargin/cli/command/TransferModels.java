package org.widemargin.cli.command;

import static org.widemargin.error.InputException.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.widemargin.attack.BatchSize;
import org.widemargin.checkpoint.RunName;
import org.widemargin.cli.machine.Threads;
import org.widemargin.cli.option.DeviceOption;
import org.widemargin.cli.option.ExternalModel;
import org.widemargin.cli.option.RunData;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.ReadingNotes;
import org.widemargin.data.Dataset;
import org.widemargin.data.ReadingListener;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.Network;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Several networks for one data set. */
final class TransferModels {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description =
          "The folders of runs that 'train' has made, or networks that come with the program, such as"
              + " zoo:mnist-clean; all for the same data set.")
  private List<RunName> runs = List.of();

  @Mixin private RunData data = new RunData();

  @Mixin private ExternalModel model = new ExternalModel();

  @Mixin private DeviceOption device = new DeviceOption();

  /**
   * The networks by name. It holds their native memory: close it.
   *
   * @param networks in the order of the command line
   * @param test the samples of the data set that all of them are for
   */
  record Loaded(Map<String, Network> networks, Dataset test) implements AutoCloseable {
    Map<String, Classifier> classifiers() {
      Map<String, Classifier> classifiers = new LinkedHashMap<>();
      networks.forEach((name, network) -> classifiers.put(name, Classifier.of(network)));
      return classifiers;
    }

    /** What fits for every one of them. */
    int fittingBatchSize() {
      return networks.values().stream()
          .mapToInt(network -> BatchSize.fitting(network.spec()))
          .min()
          .orElseThrow();
    }

    @Override
    public void close() {
      networks.values().forEach(Network::close);
    }
  }

  /** Loads them all; the user is told what is to be known of the data, and once. */
  Loaded load(Console console) {
    model.check();
    NativeRuntime.initialise(Threads.chosen());
    Device where = device.here();
    Map<String, Network> networks = new LinkedHashMap<>();
    ReadingListener notes = new ReadingNotes(console);
    try {
      @Nullable Dataset test = null;
      for (RunName run : runs) {
        TrainedRun trained = TrainedRun.load(run, where);
        add(networks, name(run), trained.network());
        Dataset own = data.test(trained, test == null ? notes : ReadingListener.SILENT);
        test = test == null ? own : test;
        require(
            own.sha256().equals(test.sha256()),
            "expected runs for the same test samples, those of %s (%s) and %s (%s) differ",
            runs.get(0),
            test.name(),
            run,
            own.name());
      }
      Dataset shared = Objects.requireNonNull(test);
      if (model.isGiven()) {
        Network network = model.load(shared, where);
        add(networks, network.spec().name(), network);
      }
      return new Loaded(networks, shared);
    } catch (RuntimeException e) {
      networks.values().forEach(Network::close);
      throw e;
    }
  }

  private static void add(Map<String, Network> networks, String name, Network network) {
    if (networks.putIfAbsent(name, network) != null) {
      network.close();
      throw new InputException("expected each network once, found '" + name + "' twice");
    }
  }

  /** The folder's own name, unless another run has the same. */
  private String name(RunName run) {
    boolean alone = runs.stream().filter(other -> other.last().equals(run.last())).count() == 1;
    return alone ? run.last() : run.text();
  }
}
