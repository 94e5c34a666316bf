package org.widemargin.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code train} about how the loss is minimised and watched. */
public final class OptimizationOptions {
  @Option(names = "--steps", paramLabel = "N", description = "How many updates.")
  private @Nullable Integer steps;

  @Option(names = "--batch-size", paramLabel = "N", description = "Samples of one update.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      converter = Choice.Optimizers.class,
      completionCandidates = Choice.Optimizers.class,
      description = "${COMPLETION-CANDIDATES}.")
  private @Nullable String optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "The highest rate of the schedule.")
  private @Nullable Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      converter = Choice.Schedules.class,
      completionCandidates = Choice.Schedules.class,
      description = "How the rate changes: ${COMPLETION-CANDIDATES}.")
  private @Nullable String schedule;

  @Option(
      names = "--weight-decay",
      paramLabel = "W",
      description = "The weight of half the squared parameters in the loss.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--average-weights",
      paramLabel = "DECAY",
      description =
          "Evaluate and keep an exponential moving average of the weights, for example 0.999.")
  private @Nullable Double averageWeights;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      converter = Choice.Precisions.class,
      completionCandidates = Choice.Precisions.class,
      description =
          "What products are computed in: ${COMPLETION-CANDIDATES}. bfloat16 is faster on"
              + " processors that have instructions for it, which auto finds out.")
  private @Nullable String precision;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "The probability of dropout after each hidden block.")
  private @Nullable Double dropout;

  @Option(
      names = "--evaluate-every",
      paramLabel = "N",
      description = "Measure and write a checkpoint after every N steps.")
  private @Nullable Integer evaluateEvery;

  @Option(
      names = "--early-stopping",
      paramLabel = "N",
      description = "Stop after N evaluations without a better validation accuracy.")
  private @Nullable Integer patience;

  @Option(
      names = "--keep",
      paramLabel = "NAME",
      converter = Choice.Kept.class,
      completionCandidates = Choice.Kept.class,
      description = "Which checkpoint is the run's result: ${COMPLETION-CANDIDATES}.")
  private @Nullable String keep;

  public void addTo(ConfigBuilder config) {
    config.set(steps, "optimization", "steps");
    config.set(batchSize, "optimization", "batch-size");
    config.choose(optimizer, "optimization", "optimizer");
    config.set(learningRate, "optimization", "learning-rate");
    config.choose(schedule, "optimization", "schedule");
    config.set(weightDecay, "optimization", "weight-decay");
    config.set(averageWeights, "optimization", "average-weights");
    config.set(Choice.Precisions.full(precision), "optimization", "precision");
    config.set(dropout, "model", "dropout");
    config.set(evaluateEvery, "evaluation", "every");
    config.set(patience, "evaluation", "patience");
    config.set(keep, "evaluation", "keep");
  }
}
