package org.widemargin.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.config.Json;
import org.widemargin.evaluate.Accuracy;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.file.AtomicFiles;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.Network;
import org.widemargin.parallel.Meeting;
import org.widemargin.parallel.Workers;
import org.widemargin.torch.Device;
import org.widemargin.train.DivergenceException;
import org.widemargin.train.EvaluationConfig.Keep;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;
import org.widemargin.train.TrainingOutcome;

/** Training with everything written to a {@linkplain RunFolder folder}. */
public final class TrainingRun {
  private static final int BATCH_SIZE = 250;

  private TrainingRun() {}

  /**
   * Trains from the start.
   *
   * @param config everything that decides the run
   * @param data what it learns from
   * @param folder a folder that does not exist or is empty
   * @param listener learns how it goes
   * @param stop asks to stop after a step
   * @return how it ended
   * @throws org.widemargin.error.InputException if there is a run in the folder already, another
   *     process has it, or configuration and data do not fit; nothing is left behind if no step was
   *     made
   * @throws org.widemargin.error.OutputException if the disk is full or read-only
   * @throws DivergenceException if a loss, gradient or weight is not finite
   */
  public static TrainingOutcome start(
      RunConfig config,
      TrainingData data,
      Path folder,
      TrainingListener listener,
      StopRequest stop) {
    try (OwnedRun run = OwnedRun.create(folder)) {
      return start(config, data, run, Meeting.ofOne(), listener, stop);
    }
  }

  /**
   * Trains from the start, in a folder that is claimed already.
   *
   * @param config everything that decides the run
   * @param data what it learns from
   * @param run a claim by {@link OwnedRun#create} or {@link OwnedRun#replace}, which stays the
   *     caller's to close
   * @param workers those who train it, of whom this is the first; the others {@linkplain
   *     FollowedRun follow}
   * @param listener learns how it goes
   * @param stop asks to stop after a step
   * @return how it ended
   * @throws org.widemargin.error.InputException if configuration and data do not fit; nothing is
   *     written if no step was made
   * @throws org.widemargin.error.OutputException if the disk is full or read-only
   * @throws DivergenceException if a loss, gradient or weight is not finite
   * @throws org.widemargin.parallel.WorkerLostException if a worker is lost
   */
  public static TrainingOutcome start(
      RunConfig config,
      TrainingData data,
      OwnedRun run,
      Workers workers,
      TrainingListener listener,
      StopRequest stop) {
    FollowedRun.lead(workers, Optional.empty());
    try (Trainer trainer = new Trainer(config, data, null, workers)) {
      return train(
          trainer,
          run,
          config,
          data,
          Provenance.of(config, data, trainer.network().device()),
          listener,
          stop);
    }
  }

  /**
   * Continues a run from its last checkpoint, to the same weights as if it had never stopped.
   *
   * @param config the run's configuration, from {@link RunFolder#config}; the number of steps and
   *     what is watched may have been changed
   * @param data what it learns from, by the run's configuration
   * @param folder the folder of a run
   * @param listener learns how it goes
   * @param stop asks to stop after a step
   * @return how it ended; at once if the run was complete
   * @throws org.widemargin.error.InputException if there is no such run, another process has it, or
   *     its configuration, data and checkpoint do not fit each other
   * @throws org.widemargin.error.OutputException if the disk is full or read-only
   * @throws DivergenceException if a loss, gradient or weight is not finite
   */
  public static TrainingOutcome resume(
      RunConfig config,
      TrainingData data,
      Path folder,
      TrainingListener listener,
      StopRequest stop) {
    try (OwnedRun run = OwnedRun.open(folder)) {
      return resume(config, data, run, Meeting.ofOne(), listener, stop);
    }
  }

  /**
   * Continues a run whose folder is claimed already.
   *
   * @param config the run's configuration; the number of steps and what is watched may have been
   *     changed
   * @param data what it learns from, by the run's configuration
   * @param run a claim by {@link OwnedRun#open}, which stays the caller's to close
   * @param workers those who train it, of whom this is the first; they need not be as many as
   *     before
   * @param listener learns how it goes
   * @param stop asks to stop after a step
   * @return how it ended; at once if the run was complete
   * @throws org.widemargin.error.InputException if configuration, data and checkpoint do not fit
   *     each other
   * @throws org.widemargin.error.OutputException if the disk is full or read-only
   * @throws DivergenceException if a loss, gradient or weight is not finite
   * @throws org.widemargin.parallel.WorkerLostException if a worker is lost
   */
  public static TrainingOutcome resume(
      RunConfig config,
      TrainingData data,
      OwnedRun run,
      Workers workers,
      TrainingListener listener,
      StopRequest stop) {
    Checkpoint last = run.folder().last();
    FollowedRun.lead(workers, Optional.of(run.folder().checkpoint(Keep.LAST)));
    try (Trainer trainer = new Trainer(config, data, last, workers)) {
      Provenance provenance =
          run.folder()
              .provenance()
              .continuedFrom(last.manifest().step(), trainer.network().device());
      return train(trainer, run, config, data, provenance, listener, stop);
    }
  }

  private static TrainingOutcome train(
      Trainer trainer,
      OwnedRun run,
      RunConfig config,
      TrainingData data,
      Provenance provenance,
      TrainingListener listener,
      StopRequest stop) {
    long firstStep = trainer.state().step();
    RunConfig stated = data.stated(config);
    try (RunRecorder recorder = new RunRecorder(run, stated, provenance, firstStep)) {
      TrainingOutcome outcome = trainer.run(new Listeners(List.of(recorder, listener)), stop);
      // A run may have been killed after its last step and before its figures.
      boolean open = outcome.step() > firstStep || !Files.exists(run.folder().results());
      if (open && outcome.ending() != TrainingOutcome.Ending.INTERRUPTED) {
        writeResults(run.folder(), data, trainer.network().device(), listener);
      }
      return outcome;
    }
  }

  private static void writeResults(
      RunFolder run, TrainingData data, Device device, TrainingListener listener) {
    Checkpoint result = run.result();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("step", result.manifest().step());
    figures.put("samples", data.test().size());
    figures.put("classes", data.test().classNames());
    if (!data.test().undecodable().isEmpty()) {
      figures.put("undecodable", data.test().undecodable());
    }
    try (Network network = result.network(device)) {
      int total = data.test().size();
      Accuracy clean =
          AccuracyEvaluation.of(
              Classifier.of(network),
              data.test(),
              Batches.first(total),
              BatchMemory.forward(network.spec(), BATCH_SIZE),
              done -> listener.measured(done, total));
      figures.put("clean", clean.fraction());
    }
    AtomicFiles.writeText(run.results(), Json.write(figures));
  }
}
