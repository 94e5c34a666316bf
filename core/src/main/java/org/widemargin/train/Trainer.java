package org.widemargin.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.checkpoint.CheckpointManifest;
import org.widemargin.data.AugmentationPipeline;
import org.widemargin.data.Batch;
import org.widemargin.data.BatchLoader;
import org.widemargin.data.BatchSampler;
import org.widemargin.data.Dataset;
import org.widemargin.data.TrainingBatches;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.optimize.Optimizer;
import org.widemargin.parallel.Meeting;
import org.widemargin.parallel.Workers;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;

/**
 * The training loop: batch, forward, loss, gradients, clipping, update; evaluation every so many
 * steps.
 *
 * <p>Everything random is a function of the seed and the step, so a run continued from a checkpoint
 * comes to the same weights, to the last bit, as an unbroken one with the same number of threads.
 * It holds the network's native memory and the threads that make batches: close it.
 */
public final class Trainer implements AutoCloseable {
  private final RunConfig config;
  private final TrainingData data;
  private final Map<String, String> settings;
  private final Device device;
  private final NetworkInTraining network;
  private final Optimizer optimizer;
  private final BatchLoader batches;
  private final Evaluator evaluator;
  private final TrainingStep update;
  private final BatchSampler sampler;
  private final @Nullable TrackedGaps tracked;
  private final TrainingProgress progress;
  private final Workers workers;
  private StepTimes times = StepTimes.NONE;
  private long step;
  private boolean closed;

  /**
   * Prepares a run from its start.
   *
   * @param config everything that decides it
   * @param data what it learns from
   * @throws org.widemargin.error.InputException if configuration and data do not fit each other,
   *     the device is not usable here, or a batch does not fit into its memory
   */
  public Trainer(RunConfig config, TrainingData data) {
    this(config, data, null);
  }

  /**
   * Prepares a run that goes on from a checkpoint.
   *
   * @param config everything that decides it; only the number of steps and the device may have
   *     changed
   * @param data what it learns from
   * @param from where to go on; null for the start
   * @throws org.widemargin.error.InputException if configuration, data and checkpoint do not fit
   *     each other
   */
  public Trainer(RunConfig config, TrainingData data, @Nullable Checkpoint from) {
    this(config, data, from, Meeting.ofOne());
  }

  /**
   * Prepares a run that several workers make together, each with its part of every batch.
   *
   * @param config everything that decides it, the same on all workers but for threads and device
   * @param data what it learns from, the same on all
   * @param from where to go on, the same on all; null for the start
   * @param workers the others, who stay the caller's to close
   * @throws org.widemargin.error.InputException if configuration, data and checkpoint do not fit
   *     each other, or are not the same on all workers
   * @throws org.widemargin.parallel.WorkerLostException if a worker is lost
   */
  public Trainer(RunConfig config, TrainingData data, @Nullable Checkpoint from, Workers workers) {
    NativeRuntime.initialise(config.threads());
    this.device = config.device().here();
    NetworkSpec spec = config.model().specFor(data.train());
    config.loss().check(spec);
    Recomputation.check(config, spec);
    WorkerLimits.check(config, data.train().size(), workers.shard());
    int parts = workers.shard().count();
    if (!config.optimization().recomputeActivations()) {
      BatchLimit.check(spec, config.optimization().mostAtOnce(data.train().size(), parts), device);
    }
    NormalisedValues.requireSeveral(spec, config.optimization(), data.train().size(), parts);
    this.workers = workers;
    this.config = config;
    this.data = data;
    this.settings = TrainingSettings.of(config, spec, data);
    this.evaluator = new Evaluator(config, data, spec);
    if (from != null) {
      from.manifest().requireSettings(settings);
    }
    workers.agree(WorkerLimits.facts(settings, from));
    this.progress =
        new TrainingProgress(
            from == null ? CheckpointManifest.Progress.START : from.manifest().progress(), workers);
    double averageWeights = config.optimization().averageWeights();
    this.network =
        from == null
            ? NetworkInTraining.start(
                spec,
                config.seed(),
                averageWeights,
                config.model().initialisation(),
                config.model().weightsFor(spec),
                device)
            : NetworkInTraining.from(from, averageWeights, device);
    this.optimizer =
        new Optimizer(
            config.optimization().optimizer(),
            config.optimization().weightDecay(),
            config.optimization().trainLayers().of(network.trained()));
    this.update =
        new TrainingStep(
            network.trained(), optimizer, config.loss(), config.optimization(), workers);
    if (from != null) {
      this.step = from.manifest().step();
      optimizer.restore(from.optimizerState(), step);
    }
    this.tracked = config.evaluation().trackSamples() ? tracked(data.train(), from) : null;
    this.sampler =
        new BatchSampler(config.seed(), data.train().size(), config.optimization().batchSize());
    this.batches =
        new BatchLoader(
            new TrainingBatches(
                data.train(),
                sampler,
                new AugmentationPipeline(config.data().augmentation(), config.seed()),
                workers.shard()),
            step,
            config.optimization().steps(),
            config.data().workersFor(data.train()),
            bytes(config, data.train()) / parts);
    if (from == null) {
      network.copyFirst(workers);
    }
  }

  private static long bytes(RunConfig config, Dataset train) {
    long samples = Math.min(config.optimization().batchSize(), train.size());
    return samples * train.sampleShape().elements() * Float.BYTES;
  }

  private static TrackedGaps tracked(Dataset train, @Nullable Checkpoint from) {
    return from == null
        ? TrackedGaps.none(train.size())
        : TrackedGaps.of(from.tracked(), train.size());
  }

