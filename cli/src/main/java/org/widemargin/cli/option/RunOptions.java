package org.widemargin.cli.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.cli.machine.DefaultDevice;
import org.widemargin.network.Architectures;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code train} that are keys of its configuration; all others have {@code --set}.
 */
public final class RunOptions {
  static final KeyOption LOSS =
      KeyOption.of("--loss", "NAME", "loss.kind", "${COMPLETION-CANDIDATES}.");

  static final KeyOption NORM =
      KeyOption.of(
          "--norm",
          "P",
          "loss.margin.norm",
          "The norm of distances: l1, l2, linf, or any number of at least 1.");

  static final KeyOption MODEL =
      KeyOption.of(
          "--model",
          "NAME|SPEC.yaml",
          "model.name",
          Architectures.NAMES,
          "${COMPLETION-CANDIDATES}, wrn-DEPTH-WIDTH, mlp:WIDTH,..., or a spec file.");

  static final KeyOption INITIAL_WEIGHTS =
      KeyOption.of(
          "--initial-weights",
          "RUN|FILE",
          "model.initial-weights",
          "Start from the weights of a run or of zoo:NAME, or of a file of any origin: .safetensors,"
              + " .pth or .pt.");

  static final KeyOption CROSS_ENTROPY_WEIGHT =
      new KeyOption(
          "--cross-entropy-weight",
          "W",
          KeyOption.key("loss.margin.cross-entropy-weight"),
          List.of(),
          "The weight of the cross-entropy beside the margin or hinge loss, whichever it is.");

  private static final List<KeyOption> NETWORK =
      List.of(
          MODEL,
          KeyOption.of(
              "--dropout",
              "P",
              "model.dropout",
              "The probability of dropout after each hidden block."),
          INITIAL_WEIGHTS,
          KeyOption.of(
              "--initial-layers",
              "NAME",
              "model.initial-layers",
              "Which layers start from them: ${COMPLETION-CANDIDATES}; body is all but the last"
                  + " layer with weights, for other classes. Default: all."),
          KeyOption.of(
              "--train-layers",
              "NAME",
              "optimization.train-layers",
              "Which layers training changes: ${COMPLETION-CANDIDATES}; head is the last layer with"
                  + " weights."));

  private static final List<KeyOption> LOSSES =
      List.of(
          LOSS,
          NORM,
          KeyOption.of(
              "--layers",
              "NAME,...",
              "loss.margin.layers",
              "Where a margin is wanted: all, input, spread:N (N layers evenly spaced from the"
                  + " input to the logits), or names that 'summary' lists."),
          KeyOption.of(
              "--gamma",
              "G",
              "loss.margin.gamma",
              "The margin asked for; at an image input in pixels of [0,1]."),
          KeyOption.of(
              "--gradient",
              "MODE",
              "loss.margin.gradient",
              "${COMPLETION-CANDIDATES}: the paper's, differentiated whole, relinearised at the"
                  + " boundary, or what is proved over a ball."),
          KeyOption.of(
              "--refinements",
              "R",
              "loss.margin.gradient.boundary.refinements",
              "Steps to the boundary of the boundary mode."),
          KeyOption.of(
              "--cap",
              "D",
              "loss.margin.gradient.boundary.cap",
              "How far these steps may lead from the sample."),
          KeyOption.of(
              "--top-k",
              "K",
              "loss.margin.top-k",
              "How many competitors of the true class count; 0 for all."),
          KeyOption.of(
              "--aggregation",
              "NAME",
              "loss.margin.aggregation",
              "${COMPLETION-CANDIDATES} over the competitors."),
          KeyOption.of(
              "--clip",
              "C",
              "loss.margin.clip",
              "A violation counts at most C times gamma; inf for no limit."),
          CROSS_ENTROPY_WEIGHT,
          KeyOption.of(
              "--label-smoothing",
              "S",
              "loss.label-smoothing",
              "The share of each label that the cross-entropy, alone or beside the margin or hinge"
                  + " loss, spreads over all classes."),
          KeyOption.of(
              "--gce-q",
              "Q",
              "loss.gce.q",
              "The exponent of the loss gce, above 0 (cross-entropy) and at most 1 (mean absolute"
                  + " error)."));

