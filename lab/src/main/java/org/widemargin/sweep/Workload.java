package org.widemargin.sweep;

import java.util.List;
import org.widemargin.attack.Attack;
import org.widemargin.attack.Attacks;
import org.widemargin.boundary.GradientMode;
import org.widemargin.data.Dataset;
import org.widemargin.margin.MarginSpec;
import org.widemargin.norm.Norm;
import org.widemargin.study.Measurement;
import org.widemargin.study.Trial;
import org.widemargin.train.EvaluationConfig;
import org.widemargin.train.LossConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingData;

/** Counts work in forward passes of single samples. */
final class Workload {
  /** A forward pass, and a reverse pass that costs as much twice. */
  private static final double GRADIENT = 3;

  /** Half of the samples fall early. */
  private static final double STANDING = 0.5;

  private final TrainingData data;

  Workload(TrainingData data) {
    this.data = data;
  }

  /** The steps of a training. */
  double steps(RunConfig config) {
    int classes = data.train().classes();
    int batch = Math.min(config.optimization().batchSize(), data.train().size());
    return perSample(config.loss(), classes) * batch * config.optimization().steps();
  }

  /** The evaluations of a training. */
  double evaluations(RunConfig config) {
    int classes = data.train().classes();
    EvaluationConfig evaluation = config.evaluation();
    double evaluations = Math.ceil((double) config.optimization().steps() / evaluation.every());
    int held = data.validation().map(Dataset::size).orElse(0);
    double perEvaluation =
        held
            + Math.min(evaluation.samples(), data.test().size())
            + 3.0
                * evaluation.distanceSamples()
                * (1 + competitors(config.loss().margin(), classes));
    return evaluations * perEvaluation + data.test().size();
  }

  private static double perSample(LossConfig loss, int classes) {
    if (loss.kind() != LossConfig.Kind.MARGIN) {
      return GRADIENT;
    }
    return ofMargin(loss.margin(), classes) + (loss.margin().bound() == null ? 0 : 2 * GRADIENT);
  }

  private static double ofMargin(MarginSpec margin, int classes) {
    GradientMode mode = margin.gradient();
    if (mode instanceof GradientMode.Boundary boundary) {
      return GRADIENT + 2.0 * boundary.refinements();
    }
    if (mode instanceof GradientMode.Certified) {
      return 3 * GRADIENT;
    }
    double constant = GRADIENT + competitors(margin, classes);
    if (mode instanceof GradientMode.Constant) {
      return constant;
    } else if (mode instanceof GradientMode.Exact) {
      return 2 * constant;
    }
    throw new AssertionError("a sealed type has no other case: " + mode);
  }

  private static double competitors(MarginSpec margin, int classes) {
    return margin.topK() == 0 ? classes - 1 : margin.topK();
  }

  /** A measurement of trained networks. */
  double measurement(Trial trial) {
    return trial.measurement().match(new Measuring(trial));
  }

  private final class Measuring implements Measurement.Cases<Double> {
    private final Trial trial;

    Measuring(Trial trial) {
      this.trial = trial;
    }

    @Override
    public Double accuracy(Measurement.Accuracy accuracy) {
      return 2.0 * samples(accuracy.samples());
    }

    @Override
    public Double whiteBox(Measurement.WhiteBox whiteBox) {
      // The five first are counted where attacks end, which takes them once more.
      return samples(whiteBox.samples())
          * whiteBox.epsilons().size()
          * attacks(whiteBox.attacks())
          * (whiteBox.countsTopFive() ? 2 : 1);
    }

    @Override
    public Double blackBox(Measurement.BlackBox blackBox) {
      return transfer(blackBox.attack(), blackBox.samples(), blackBox.epsilons());
    }

    @Override
    public Double attacker(Measurement.Attacker attacker) {
      return transfer(attacker.attack(), attacker.samples(), attacker.epsilons());
    }

    @Override
    public Double worstCase(Measurement.WorstCase worstCase) {
      return samples(worstCase.samples())
          * worstCase.epsilons().size()
          * attacks(worstCase.attacks())
          * STANDING;
    }

    @Override
    public Double gaussianNoise(Measurement.GaussianNoise noise) {
      return 2.0 * samples(noise.samples()) * noise.deviations().size();
    }

    /** It was measured in the course of the training. */
    @Override
    public Double distanceEvolution(Measurement.DistanceEvolution distances) {
      return 0.0;
    }

    @Override
    public Double plane(Measurement.Plane plane) {
      return (double) plane.columns() * plane.rows();
    }

    @Override
    public Double cost(Measurement.Cost cost) {
      int batch = trial.network().optimization().batchSize();
      int classes = data.train().classes();
      return (perSample(trial.network().loss(), classes) + GRADIENT) * batch * cost.steps();
    }
  }

  private double transfer(Measurement.Transferred attack, int samples, List<Double> epsilons) {
    return samples(samples) * (double) epsilons.size() * (passes(attack.attack()) + 1);
  }

  private int samples(int wanted) {
    return wanted == 0 ? data.test().size() : Math.min(wanted, data.test().size());
  }

  private double attacks(List<String> names) {
    return Attacks.named(names, Norm.LINF).stream().mapToDouble(this::passes).sum();
  }

  private double passes(Attack attack) {
    return attack.passes(data.test().classes());
  }
}