  /**
   * Trains until all steps are made, or the run is stopped.
   *
   * @param listener learns how it goes
   * @param stop asks to stop after a step
   * @return how it ended
   * @throws DivergenceException if a loss, gradient or weight is not finite
   * @throws IllegalStateException if the trainer is closed
   */
  public TrainingOutcome run(TrainingListener listener, StopRequest stop) {
    requireOpen();
    try (StopRequest.Stretch heeded = stop.heeded()) {
      return loop(listener, stop);
    }
  }

  private TrainingOutcome loop(TrainingListener listener, StopRequest stop) {
    while (true) {
      // Also before the first step: a run may have been stopped or killed at any point.
      if (isEvaluationDue()) {
        update.checkWeights(step);
        Optional<Boolean> best = evaluate(listener, stop);
        if (best.isEmpty()) {
          return interrupted(listener);
        }
        listener.checkpoint(state(), best.orElseThrow());
      }
      if (step > 0 && isOutOfPatience()) {
        return progress.outcome(TrainingOutcome.Ending.STOPPED_EARLY, step);
      }
      if (step >= config.optimization().steps()) {
        return progress.outcome(TrainingOutcome.Ending.COMPLETED, step);
      }
      if (workers.any(stop.requested())) {
        return interrupted(listener);
      }
      double loss = step();
      listener.stepped(step, loss);
    }
  }

  /** Keeps the state as it is, an evaluation that is still due included. */
  private TrainingOutcome interrupted(TrainingListener listener) {
    update.checkWeights(step);
    tellTimes(listener);
    listener.checkpoint(state(), false);
    return progress.outcome(TrainingOutcome.Ending.INTERRUPTED, step);
  }

  /**
   * Makes one step, without the evaluation that may be due after it.
   *
   * @return the loss that it went down from
   * @throws DivergenceException if the loss or a gradient is not finite
   * @throws IllegalStateException if all steps are made, or the trainer is closed
   */
  public double step() {
    requireOpen();
    if (step >= config.optimization().steps()) {
      throw new IllegalStateException("all " + step + " steps are made");
    }
    long start = System.nanoTime();
    workers.begins(step);
    try (Scope scope = Scope.open()) {
      Batch batch = batches.next();
      Tensor input = InputBatch.samples(batch, device);
      Tensor labels = InputBatch.labels(batch, device);
      long ready = System.nanoTime();
      NativeRuntime.seedGenerator(config.seed(), draws(), step);
      TrainingStep.Update made = update.make(input, labels, step, part -> {});
      network.updated(step + 1);
      remember(made, labels);
      step++;
      times = times.plus(StepTimes.ofStep(start, ready, System.nanoTime()));
      return made.total();
    }
  }

  /** The stream of a step's draws: other samples get others. */
  private String draws() {
    return workers.isFirst() ? "step" : "step/worker-" + workers.shard().index();
  }

  private void remember(TrainingStep.Update made, Tensor labels) {
    progress.add(made, labels);
    if (tracked != null) {
      tracked.add(sampler.indices(step), made.logits(), labels);
    }
  }

  /** Whether steps were made that no evaluation has told of, and this is where one belongs. */
  private boolean isEvaluationDue() {
    return progress.hasNews()
        && (step % config.evaluation().every() == 0 || step == config.optimization().steps());
  }

  /**
   * Measures all parts.
   *
   * @return whether the validation accuracy is the best so far; empty if it was stopped
   */
  private Optional<Boolean> evaluate(TrainingListener listener, StopRequest stop) {
    Map<String, Double> averages = progress.averages();
    Map<String, Double> training = new LinkedHashMap<>();
    training.put("learning-rate", config.optimization().learningRateAt(step - 1));
    training.put("gradient-norm", Objects.requireNonNull(averages.remove("gradient-norm")));
    Optional<List<SplitMetrics>> metrics =
        evaluator.measure(network.kept(), step, averages, training, listener, stop);
    // Who is stopped at the end of measuring must not leave the others with the next exchange.
    if (workers.any(metrics.isEmpty())) {
      return Optional.empty();
    }
    boolean best = progress.evaluated(metrics.get(), step);
    tellTimes(listener);
    listener.evaluated(metrics.get());
    return Optional.of(best);
  }

  private void tellTimes(TrainingListener listener) {
    listener.timed(times);
    times = StepTimes.NONE;
  }

  private boolean isOutOfPatience() {
    return data.validation().isPresent()
        && step < config.optimization().steps()
        && config.evaluation().isOutOfPatience(step, progress.bestStep());
  }

  /**
   * The run as it is now.
   *
   * @return the state, valid until the next step
   * @throws IllegalStateException if the trainer is closed
   */
  public TrainingState state() {
    requireOpen();
    return new TrainingState(
        network.kept(),
        network.rawWeights(),
        optimizer,
        step,
        settings,
        progress.kept(),
        data.train().description(),
        tracked == null ? Map.of() : tracked.state());
  }

  /**
   * The logit gaps of the training samples over the steps so far.
   *
   * @return empty if the configuration does not ask for them
   */
  public Optional<TrackedGaps> tracked() {
    return Optional.ofNullable(tracked);
  }

  /**
   * The network that is evaluated and kept: the one in training, or the average of its weights.
   *
   * @return the network itself, which stays the trainer's
   * @throws IllegalStateException if the trainer is closed
   */
  public Network network() {
    requireOpen();
    return network.kept();
  }

  @Override
  public void close() {
    closed = true;
    batches.close();
    optimizer.close();
    network.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the trainer is closed");
    }
  }
}
