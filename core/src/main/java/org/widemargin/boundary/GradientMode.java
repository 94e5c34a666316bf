package org.widemargin.boundary;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import org.widemargin.config.Change;
import org.widemargin.config.OmitDefault;

/** How the distance depends on the weights: what the loss's gradient pulls on. */
public sealed interface GradientMode
    permits GradientMode.Constant,
        GradientMode.Exact,
        GradientMode.Boundary,
        GradientMode.Certified {

  /**
   * The paper's: the denominator is held constant (section 4.1). Cheap, but the loss can be lowered
   * by scaling the logits up, which hides gradients from an attacker rather than moving the
   * boundary.
   */
  record Constant() implements GradientMode {}

  /** The whole of equation 7 differentiated, by a double backward pass. */
  record Exact() implements GradientMode {}

  /**
   * The distance is linearised again at the boundary: {@code r} steps lead to a point x_r near it,
   * and there the constant-denominator formula is the derivative of the true distance, by the
   * implicit function theorem.
   *
   * @param refinements r, at least 1
   * @param cap the farthest from the sample, in the layer's units; infinity for no limit
   * @param stride the longest single step, in the layer's units; infinity for no limit. Short
   *     strides stay where the linearisation holds
   * @param start how far from the sample the first linearisation is, in a random direction, in the
   *     layer's units; 0 for at the sample itself. Where each step of the training looks from
   *     elsewhere, the network cannot learn to hide its boundary from the sample
   * @param tolerance a step of at most this length, in the layer's units, is a sample's last, and
   *     so is one that reaches the cap; where a loss asks for gamma, so is one by which a sample
   *     has walked gamma with the boundary still ahead, whose violation is 0. The others walk on in
   *     a smaller batch. 0 for all refinements whatever happens
   * @param box whether to stay inside the valid range where it is known, which is at the input
   * @param path where each step starts
   * @param rival whether the competitor may change on the way
   * @param misclassified what to do with samples on the wrong side
   * @param advance how long a step is
   */
  record Boundary(
      int refinements,
      double cap,
      double stride,
      double start,
      @OmitDefault double tolerance,
      boolean box,
      Path path,
      Rival rival,
      Misclassified misclassified,
      @OmitDefault Advance advance)
      implements GradientMode {
    /**
     * The defaults: two steps, each from the point reached, as long as it takes, inside the box.
     *
     * @return the mode
     */
    public static Boundary defaults() {
      return new Boundary(
          /* refinements= */ 2,
          /* cap= */ Double.POSITIVE_INFINITY,
          /* stride= */ Double.POSITIVE_INFINITY,
          /* start= */ 0,
          /* tolerance= */ 0,
          /* box= */ true,
          /* path= */ Path.FROM_POINT,
          /* rival= */ Rival.FIXED,
          /* misclassified= */ Misclassified.REFINE,
          /* advance= */ Advance.SHORTEST);
    }

    /**
     * The boundary mode with steps from the sample itself, which lead to the nearest point of the
     * boundary: for measuring.
     *
     * @param refinements r, at least 1
     * @return the mode without a cap, inside the box
     */
    public static Boundary measuring(int refinements) {
      return defaults()
          .with(
              set(Boundary::refinements).to(refinements), set(Boundary::path).to(Path.FROM_SAMPLE));
    }

    /**
     * The boundary mode with steps from the point reached towards the strongest competitor there:
     * for training, with top-k 1.
     *
     * @param refinements r, at least 1
     * @param cap the longest walk, somewhat more than gamma
     * @return the mode inside the box, with steps as long as it takes
     */
    public static Boundary training(int refinements, double cap) {
      return defaults()
          .with(
              set(Boundary::refinements).to(refinements),
              set(Boundary::cap).to(cap),
              set(Boundary::rival).to(Rival.STRONGEST));
    }

    /**
     * The same with other choices.
     *
     * @param changes such as {@code set(Boundary::stride).to(0.1)}
     * @return the changed mode
     * @throws org.widemargin.error.InputException if a value is out of range
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on, not written to
    public final Boundary with(Change<Boundary>... changes) {
      return Change.apply(this, changes);
    }

    /** Checks the ranges. */
    public Boundary {
      require(
          refinements >= 1, "boundary: expected refinements of at least 1, found %d", refinements);
      require(cap > 0, "boundary: expected a cap above 0, found %s", cap);
      require(stride > 0, "boundary: expected a stride above 0, found %s", stride);
      require(
          start >= 0 && Double.isFinite(start),
          "boundary: expected a start of 0 or above, found %s",
          start);
      require(
          tolerance >= 0 && tolerance < stride,
          "boundary: expected a tolerance of at least 0 and below the stride of %s, found %s",
          stride,
          tolerance);
      require(
          advance == Advance.SHORTEST || Double.isFinite(stride),
          "boundary: expected a finite stride where a step is a whole stride (advance: stride)");
    }
  }

  /**
   * No distance but what can be proved: for every input of an l-inf ball around the sample, inside
   * the valid range, the gap is at least this much, by intervals through the layers (Gowal et al.,
   * 2019, "Scalable Verified Training for Provably Robust Image Classification"). Gamma is then in
   * the logits' units. At radius 0 it is the gap itself.
   *
   * @param radius of the ball, in the input's units, at least 0
   * @param form what the loss asks of the gaps
   */
  record Certified(double radius, Form form) implements GradientMode {
    /**
     * The defaults: a radius of 0.1, and cross-entropy.
     *
     * @return the mode
     */
    public static Certified defaults() {
      return new Certified(/* radius= */ 0.1, /* form= */ Form.CROSS_ENTROPY);
    }

    /** Checks the range. */
    public Certified {
      require(
          radius >= 0 && Double.isFinite(radius),
          "certified: expected a radius of at least 0, found %s",
          radius);
    }
  }

  /** What the certified mode asks of the least gaps. */
  enum Form {
    /** The cross-entropy of the worst logits, as Gowal et al. (2019) have it. */
    CROSS_ENTROPY,
    /** At least gamma, as of distances. */
    MARGIN
  }

  /** Where each step of the boundary mode starts. */
  enum Path {
    /**
     * From the sample: the shortest step onto the boundary linearised at the point reached. Its
     * fixed points are the nearest points of the boundary, so it measures best; far from them it
     * can overshoot.
     */
    FROM_SAMPLE,
    /**
     * From the point reached, as in DeepFool (Moosavi-Dezfooli et al., 2016): stays where the
     * linearisation holds, so that the boundary is met in a few steps, though not always at its
     * nearest point. Trains best.
     */
    FROM_POINT
  }

  /** Which competitor the boundary mode walks towards. */
  enum Rival {
    /** The one chosen at the sample. */
    FIXED,
    /**
     * At each point the strongest competitor there: the boundary of the predicted class as a whole.
     * Needs top-k of 1.
     */
    STRONGEST
  }

  /** What the boundary mode does with a sample that is misclassified. */
  enum Misclassified {
    /** The same as with the others: its boundary point lies on the way back. */
    REFINE,
    /** No step: the paper's formula at the sample itself. */
    LINEAR
  }

  /** How long a step of the boundary mode is. */
  enum Advance {
    /** Onto the linearised boundary, and no longer than the stride or the cap. */
    SHORTEST,
    /**
     * A whole stride until the boundary was crossed, then as {@link #SHORTEST}. What goes beyond
     * the cap comes back into the ball of that radius, where the walk goes on: projected gradient
     * descent that returns to the boundary, and finds nearer points of it. With a tolerance, being
     * far or at the cap ends no walk before its last refinement, unless nothing moves any more.
     */
    STRIDE
  }
}
