package org.widemargin.cli.option;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.norm.Norm;
import org.widemargin.train.LossConfig;
import picocli.CommandLine.Option;

/** Options of {@code train} about what is minimised. */
public final class LossOptions {
  private static final String BOUNDARY = "boundary";

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      converter = Choice.Losses.class,
      completionCandidates = Choice.Losses.class,
      description = "${COMPLETION-CANDIDATES}.")
  private @Nullable String loss;

  @Option(
      names = "--norm",
      paramLabel = "P",
      converter = NormConverter.class,
      description = "The norm of distances: l1, l2, linf, or any number of at least 1.")
  private @Nullable Norm norm;

  @Option(
      names = "--layers",
      paramLabel = "NAME,...",
      description = "Where a margin is wanted: all, input, or names that 'summary' lists.")
  private @Nullable String layers;

  @Option(
      names = "--gamma",
      paramLabel = "G",
      description = "The margin asked for; at an image input in pixels of [0,1].")
  private @Nullable Double gamma;

  @Option(
      names = "--gradient",
      paramLabel = "MODE",
      converter = Choice.Gradients.class,
      completionCandidates = Choice.Gradients.class,
      description =
          "${COMPLETION-CANDIDATES}: the paper's, differentiated whole, or relinearised at the"
              + " boundary.")
  private @Nullable String gradient;

  @Option(
      names = "--refinements",
      paramLabel = "R",
      description = "Steps to the boundary of the boundary mode.")
  private @Nullable Integer refinements;

  @Option(
      names = "--cap",
      paramLabel = "D",
      description = "How far these steps may lead from the sample.")
  private @Nullable Double cap;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "How many competitors of the true class count; 0 for all.")
  private @Nullable Integer topK;

  @Option(
      names = "--aggregation",
      paramLabel = "NAME",
      converter = Choice.Aggregations.class,
      completionCandidates = Choice.Aggregations.class,
      description = "${COMPLETION-CANDIDATES} over the competitors.")
  private @Nullable String aggregation;

  @Option(
      names = "--clip",
      paramLabel = "C",
      converter = NumberConverter.class,
      description = "A violation counts at most C times gamma; inf for no limit.")
  private @Nullable Double clip;

  @Option(
      names = "--cross-entropy-weight",
      paramLabel = "W",
      description = "The weight of the cross-entropy beside the margin or hinge loss.")
  private @Nullable Double crossEntropyWeight;

  @Option(
      names = "--label-smoothing",
      paramLabel = "S",
      description =
          "The share of each label that the cross-entropy, alone or beside the margin or hinge"
              + " loss, spreads over all classes.")
  private @Nullable Double labelSmoothing;

  @Option(
      names = "--gce-q",
      paramLabel = "Q",
      description =
          "The exponent of the loss gce, above 0 (cross-entropy) and at most 1 (mean absolute"
              + " error).")
  private @Nullable Double gceQ;

  /** The loss, if one was named. */
  public Optional<LossConfig.Kind> kind() {
    return Optional.ofNullable(loss)
        .map(name -> name.toUpperCase(Locale.ROOT).replace('-', '_'))
        .map(LossConfig.Kind::valueOf);
  }

  /** The norm, if one was named. */
  public Optional<Norm> norm() {
    return Optional.ofNullable(norm);
  }

  public void addTo(ConfigBuilder config) {
    config.set(loss, "loss", "kind");
    config.set(norm, "loss", "margin", "norm");
    config.set(layers, "loss", "margin", "layers");
    config.set(gamma, "loss", "margin", "gamma");
    config.set(topK, "loss", "margin", "top-k");
    config.set(aggregation, "loss", "margin", "aggregation");
    config.set(clip, "loss", "margin", "clip");
    config.set(
        crossEntropyWeight,
        "loss",
        "hinge".equals(loss) ? "hinge" : "margin",
        "cross-entropy-weight");
    config.set(labelSmoothing, "loss", "label-smoothing");
    config.set(gceQ, "loss", "gce", "q");
    if (gradient != null && !gradient.equals(BOUNDARY)) {
      config.choose(gradient, "loss", "margin", "gradient");
    } else if (gradient != null || refinements != null || cap != null) {
      config.choose(BOUNDARY, "loss", "margin", "gradient");
    }
    config.set(refinements, "loss", "margin", "gradient", BOUNDARY, "refinements");
    config.set(cap, "loss", "margin", "gradient", BOUNDARY, "cap");
  }
}
