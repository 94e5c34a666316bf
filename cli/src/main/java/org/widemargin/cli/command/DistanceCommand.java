package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.NormConverter;
import org.widemargin.cli.option.RunArgument;
import org.widemargin.cli.option.RunData;
import org.widemargin.cli.option.SamplesOption;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.TextTable;
import org.widemargin.data.Dataset;
import org.widemargin.distance.BoundaryDistance;
import org.widemargin.distance.DistanceDistribution;
import org.widemargin.distance.LayerDistances;
import org.widemargin.distance.LinearisationQuality;
import org.widemargin.distance.Normalisation;
import org.widemargin.distance.TrueDistance;
import org.widemargin.figure.DistanceHistogram;
import org.widemargin.figure.Figures;
import org.widemargin.file.AtomicFiles;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.run.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how far test samples are from the decision boundary. */
@Command(
    name = "distance",
    description = {
      "Measure how far test samples are from the nearest decision boundary, at any layers of a"
          + " run's network, whatever loss it was trained with.",
      "",
      "A negative distance is that of a misclassified sample. Prints quantiles and writes a"
          + " histogram for each layer (SVG, PNG and CSV).",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin distance runs/robust",
      "  widemargin distance runs/robust --norm linf --layers input --refinements 3",
      "  widemargin distance runs/robust --normalized --samples 2000 --json",
      "  widemargin distance runs/robust --norm l2 --layers input --samples 200 --truth",
    })
public final class DistanceCommand implements Callable<Integer> {
  private static final int DEFAULT_SAMPLES = 1000;
  private static final int COMPARED_REFINEMENTS = 3;
  private static final int SEARCHED_TOGETHER = 100;
  private static final List<Double> QUANTILES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

  private final Console console;

  @Mixin private RunArgument run = new RunArgument();

  @Mixin private RunData data = new RunData();

  @Option(
      names = "--norm",
      paramLabel = "P",
      converter = NormConverter.class,
      description = "l1, l2, linf, or any number of at least 1; default: the run's, or l2.")
  private @Nullable Norm norm;

  @Option(
      names = "--layers",
      paramLabel = "NAME,...",
      defaultValue = "all",
      description = "Where: all, input, spread:N, or names of layers; default: ${DEFAULT-VALUE}.")
  private String layers = "all";

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Use the first N test samples; default: " + DEFAULT_SAMPLES + ", or all if fewer.")
  private @Nullable Integer samples;

  @Option(
      names = "--refinements",
      paramLabel = "R",
      defaultValue = "0",
      description =
          "Linearise again at the boundary R times: nearer to the truth, and slower; default:"
              + " ${DEFAULT-VALUE}, the paper's distance.")
  private int refinements;

  @Option(
      names = "--normalized",
      description =
          "Divide by the spread of the layer's activations, so that layers and models can be"
              + " compared.")
  private boolean normalized;

  @Option(
      names = "--truth",
      description =
          "Also search for the nearest point of another class at each layer below the logits, and"
              + " print how far the linearised distances are from it. Slow: choose --layers and"
              + " --samples.")
  private boolean truth;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the histograms; default: RUN/figures.")
  private @Nullable Path out;

  @Mixin private JsonOption json = new JsonOption();

