package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.assessment.AttackFiles;
import org.widemargin.assessment.AttackPage;
import org.widemargin.assessment.AttackTarget;
import org.widemargin.assessment.AttackedModel;
import org.widemargin.assessment.NearestPoints;
import org.widemargin.attack.Attacks;
import org.widemargin.attack.BatchSize;
import org.widemargin.attack.ThreatModel;
import org.widemargin.cli.option.AttackOptions;
import org.widemargin.cli.option.AttackedSamples;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.TargetOptions;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.PageFooter;
import org.widemargin.cli.text.RobustnessText;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;
import org.widemargin.robustness.AttackReport;
import org.widemargin.robustness.AttackSuite;
import org.widemargin.robustness.Evaluated;
import org.widemargin.robustness.SuiteState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Attacks a network with a suite of attacks. */
@Command(
    name = "attack",
    description = {
      "Measure how many test samples withstand attacks: each attack on those that the ones before"
          + " left standing, so that the result is the worst case for every sample.",
      "",
      "The network is a RUN, or --model with --weights that another framework has trained (PyTorch"
          + " layouts). Afterwards the evaluation doubts itself: a failed check means that the true"
          + " accuracy is probably lower.",
      "",
      "With a RUN, or with --out, the verdict on every sample and the adversarial samples are kept"
          + " in files, and an interrupted evaluation goes on where it was.",
      "",
    },
    sortOptions = false,
    sortSynopsis = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin attack runs/robust --attack autoattack --eps 0.1 --samples 1000",
      "  widemargin attack runs/robust --attack pgd,square --norm l2 --eps 1.5 --json",
      "  widemargin attack --model specs/trades-mnist-smallcnn.yaml --weights trades.safetensors \\",
      "      --dataset mnist --attack apgd-ce,apgd-t --norm linf --eps 0.3 --samples 200",
    })
public final class AttackCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private TargetOptions target = new TargetOptions();

  @Mixin private AttackOptions attacks = new AttackOptions();

  @Option(
      names = "--eps",
      required = true,
      paramLabel = "E",
      description = "How far a sample may be moved in this norm; pixels are in [0,1].")
  private double epsilon;

  @Mixin private AttackedSamples samples = new AttackedSamples();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the files go; default: a folder in RUN/attacks.")
  private @Nullable Path out;

  @Option(
      names = "--nearest",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "If files are kept, also look for the nearest adversarial point of so many samples, for"
              + " the page's curve and pictures; default: ${DEFAULT-VALUE}.")
  private int nearest;

  @Mixin private JsonOption json = new JsonOption();

  public AttackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (AttackTarget loaded = target.load(console)) {
      ThreatModel threat = new ThreatModel(attacks.norm(), epsilon, loaded.range());
      int batch = samples.batchSize(() -> BatchSize.fitting(loaded.network().spec()));
      AttackSuite suite =
          new AttackSuite(
              Attacks.named(attacks.names(), attacks.norm()), threat, samples.seed(), batch);
      int[] chosen = samples.of(loaded.test());
      InputException.require(nearest >= 0, "expected --nearest of at least 0, found %d", nearest);
      Optional<ClaimedFolder> owner = claim(folder(loaded, chosen));
      try {
        Path folder = owner.map(ClaimedFolder::folder).orElse(null);
        attack(loaded, suite, chosen, AttackFiles.in(folder, loaded));
      } finally {
        owner.ifPresent(ClaimedFolder::close);
      }
    }
    return 0;
  }

  /** The figures are told before they are kept: a full disk must not cost them. */
  private void attack(AttackTarget loaded, AttackSuite suite, int[] chosen, AttackFiles files) {
    Evaluated<AttackReport> answer =
        Evaluated.on(
            loaded.test(), new AttackEvaluation(suite, loaded, chosen).run(files, this::tell));
    json.print(console, answer, () -> print(answer));
    files.write(answer);
    if (files.folder().isPresent()) {
      writePage(files, loaded, suite, answer, chosen);
    }
    files.folder().ifPresent(folder -> console.notePlain("files: " + folder));
  }

  /** Nobody else may work there; one within a run that is read-only is done without. */
  private Optional<ClaimedFolder> claim(@Nullable Path folder) {
    if (folder == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClaimedFolder.of(folder, "network.json", "such an evaluation"));
    } catch (OutputException e) {
      if (out != null) {
        throw e;
      }
      console.warn("no files are kept: " + e.getMessage() + "; --out keeps them elsewhere");
      return Optional.empty();
    }
  }

  /** The page, with the nearest points if they are wanted. */
  private void writePage(
      AttackFiles files,
      AttackTarget loaded,
      AttackSuite suite,
      Evaluated<AttackReport> answer,
      int[] chosen) {
    int[] first = Arrays.copyOf(chosen, Math.min(nearest, chosen.length));
    Optional<NearestPoints> points =
        first.length == 0
            ? Optional.empty()
            : Optional.of(new NearestSearch(suite, loaded, first).run(files, console::notePlain));
    AttackedModel model =
        new AttackedModel(
            target.name(), suite.threat(), answer.figures(), answer.leftOut(), points);
    files.write(AttackPage.of(model, loaded.test().classNames(), PageFooter.of(suite.seed())));
  }

  private @Nullable Path folder(AttackTarget loaded, int[] chosen) {
    if (out != null) {
      return out;
    }
    String name =
        String.format(
            Locale.ROOT,
            "%s-%s-%s-samples-%d-to-%d-seed-%d",
            String.join("+", attacks.names()),
            attacks.norm(),
            epsilon,
            chosen[0],
            chosen[chosen.length - 1],
            samples.seed());
    return loaded.files().map(files -> files.resolve(name)).orElse(null);
  }

  private void tell(SuiteState state) {
    if (state.stages().isEmpty()) {
      console.notePlain(
          String.format(
              Locale.ROOT,
              "clean: %d of %d test samples are right, to be attacked with %s %s",
              state.standing().length,
              state.verdicts().size(),
              attacks.norm(),
              epsilon));
    } else {
      SuiteState.Stage stage = state.stages().get(state.stages().size() - 1);
      console.notePlain(
          String.format(
              Locale.ROOT,
              "%s: broke %d of %d, %d left, %.1f s",
              stage.name(),
              stage.broken(),
              stage.attacked(),
              state.standing().length,
              stage.seconds()));
    }
  }

  private void print(Evaluated<AttackReport> evaluated) {
    AttackReport answer = evaluated.figures();
    console.print(
        String.format(
            Locale.ROOT,
            "Accuracy in percent on %d test samples, %s %s:%n%s",
            answer.samples(),
            attacks.norm(),
            epsilon,
            RobustnessText.table(answer)));
    evaluated.leftOut().ifPresent(console::print);
    List<String> doubts = RobustnessText.doubts(answer.checks());
    if (doubts.isEmpty()) {
      console.print(String.format(Locale.ROOT, "%d checks, none failed.", answer.checks().size()));
    }
    doubts.forEach(console::warn);
  }
}
