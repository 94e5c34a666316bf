package org.widemargin.margin;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.widemargin.boundary.DistanceSpec.Scale;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.GradientMode.Advance;
import org.widemargin.boundary.GradientMode.Boundary;
import org.widemargin.boundary.GradientMode.Misclassified;
import org.widemargin.boundary.GradientMode.Path;
import org.widemargin.boundary.GradientMode.Rival;
import org.widemargin.boundary.Score;
import org.widemargin.margin.MarginCase.MarginLayer;
import org.widemargin.margin.MarginSpec.OverLayers;
import org.widemargin.norm.Norm;
import org.widemargin.reference.ReferenceNetwork;

/**
 * Combinations of the margin loss's options. What a product does not range over is drawn anew for
 * every combination.
 */
final class MarginCases {
  private static final List<Norm> NORMS =
      List.of(Norm.L1, new Norm(1.5), Norm.L2, new Norm(3), Norm.LINF);
  private static final List<Integer> TOP_KS = List.of(1, 2, 0);
  private static final List<Double> CLIPS = List.of(1.0, 4.0, Double.POSITIVE_INFINITY);
  private static final List<Double> CAPS = List.of(0.6, Double.POSITIVE_INFINITY);
  private static final List<Double> STRIDES = List.of(0.25, Double.POSITIVE_INFINITY);
  private static final List<Double> TOLERANCES = List.of(0.0, 0.06);
  private static final int MOST_REFINEMENTS = 3;
  private static final List<Double> EPSILONS = List.of(0.0, 1e-6, 1e-2);
  private static final List<Double> CROSS_ENTROPY_WEIGHTS = List.of(0.0, 0.0, 0.3);

  private final List<MarginLayer> taps;
  private final Random random;
  private final List<MarginCase> cases = new ArrayList<>();

  private MarginCases(ReferenceNetwork network, long seed) {
    this.taps = MarginCase.allTaps(network);
    this.random = new Random(seed);
  }

  /**
   * The product of norm, aggregation, score, gradient mode (constant, exact, boundary), top-k,
   * scale and clip.
   */
  static List<MarginCase> ofMainOptions(ReferenceNetwork network, long seed) {
    MarginCases cases = new MarginCases(network, seed);
    for (int mode = 0; mode < 3; mode++) {
      for (int topK : TOP_KS) {
        cases.addForModeAndTopK(mode, topK);
      }
    }
    return cases.cases;
  }

  /** The product of all the above, of everything that the boundary mode has, and of over-layers. */
  static List<MarginCase> ofAllOptions(ReferenceNetwork network, long seed) {
    MarginCases cases = new MarginCases(network, seed);
    for (GradientMode mode : everyMode()) {
      for (int topK : TOP_KS) {
        if (topK == 1 || !(mode instanceof Boundary b) || b.rival() == Rival.FIXED) {
          for (OverLayers overLayers : OverLayers.values()) {
            cases.addForEveryNormAndScore(() -> mode, topK, () -> overLayers);
          }
        }
      }
    }
    return cases.cases;
  }

  private void addForModeAndTopK(int mode, int topK) {
    addForEveryNormAndScore(
        () ->
            switch (mode) {
              case 0 -> new GradientMode.Constant();
              case 1 -> new GradientMode.Exact();
              default -> drawnBoundary(topK);
            },
        topK,
        () -> drawn(List.of(OverLayers.values())));
  }

  private void addForEveryNormAndScore(
      Supplier<GradientMode> mode, int topK, Supplier<OverLayers> overLayers) {
    for (Norm norm : NORMS) {
      for (Score score : Score.values()) {
        for (Scale scale : Scale.values()) {
          for (Aggregation aggregation : Aggregation.values()) {
            for (double clip : CLIPS) {
              GradientMode chosen = mode.get();
              cases.add(
                  new MarginCase(
                      drawnLayers(tiesAtTheLogits(norm, chosen)),
                      norm,
                      aggregation,
                      score,
                      chosen,
                      topK,
                      scale,
                      clip,
                      overLayers.get(),
                      drawn(EPSILONS),
                      drawn(CROSS_ENTROPY_WEIGHTS)));
            }
          }
        }
      }
    }
  }

  /** Every second time all taps, otherwise some of them. */
  private List<MarginLayer> drawnLayers(boolean withoutLogits) {
    List<MarginLayer> among = withoutLogits ? taps.subList(0, taps.size() - 1) : taps;
    List<MarginLayer> layers = new ArrayList<>();
    if (random.nextBoolean()) {
      for (MarginLayer tap : among) {
        if (random.nextBoolean()) {
          layers.add(tap);
        }
      }
    }
    return layers.isEmpty() ? among : layers;
  }

  /**
   * At the logits and p = 1 every step from the point reached makes two logits equal. If the
   * competitor changes on the way, more than two end equal, and rounding decides which is the
   * strongest.
   */
  private static boolean tiesAtTheLogits(Norm norm, GradientMode mode) {
    return norm.equals(Norm.L1)
        && mode instanceof Boundary boundary
        && boundary.refinements() > 1
        && boundary.path() == Path.FROM_POINT
        && boundary.rival() == Rival.STRONGEST;
  }

  private Boundary drawnBoundary(int topK) {
    double stride = drawn(STRIDES);
    return new Boundary(
        1 + random.nextInt(MOST_REFINEMENTS),
        drawn(CAPS),
        stride,
        0,
        drawn(TOLERANCES),
        random.nextBoolean(),
        drawn(List.of(Path.values())),
        topK == 1 ? drawn(List.of(Rival.values())) : Rival.FIXED,
        drawn(List.of(Misclassified.values())),
        drawn(advances(stride)));
  }

  private static List<Advance> advances(double stride) {
    return Double.isInfinite(stride) ? List.of(Advance.SHORTEST) : List.of(Advance.values());
  }

  private <T> T drawn(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static List<GradientMode> everyMode() {
    List<GradientMode> modes = new ArrayList<>();
    modes.add(new GradientMode.Constant());
    modes.add(new GradientMode.Exact());
    for (int r = 1; r <= MOST_REFINEMENTS; r++) {
      for (double cap : CAPS) {
        for (double stride : STRIDES) {
          for (boolean box : new boolean[] {false, true}) {
            for (Path path : Path.values()) {
              for (Rival rival : Rival.values()) {
                for (Misclassified misclassified : Misclassified.values()) {
                  for (double tolerance : r < MOST_REFINEMENTS ? List.of(0.0) : TOLERANCES) {
                    for (Advance advance : advances(stride)) {
                      modes.add(
                          new Boundary(
                              r,
                              cap,
                              stride,
                              0,
                              tolerance,
                              box,
                              path,
                              rival,
                              misclassified,
                              advance));
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return modes;
  }
}
