package org.widemargin.margin;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.widemargin.boundary.DistanceSpec.Scale;
import org.widemargin.boundary.Score;
import org.widemargin.margin.MarginCase.MarginLayer;
import org.widemargin.margin.MarginSpec.OverLayers;

/**
 * The margin loss without cross-entropy as a function of the parameters, with competitors and
 * denominators fixed at given ones: what the constant mode descends on. In plain loops over the
 * network's logits.
 */
final class FixedDenominatorLoss {
  private final MarginCase which;
  private final TwinBatch batch;
  private final int classes;

  /** For each sample the other classes, the strongest first, up to top-k. */
  private final int[][] competitors;

  /** For each layer, sample, competitor. */
  private final double[][][] denominators;

  /** Fixes competitors and denominators at the network's present parameters. */
  FixedDenominatorLoss(Twin twin, MarginCase which, TwinBatch batch) {
    this.which = which;
    this.batch = batch;
    this.classes = batch.network().classCount();
    this.competitors = competitors(scores(twin));
    this.denominators = new double[which.layers().size()][][];
    for (int l = 0; l < denominators.length; l++) {
      denominators[l] = denominators(twin, which.layers().get(l));
    }
  }

  /** The loss at the network's present parameters. */
  double of(Twin twin) {
    double[][] scores = scores(twin);
    double sum = 0;
    for (int l = 0; l < denominators.length; l++) {
      MarginLayer layer = which.layers().get(l);
      for (int s = 0; s < scores.length; s++) {
        double[] violations = new double[competitors[s].length];
        for (int k = 0; k < violations.length; k++) {
          double gap = scores[s][batch.labels()[s]] - scores[s][competitors[s][k]];
          double violation = Math.max(0, layer.gamma() - gap / denominators[l][s][k]);
          violations[k] = Math.min(violation, which.clip() * layer.gamma());
        }
        sum += layer.weight() * aggregated(violations) / scores.length;
      }
    }
    return which.overLayers() == OverLayers.MEAN ? sum / denominators.length : sum;
  }

  private double aggregated(double[] violations) {
    return switch (which.aggregation()) {
      case MAX -> Arrays.stream(violations).max().orElseThrow();
      case SUM -> Arrays.stream(violations).sum();
      case MEAN -> Arrays.stream(violations).average().orElseThrow();
    };
  }

  private double[][] scores(Twin twin) {
    String last = batch.network().tapName(batch.network().tapCount() - 1);
    double[][] logits = twin.activations(last, batch.inputs());
    if (which.score() == Score.LOGITS) {
      return logits;
    }
    double[][] scores = new double[logits.length][classes];
    for (int s = 0; s < logits.length; s++) {
      double total = Arrays.stream(logits[s]).map(Math::exp).sum();
      for (int c = 0; c < classes; c++) {
        scores[s][c] = Math.exp(logits[s][c]) / total;
      }
    }
    return scores;
  }

  private int[][] competitors(double[][] scores) {
    int count = which.topK() == 0 ? classes - 1 : which.topK();
    int[][] strongest = new int[scores.length][];
    for (int s = 0; s < scores.length; s++) {
      int sample = s;
      strongest[s] =
          IntStream.range(0, classes)
              .filter(c -> c != batch.labels()[sample])
              .boxed()
              .sorted(Comparator.comparingDouble(c -> -scores[sample][c]))
              .limit(count)
              .mapToInt(Integer::intValue)
              .toArray();
    }
    return strongest;
  }

  private double[][] denominators(Twin twin, MarginLayer layer) {
    int samples = competitors.length;
    double[][] found = new double[samples][competitors[0].length];
    for (int k = 0; k < competitors[0].length; k++) {
      int rank = k;
      int[] others = IntStream.range(0, samples).map(s -> competitors[s][rank]).toArray();
      double[][] gradients =
          twin.gapGradient(which.score(), layer.name(), batch.inputs(), batch.labels(), others);
      for (int s = 0; s < samples; s++) {
        found[s][k] = which.epsilon() + dualNorm(gradients[s]);
      }
    }
    return found;
  }

  private double dualNorm(double[] gradient) {
    double p = which.norm().p();
    double[] magnitudes = Arrays.stream(gradient).map(Math::abs).toArray();
    if (p == 1) {
      return Arrays.stream(magnitudes).max().orElseThrow();
    }
    double q = Double.isInfinite(p) ? 1 : p / (p - 1);
    double norm = Math.pow(Arrays.stream(magnitudes).map(a -> Math.pow(a, q)).sum(), 1 / q);
    return which.scale() == Scale.NONE ? norm : norm / Math.pow(gradient.length, 1 / q);
  }
}
