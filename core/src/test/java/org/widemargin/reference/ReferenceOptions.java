package org.widemargin.reference;

import static org.widemargin.config.Change.set;

import java.util.List;
import java.util.Optional;
import org.widemargin.config.Change;
import org.widemargin.reference.ReferenceNetwork.Score;

/**
 * What the margin loss is made of.
 *
 * @param layers the taps with a margin, their gamma and weight
 * @param norm p of the p-norm in which distances are measured, at least 1, infinity allowed
 * @param score what is compared between classes
 * @param topK the number of competitors, those of the highest score, ties to the lowest class;
 *     larger values mean all
 * @param aggregation how a sample's violations become one number
 * @param clip a violation is at most {@code clip * gamma}; infinity for none
 * @param epsilon added to the denominator
 * @param scale what the gradient's norm is divided by
 * @param layerReduction how the layers' terms become one number
 * @param gradient how the distance depends on the parameters
 * @param crossEntropyWeight multiple of the mean cross-entropy that is added
 */
public record ReferenceOptions(
    List<Layer> layers,
    double norm,
    Score score,
    int topK,
    Aggregation aggregation,
    double clip,
    double epsilon,
    Scale scale,
    LayerReduction layerReduction,
    Gradient gradient,
    double crossEntropyWeight) {

  /** A tap with a margin. */
  public record Layer(int tap, double gamma, double weight) {}

  /** From the competitors' violations to the sample's. */
  public enum Aggregation {
    /** The largest; of equal ones the first, competitors being in the order of falling score. */
    MAX,
    /** The sum. */
    SUM,
    /** The sum divided by the number of competitors. */
    MEAN
  }

  /** What the gradient's norm n is divided by. */
  public enum Scale {
    /** Nothing. */
    NONE,
    /** D^(1/q), D being the number of elements of one sample at the layer. */
    DIMENSION
  }

  /** From the layers' weighted terms to the loss. */
  public enum LayerReduction {
    /** The sum. */
    SUM,
    /** The sum divided by the number of layers. */
    MEAN
  }

  /** How the distance depends on the parameters. */
  public sealed interface Gradient {}

  /** gap / (epsilon + n), n held fixed. */
  public record Constant() implements Gradient {}

  /** gap / (epsilon + n), both differentiated. */
  public record Exact() implements Gradient {}

  /**
   * The paper's formula at a point on the boundary.
   *
   * @param refinements number of linearisations; 0 is {@link Constant}
   * @param cap largest norm of the step, in the layer's own units; infinity for none
   * @param start from the sample to where the gap is linearised first, for one sample at one tap;
   *     none for at the sample
   * @param box the valid range, which the step at the input (tap 0) does not leave
   * @param normOver the coordinates whose gradient counts in the denominator
   * @param activation whether a hidden layer's activation is differentiated
   * @param misclassified what to do with samples on the wrong side
   * @param tolerance a step of at most this length, or one to the cap, is the last; 0 for none is
   * @param path where each step starts
   * @param rival whether the competitor may change on the way
   * @param advance how long a step is
   */
  public record Boundary(
      int refinements,
      double cap,
      double stride,
      double tolerance,
      Optional<List<Double>> start,
      Optional<Box> box,
      NormOver normOver,
      Activation activation,
      Misclassified misclassified,
      Path path,
      Rival rival,
      Advance advance)
      implements Gradient {

    /**
     * All coordinates in the norm, the activation held fixed, misclassified samples as others,
     * every step from the sample and towards the same competitor.
     */
    public static Boundary of(int refinements, double cap, Optional<Box> box) {
      return new Boundary(
          refinements,
          cap,
          Double.POSITIVE_INFINITY,
          0,
          Optional.empty(),
          box,
          NormOver.ALL_COORDINATES,
          Activation.HELD_FIXED,
          Misclassified.REFINE,
          Path.FROM_SAMPLE,
          Rival.FIXED,
          Advance.SHORTEST);
    }

    /** What is the true distance's derivative also in a box and at a hidden layer. */
    public static Boundary ofTrueDistance(int refinements, double cap, Optional<Box> box) {
      return of(refinements, cap, box)
          .with(NormOver.FREE_COORDINATES)
          .with(Activation.DIFFERENTIATED);
    }

    /** The same with no single step longer than this. */
    public Boundary with(double longest) {
      return Change.apply(this, set(Boundary::stride).to(longest));
    }

    /** The same, whose steps of at most this length are the last ones. */
    public Boundary withTolerance(double shortest) {
      return Change.apply(this, set(Boundary::tolerance).to(shortest));
    }

    /** The same, linearised first this far from the sample. */
    public Boundary withStart(List<Double> displacement) {
      return Change.apply(this, set(Boundary::start).to(Optional.of(displacement)));
    }

    /** The same with the norm over other coordinates. */
    public Boundary with(NormOver value) {
      return Change.apply(this, set(Boundary::normOver).to(value));
    }

    /** The same with the activation treated in another way. */
    public Boundary with(Activation value) {
      return Change.apply(this, set(Boundary::activation).to(value));
    }

    /** The same with misclassified samples treated in another way. */
    public Boundary with(Misclassified value) {
      return Change.apply(this, set(Boundary::misclassified).to(value));
    }

    /** The same with steps from elsewhere. */
    public Boundary with(Path value) {
      return Change.apply(this, set(Boundary::path).to(value));
    }

    /** The same towards other competitors. */
    public Boundary with(Rival value) {
      return Change.apply(this, set(Boundary::rival).to(value));
    }

    /** The same with steps of other lengths. */
    public Boundary with(Advance value) {
      return Change.apply(this, set(Boundary::advance).to(value));
    }
  }

  /** The range from {@code low} to {@code high} for every coordinate. */
  public record Box(double low, double high) {}

  /** The coordinates whose gradient counts in the denominator of the boundary mode. */
  public enum NormOver {
    /** All of them. */
    ALL_COORDINATES,
    /**
     * With a box, those not at the bound that stops the step: not at the bound on the side where
     * the gap shrinks (for a misclassified sample: where it grows). Without a box, all.
     */
    FREE_COORDINATES
  }

  /**
   * How the boundary point x_r = h + delta of a hidden layer depends on the parameters below the
   * layer.
   */
  public enum Activation {
    /** Not at all: h and delta are held fixed. */
    HELD_FIXED,
    /**
     * Through h, delta alone being held fixed. This is the derivative of the true distance: by the
     * envelope theorem the distance from h to the boundary changes with h by grad gap(x_r) / n.
     */
    DIFFERENTIATED
  }

  /** What the boundary mode does with a sample whose gap is negative. */
  public enum Misclassified {
    /** The same as with the others. */
    REFINE,
    /** No step: the formula is taken at the sample itself. */
    LINEAR
  }

  /** Where each step of the boundary mode starts. */
  public enum Path {
    /** From the sample, onto the boundary linearised at the point reached. */
    FROM_SAMPLE,
    /** From the point reached, onto the boundary linearised there. */
    FROM_POINT
  }

  /** Whose boundary the boundary mode walks to. */
  public enum Rival {
    /** The given competitor's. */
    FIXED,
    /**
     * At every point, x_r included, that of the class with the highest score there, the label's
     * aside. The given competitor plays no part, so this makes sense for one competitor only.
     */
    STRONGEST
  }

  /** How long a step of the boundary mode is. */
  public enum Advance {
    /** Onto the linearised boundary, pulled back to the stride and the cap. */
    SHORTEST,
    /**
     * A whole stride in that direction until the boundary is crossed, then as above; what leaves
     * the ball of the cap comes back to its nearest point in l-inf, and is pulled back in others.
     */
    STRIDE
  }

  /** Copies the layers and checks the norm. */
  public ReferenceOptions {
    layers = List.copyOf(layers);
    ReferenceNorm.dualExponent(norm);
  }

  /**
   * l2, logits, all competitors, maximum, no clip, epsilon 0, no scale, sum, constant, no
   * cross-entropy.
   */
  public static ReferenceOptions of(List<Layer> layers) {
    return new ReferenceOptions(
        layers,
        2,
        Score.LOGITS,
        Integer.MAX_VALUE,
        Aggregation.MAX,
        Double.POSITIVE_INFINITY,
        0,
        Scale.NONE,
        LayerReduction.SUM,
        new Constant(),
        0);
  }

  /** One layer of weight 1, otherwise as {@link #of}. */
  public static ReferenceOptions ofTap(int tap, double gamma) {
    return of(List.of(new Layer(tap, gamma, 1)));
  }

  /** The same with another norm. */
  public ReferenceOptions withNorm(double value) {
    return Change.apply(this, set(ReferenceOptions::norm).to(value));
  }

  /** The same with another score. */
  public ReferenceOptions withScore(Score value) {
    return Change.apply(this, set(ReferenceOptions::score).to(value));
  }

  /** The same with another number of competitors. */
  public ReferenceOptions withTopK(int value) {
    return Change.apply(this, set(ReferenceOptions::topK).to(value));
  }

  /** The same with another aggregation. */
  public ReferenceOptions withAggregation(Aggregation value) {
    return Change.apply(this, set(ReferenceOptions::aggregation).to(value));
  }

  /** The same with another clip. */
  public ReferenceOptions withClip(double value) {
    return Change.apply(this, set(ReferenceOptions::clip).to(value));
  }

  /** The same with another epsilon. */
  public ReferenceOptions withEpsilon(double value) {
    return Change.apply(this, set(ReferenceOptions::epsilon).to(value));
  }

  /** The same with another scale. */
  public ReferenceOptions withScale(Scale value) {
    return Change.apply(this, set(ReferenceOptions::scale).to(value));
  }

  /** The same with another reduction over layers. */
  public ReferenceOptions withLayerReduction(LayerReduction value) {
    return Change.apply(this, set(ReferenceOptions::layerReduction).to(value));
  }

  /** The same with another gradient mode. */
  public ReferenceOptions withGradient(Gradient value) {
    return Change.apply(this, set(ReferenceOptions::gradient).to(value));
  }

  /** The same with another cross-entropy weight. */
  public ReferenceOptions withCrossEntropyWeight(double value) {
    return Change.apply(this, set(ReferenceOptions::crossEntropyWeight).to(value));
  }
}
