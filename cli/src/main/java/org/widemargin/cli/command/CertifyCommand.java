package org.widemargin.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.widemargin.certify.Ball;
import org.widemargin.certify.Certificate;
import org.widemargin.certify.Certification;
import org.widemargin.certify.Method;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.NormConverter;
import org.widemargin.cli.option.RunArgument;
import org.widemargin.cli.option.RunData;
import org.widemargin.cli.option.SamplesOption;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.TextTable;
import org.widemargin.config.Names;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
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
      "Networks that were not trained for it are hard to certify: much smaller sizes are proved than"
          + " attacks need.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin certify runs/robust --eps 0.01 --samples 100",
      "  widemargin certify zoo:mnist-robust --norm l2 --eps 0.1 --samples 20 --method full --radius",
    })
public final class CertifyCommand implements Callable<Integer> {
  private static final int HALVINGS = 10;
  private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95};

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

  @Override
  public Integer call() {
    Method chosen = method();
    try (TrainedRun trained = run.load()) {
      Ball ball = new Ball(norm, box(trained));
      Dataset test = data.test(trained, console);
      List<Certificate> certificates =
          new Certification(
                  ball,
                  chosen,
                  epsilon,
                  radius ? HALVINGS : 0,
                  Certification.batchFor(trained.network()))
              .of(trained.network(), test, samples.of(test), done -> {});
      Answer answer =
          new Answer(
              certificates.size(),
              norm,
              epsilon,
              Names.ofConstant(chosen),
              share(certificates, certificate -> certificate.right() ? 1 : 0),
              share(certificates, certificate -> certificate.verified() ? 1 : 0),
              certificates);
      json.print(console, answer, () -> print(answer));
    }
    return 0;
  }

  private static @Nullable ValidRange box(TrainedRun trained) {
    return trained.network().spec().input().range();
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
        String.format(
            Locale.ROOT,
            "%d test samples, %s perturbations up to %s, %s bounds:%n"
                + "right without one  %5.1f %%%n"
                + "proved right       %5.1f %%",
            answer.samples(),
            answer.norm(),
            answer.epsilon(),
            answer.method(),
            100 * answer.clean(),
            100 * answer.certified()));
    if (radius) {
      console.print(radii(answer.certificates()));
    }
  }

  private static String radii(List<Certificate> certificates) {
    double[] sorted = certificates.stream().mapToDouble(Certificate::radius).sorted().toArray();
    TextTable table = new TextTable(1, "proved up to", "5 %", "25 %", "median", "75 %", "95 %");
    String[] cells = new String[SHARES.length + 1];
    cells[0] = "of samples";
    for (int i = 0; i < SHARES.length; i++) {
      cells[i + 1] =
          String.format(
              Locale.ROOT, "%.4g", sorted[(int) Math.floor(SHARES[i] * (sorted.length - 1))]);
    }
    table.row(cells);
    return String.format(Locale.ROOT, "%n%s", table.text());
  }
}
