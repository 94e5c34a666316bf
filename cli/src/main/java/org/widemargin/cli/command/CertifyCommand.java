package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.widemargin.assessment.AttackTarget;
import org.widemargin.assessment.CertificationFiles;
import org.widemargin.assessment.CertificationPage;
import org.widemargin.assessment.CertificationRun;
import org.widemargin.assessment.CertifiedModel;
import org.widemargin.assessment.CertifiedSample;
import org.widemargin.certify.Ball;
import org.widemargin.certify.Certificate;
import org.widemargin.certify.Certification;
import org.widemargin.certify.Method;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.NormConverter;
import org.widemargin.cli.option.RunArgument;
import org.widemargin.cli.option.RunData;
import org.widemargin.cli.option.SamplesOption;
import org.widemargin.cli.text.CertificationText;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.PageFooter;
import org.widemargin.cli.text.TextTable;
import org.widemargin.config.Names;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.norm.Norm;
import org.widemargin.run.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves for how many test samples no perturbation of a size changes the class. */
@Command(
    name = "certify",
    description = {
      "Prove for how many test samples no perturbation up to a size changes the class. An attack"
          + " gives an upper bound of that share, this a lower one.",
      "",
      "Networks that were not trained for it are hard to certify: much smaller sizes are proved"
          + " than attacks need. The presets certified-0.1 and certified-0.3 of 'train' are for"
          + " it.",
      "",
      "With --out both ends of every sample's margin are kept, the largest size that is proved and"
          + " the smallest that was found to break it, with a page; an interrupted certification"
          + " goes on where it was.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin certify runs/robust --eps 0.01 --samples 100",
      "  widemargin certify runs/certified --eps 0.1 --method interval --out certificates",
      "  widemargin certify zoo:mnist-robust --norm l2 --eps 0.1 --samples 20 --method full"
          + " --radius",
    })
public final class CertifyCommand implements Callable<Integer> {
  private static final int HALVINGS = 10;
  private static final int TOLD_IN = 10;

  private final Console console;

  @Mixin private RunArgument run = new RunArgument();

  @Mixin private RunData data = new RunData();

  @Option(
      names = "--norm",
      paramLabel = "P",
      converter = NormConverter.class,
      description = "l1, l2 or linf; default: linf.")
  private Norm norm = Norm.LINF;

  @Option(
      names = "--eps",
      paramLabel = "E",
      required = true,
      description = "How long perturbations may be, in that norm; pixels are in [0,1].")
  private double epsilon;

  @Mixin private SamplesOption samples = new SamplesOption();

  @Option(
      names = "--method",
      paramLabel = "M",
      defaultValue = "backward",
      description = {
        "interval: the range of every value, layer by layer; the fastest.",
        "backward: linear bounds carried from the logits to the input (CROWN), over intervals.",
        "full: the same for every hidden value whose sign is not certain; slow.",
        "Default: ${DEFAULT-VALUE}.",
      })
  private String method = "backward";

