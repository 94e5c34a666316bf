package org.widemargin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.IteratedGradientSign;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.DataSource;
import org.widemargin.data.ValidRange;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TinyRuns;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;

/**
 * Does one kind of work again and again as a process of its own, and prints how much memory the
 * process has by the system's account: a line for each {@link #EVERY} steps.
 */
public final class MemoryLoop {
  /** Steps before the first line: by then everything that is made once is made. */
  static final int WARM_UP = 10_000;

  static final int STEPS = 20_000;
  static final int EVERY = 100;

  /** Kinds of work. */
  enum Kind {
    /** Steps of training, and an evaluation every hundred. */
    TRAINING,
    /** Batches that are classified. */
    EVALUATION,
    /** Steps along the gradient. */
    ATTACK,
    /** Single samples that are predicted, with their distances. */
    PREDICT
  }

  private MemoryLoop() {}

  /** Arguments: the kind, and a folder for what the work needs. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    switch (Kind.valueOf(arguments[0])) {
      case TRAINING -> train();
      case EVALUATION -> evaluate();
      case ATTACK -> attack();
      case PREDICT -> predict(folder);
    }
  }

  /** Makes steps, some at a time, and prints. */
  private static void repeat(int together, Runnable work) throws IOException {
    for (int step = 0; step <= WARM_UP + STEPS; step += together) {
      if (step >= WARM_UP && step % EVERY == 0) {
        System.out.println(step + " " + resident());
      }
      work.run();
    }
  }

  private static long resident() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.US_ASCII)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IllegalStateException("no line of resident memory");
  }

  private static RunConfig config() {
    return TinyRuns.config(
        "optimization.steps=" + (WARM_UP + STEPS + 1), "loss.kind=margin", "data.workers=1");
  }

  private static void train() throws IOException {
    RunConfig config = config();
    TrainingData data = TrainingData.split(TinyRuns.images(120, 40), config);
    try (Trainer trainer = new Trainer(config, data)) {
      repeat(1, trainer::step);
    }
  }

  private static Network network(DataSource data) {
    return Network.initialise(config().model().specFor(data.train()), 1, Device.CPU);
  }

  private static void evaluate() throws IOException {
    DataSource data = TinyRuns.images(40, 16);
    try (Network network = network(data)) {
      repeat(
          1,
          () ->
              AccuracyEvaluation.of(
                  org.widemargin.evaluate.Classifier.of(network), data.test(), 16));
    }
  }

  private static void attack() throws IOException {
    DataSource data = TinyRuns.images(40, 16);
    IteratedGradientSign attack = IteratedGradientSign.ifgsm();
    // So near that it breaks nothing, and makes all of its steps.
    AttackRun run =
        new AttackRun(new ThreatModel(Norm.LINF, 1e-6, Optional.of(ValidRange.UNIT)), 1, 16);
    try (Network network = network(data)) {
      repeat(
          attack.steps(),
          () -> run.run(attack, org.widemargin.evaluate.Classifier.of(network), data.test()));
    }
  }

  private static void predict(Path folder) throws IOException {
    float[] sample = new float[144];
    try (Classifier classifier =
        Training.on(TrainingTest.Pictures.source())
            .steps(10)
            .listener(new TrainingListener() {})
            .saveTo(folder.resolve("run"))) {
      repeat(1, () -> classifier.predict(sample));
    }
  }

  /** The straight line through points that lies nearest to them, by least squares. */
  static double slope(List<double[]> points) {
    double x = points.stream().mapToDouble(point -> point[0]).average().orElseThrow();
    double y = points.stream().mapToDouble(point -> point[1]).average().orElseThrow();
    double along = 0;
    double across = 0;
    for (double[] point : points) {
      along += (point[0] - x) * (point[0] - x);
      across += (point[0] - x) * (point[1] - y);
    }
    return across / along;
  }

  static String sentence(Kind kind, double slope, double last) {
    return String.format(
        Locale.ROOT,
        "%s: resident memory grows by %.0f bytes a step over %d steps, to %.0f MB",
        kind.name().toLowerCase(Locale.ROOT),
        slope,
        STEPS,
        last / 1e6);
  }
}