  private static final List<KeyOption> OPTIMIZATION =
      List.of(
          KeyOption.of("--steps", "N", "optimization.steps", "How many updates."),
          KeyOption.of("--batch-size", "N", "optimization.batch-size", "Samples of one update."),
          KeyOption.of(
              "--optimizer", "NAME", "optimization.optimizer", "${COMPLETION-CANDIDATES}."),
          KeyOption.of(
              "--learning-rate",
              "R",
              "optimization.learning-rate",
              "The highest rate of the schedule."),
          KeyOption.of(
              "--schedule",
              "NAME",
              "optimization.schedule",
              "How the rate changes: ${COMPLETION-CANDIDATES}."),
          KeyOption.of(
              "--weight-decay",
              "W",
              "optimization.weight-decay",
              "The weight of half the squared parameters in the loss."),
          KeyOption.of(
              "--average-weights",
              "DECAY",
              "optimization.average-weights",
              "Evaluate and keep an exponential moving average of the weights, for example 0.999;"
                  + " 0 for none."),
          KeyOption.of(
              "--precision",
              "NAME",
              "optimization.precision",
              "What products are computed in: ${COMPLETION-CANDIDATES}. bfloat16, for short bf16,"
                  + " is faster on processors that have instructions for it, which auto finds out;"
                  + " tf32 is faster float32 on CUDA devices."),
          KeyOption.of(
              "--evaluate-every",
              "N",
              "evaluation.every",
              "Measure and write a checkpoint after every N steps."),
          KeyOption.of(
              "--early-stopping",
              "N",
              "evaluation.patience",
              "Stop after N evaluations without a better validation accuracy; 0 for never."),
          KeyOption.of(
              "--keep",
              "NAME",
              "evaluation.keep",
              "Which checkpoint is the run's result: ${COMPLETION-CANDIDATES}."),
          KeyOption.of(
              "--track-samples",
              "true|false",
              "evaluation.track-samples",
              "Keep the mean logit gap of every training sample over its steps, for audit."),
          KeyOption.of("--seed", "S", "seed", "The seed of all random draws."),
          new KeyOption(
              "--threads",
              "N",
              KeyOption.key("threads"),
              List.of(),
              "How many threads compute. Default: what the launcher chose."),
          new KeyOption(
              "--data-workers",
              "N",
              KeyOption.key("data.workers"),
              List.of(),
              "How many more threads make batches ahead of training; 0 for none. It changes no"
                  + " result. Default: one for every four processors, at least one."),
          new KeyOption(
              "--device",
              "NAME",
              KeyOption.key("device"),
              new Candidates.DeviceNames(),
              "What computes: auto, cpu, cuda, cuda:N or mps (untested). Default: "
                  + DefaultDevice.VARIABLE
                  + ", or auto: the first CUDA device where one is usable, else the processor."));

  private static final Map<String, List<KeyOption>> SECTIONS = sections();

  private RunOptions() {}

  private static Map<String, List<KeyOption>> sections() {
    Map<String, List<KeyOption>> sections = new LinkedHashMap<>();
    sections.put("What to learn from", DataOptions.ALL);
    sections.put("Which network", NETWORK);
    sections.put("What to minimise", LOSSES);
    sections.put("How", OPTIMIZATION);
    return sections;
  }

  /** Gives a command these options, in sections of its help. */
  public static void addTo(CommandLine command) {
    SECTIONS.forEach(
        (heading, options) -> {
          CommandSpec section = CommandSpec.create();
          options.forEach(option -> section.addOption(option.toOption()));
          command.getCommandSpec().addMixin(heading, section);
        });
    new OptionSections(List.copyOf(SECTIONS.keySet())).addTo(command);
  }

  /** The options that the user gave, each with its value, in the order of the help. */
  public static Map<KeyOption, String> given(ParseResult parsed) {
    Map<KeyOption, String> given = new LinkedHashMap<>();
    SECTIONS.values().stream()
        .flatMap(List::stream)
        .filter(option -> parsed.hasMatchedOption(option.name()))
        .forEach(option -> given.put(option, parsed.matchedOptionValue(option.name(), "")));
    return given;
  }
}