  @Option(
      names = "--radius",
      description =
          "Also look for the largest size that is proved for each sample, up to twice --eps.")
  private boolean radius;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Also look for the nearest point of another class of each sample, and keep both ends and"
              + " a page in this folder.")
  private @Nullable Path out;

  @Mixin private JsonOption json = new JsonOption();

  public CertifyCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code certify --json} gives.
   *
   * @param samples how many
   * @param norm of perturbations
   * @param epsilon their largest size
   * @param method of proof
   * @param clean share that is right without a perturbation
   * @param certified share that is proved right for all perturbations
   * @param certificates one for each sample
   */
  private record Answer(
      int samples,
      Norm norm,
      double epsilon,
      String method,
      double clean,
      double certified,
      List<Certificate> certificates) {}

  /**
   * What {@code certify --out DIR --json} gives.
   *
   * @param samples how many
   * @param norm of perturbations
   * @param epsilon their largest size
   * @param method of proof
   * @param clean share that is right without a perturbation
   * @param attacked share that nothing was found to break
   * @param certified share that is proved right for all perturbations
   * @param margins one for each sample
   */
  private record MarginsAnswer(
      int samples,
      Norm norm,
      double epsilon,
      String method,
      double clean,
      double attacked,
      double certified,
      List<CertifiedSample> margins) {}

  @Override
  public Integer call() {
    Method chosen = method();
    try (TrainedRun trained = run.load()) {
      Dataset test = data.test(trained, console);
      Certification certification =
          new Certification(
              new Ball(norm, trained.network().spec().input().validRange(test).orElse(null)),
              chosen,
              epsilon,
              radius || out != null ? HALVINGS : 0,
              Certification.batchFor(trained.network()));
      if (out == null) {
        prove(certification, trained, test);
      } else {
        measure(certification, trained, test, out);
      }
    }
    return 0;
  }

  private void prove(Certification certification, TrainedRun trained, Dataset test) {
    List<Certificate> certificates =
        certification.of(trained.network(), test, samples.of(test), done -> {});
    Answer answer =
        new Answer(
            certificates.size(),
            norm,
            epsilon,
            Names.ofConstant(certification.method()),
            share(certificates, certificate -> certificate.right() ? 1 : 0),
            share(certificates, certificate -> certificate.verified() ? 1 : 0),
            certificates);
    json.print(console, answer, () -> print(answer));
  }

  /** Both ends of every margin, with files. */
  private void measure(Certification certification, TrainedRun trained, Dataset test, Path folder) {
    try (ClaimedFolder owner =
        ClaimedFolder.of(folder, CertificationFiles.MARK, "such a certification")) {
      AttackTarget target = new AttackTarget(trained.network(), test, Optional.empty());
      CertificationFiles files = CertificationFiles.in(owner.folder(), target, certification);
      int[] chosen = samples.of(test);
      List<CertifiedSample> margins =
          new CertificationRun(certification, files)
              .of(trained.network(), test, chosen, telling(chosen.length));
      CertifiedModel model =
          new CertifiedModel(
              run.name().text(), norm, epsilon, Names.ofConstant(certification.method()), margins);
      MarginsAnswer answer =
          new MarginsAnswer(
              margins.size(),
              norm,
              epsilon,
              model.method(),
              model.clean(),
              model.attacked(epsilon),
              model.certified(epsilon),
              margins);
      json.print(console, answer, () -> print(model));
      files.write(CertificationPage.of(model, test.classNames(), PageFooter.of()));
      console.notePlain("files: " + folder);
    }
  }

  /** At what is there already, and at every tenth. */
  private IntConsumer telling(int all) {
    int[] before = {-1};
    return done -> {
      int tenth = (int) ((long) TOLD_IN * done / all);
      if (tenth != before[0]) {
        console.notePlain(done + " of " + all + " samples are there");
        before[0] = tenth;
      }
    };
  }

  private Method method() {
    String wanted = method.toLowerCase(Locale.ROOT);
    return Arrays.stream(Method.values())
        .filter(each -> Names.ofConstant(each).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "expected --method interval, backward or full, found '" + method + "'"));
  }

  private static double share(
      List<Certificate> certificates, ToDoubleFunction<Certificate> counted) {
    return certificates.stream().mapToDouble(counted).average().orElse(Double.NaN);
  }

  private void print(Answer answer) {
    console.print(
        CertificationText.heading(
            answer.samples(), answer.norm(), answer.epsilon(), answer.method()));
    console.print(CertificationText.share("right without one", answer.clean()));
    console.print(CertificationText.share("proved right", answer.certified()));
    if (radius) {
      TextTable table = CertificationText.quantiles();
      CertificationText.addQuantiles(
          table,
          "proved up to",
          answer.certificates().stream().mapToDouble(Certificate::radius).toArray());
      console.print(String.format(Locale.ROOT, "%n%s", table.text()));
    }
  }

  private void print(CertifiedModel model) {
    console.print(CertificationText.heading(model.samples().size(), norm, epsilon, model.method()));
    console.print(CertificationText.share("right without one", model.clean()));
    console.print(CertificationText.share("not known to break", model.attacked(epsilon)));
    console.print(CertificationText.share("proved right", model.certified(epsilon)));
    TextTable table = CertificationText.quantiles();
    CertificationText.addQuantiles(table, "proved up to", model.lowerEnds());
    CertificationText.addQuantiles(table, "broken at", model.upperEnds());
    console.print(String.format(Locale.ROOT, "%n%s", table.text()));
  }
}