  public DistanceCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code distance --json} gives.
   *
   * @param samples how many were measured
   * @param norm of the distances
   * @param normalized whether they were divided by the layer's spread
   * @param layers the distances at each layer
   * @param figures the folder of the histograms, if they are kept
   * @param truth how far the estimates are from the true distances, if that was asked for
   */
  private record Answer(
      int samples,
      Norm norm,
      boolean normalized,
      List<LayerAnswer> layers,
      @Nullable String figures,
      @Nullable List<LinearisationQuality> truth) {}

  /**
   * The distances at one layer.
   *
   * @param layer its name
   * @param mean over samples
   * @param negative the share of samples on the wrong side
   * @param quantiles by share
   */
  private record LayerAnswer(
      String layer, double mean, double negative, Map<String, Double> quantiles) {}

  @Override
  public Integer call() {
    try (MeasuredRun measuredRun = MeasuredRun.claim(run.name());
        TrainedRun trained = run.load()) {
      Norm chosen = norm == null ? trained.norm() : norm;
      Dataset test = data.test(trained, console);
      Dataset measured = test.subset(SamplesOption.firstOr(samples, DEFAULT_SAMPLES, test));
      if (samples == null && measured.size() < DEFAULT_SAMPLES) {
        console.notePlain("measuring all " + measured.size() + " test samples");
      }
      Map<String, LayerDistances> found =
          BoundaryDistance.refined(chosen, refinements)
              .at(LayerChoice.parse(layers))
              .normalised(normalized ? Normalisation.SPREAD : Normalisation.NONE)
              .of(trained.network(), measured);
      Path folder = out == null ? trained.folder().path().resolve("figures") : out;
      List<LinearisationQuality> quality =
          truth ? quality(trained.network(), measured, chosen, found.keySet()) : null;
      String figures = out != null || measuredRun.isKept() ? folder.toString() : null;
      Answer answer = answer(found, measured.size(), chosen, figures, quality);
      json.print(console, answer, () -> print(answer));
      keep(measuredRun, folder, () -> draw(found, chosen, folder));
    }
    return 0;
  }

  /** After they were told: no distance that took long to measure is lost to a full disk. */
  private void keep(MeasuredRun measured, Path folder, Runnable drawing) {
    if (out != null) {
      try (ClaimedFolder owner = ClaimedFolder.of(folder)) {
        drawing.run();
      }
    } else if (!measured.keep(console, drawing)) {
      return;
    }
    console.notePlain("histograms: " + folder);
  }

  private void draw(Map<String, LayerDistances> found, Norm chosen, Path folder) {
    AtomicFiles.createFolder(folder);
    String unit = chosen + (normalized ? ", as a share of the layer's spread" : "");
    found.forEach(
        (layer, distances) ->
            Figures.write(
                DistanceHistogram.of(
                    "Distances at " + layer, unit, List.of(Map.entry(layer, distances))),
                folder,
                "distance-" + layer));
  }

  private List<LinearisationQuality> quality(
      Network network, Dataset measured, Norm chosen, Collection<String> layers) {
    List<String> everywhere = network.spec().layerNames();
    String logits = everywhere.get(everywhere.size() - 1);
    List<LinearisationQuality> all = new ArrayList<>();
    for (String layer : layers) {
      // At the logits the estimate is the truth.
      if (!layer.equals(logits)) {
        all.add(
            LinearisationQuality.of(
                network,
                measured,
                layer,
                TrueDistance.of(chosen),
                Math.max(refinements, COMPARED_REFINEMENTS),
                SEARCHED_TOGETHER));
      }
    }
    return all;
  }

  private Answer answer(
      Map<String, LayerDistances> found,
      int measured,
      Norm chosen,
      @Nullable String figures,
      @Nullable List<LinearisationQuality> quality) {
    List<LayerAnswer> answers = new ArrayList<>();
    found.forEach(
        (layer, distances) -> {
          DistanceDistribution nearest = distances.nearest();
          Map<String, Double> quantiles = new LinkedHashMap<>();
          QUANTILES.forEach(share -> quantiles.put(share.toString(), nearest.quantile(share)));
          answers.add(new LayerAnswer(layer, nearest.mean(), nearest.shareNegative(), quantiles));
        });
    return new Answer(measured, chosen, normalized, answers, figures, quality);
  }

  private void print(Answer answer) {
    TextTable table =
        new TextTable(1, "layer", "5 %", "25 %", "median", "75 %", "95 %", "mean", "negative");
    for (LayerAnswer layer : answer.layers()) {
      List<String> cells = new ArrayList<>(List.of(layer.layer()));
      layer.quantiles().values().forEach(value -> cells.add(number(value)));
      cells.add(number(layer.mean()));
      cells.add(String.format(Locale.ROOT, "%.1f %%", 100 * layer.negative()));
      table.row(cells);
    }
    console.print(
        String.format(
            Locale.ROOT,
            "%s distances of %d test samples to their nearest boundaries%s:%n%s",
            answer.norm(),
            answer.samples(),
            answer.normalized() ? ", as shares of each layer's spread" : "",
            table.text()));
    if (answer.truth() != null) {
      answer.truth().forEach(this::print);
    }
  }

  private void print(LinearisationQuality quality) {
    TextTable table = new TextTable(1, "refinements", "5 %", "median", "95 %");
    for (LinearisationQuality.Ratio ratio : quality.ratios()) {
      table.row(
          Integer.toString(ratio.refinements()),
          number(ratio.low()),
          number(ratio.median()),
          number(ratio.high()));
    }
    console.print(
        String.format(
            Locale.ROOT,
            "%nEstimate over true %s distance at %s, %d right samples:%n%s",
            quality.norm(),
            quality.layer(),
            quality.samples(),
            table.text()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
