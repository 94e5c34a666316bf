package org.widemargin.boundary;

import static org.widemargin.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How the distance depends on the weights: what the loss's gradient pulls on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = GradientMode.Constant.class, name = "constant"),
  @JsonSubTypes.Type(value = GradientMode.Exact.class, name = "exact"),
  @JsonSubTypes.Type(value = GradientMode.Boundary.class, name = "boundary"),
})
public sealed interface GradientMode {

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
   * @param box whether to stay inside the valid range where it is known, which is at the input
   * @param path where each step starts
   * @param rival whether the competitor may change on the way
   * @param misclassified what to do with samples on the wrong side
   */
  record Boundary(
      int refinements,
      double cap,
      double stride,
      double start,
      boolean box,
      Path path,
      Rival rival,
      Misclassified misclassified)
      implements GradientMode {
    /**
     * The boundary mode with steps from the sample itself, which lead to the nearest point of the
     * boundary: for measuring.
     *
     * @param refinements r, at least 1
     * @return the mode without a cap, inside the box
     */
    public static Boundary measuring(int refinements) {
      return new Boundary(
          refinements,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          0,
          true,
          Path.FROM_SAMPLE,
          Rival.FIXED,
          Misclassified.REFINE);
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
      return new Boundary(
          refinements,
          cap,
          Double.POSITIVE_INFINITY,
          0,
          true,
          Path.FROM_POINT,
          Rival.STRONGEST,
          Misclassified.REFINE);
    }

    /**
     * The same with other steps.
     *
     * @param longest no single step is longer, in the layer's units
     * @return the mode
     */
    public Boundary withStride(double longest) {
      return new Boundary(refinements, cap, longest, start, box, path, rival, misclassified);
    }

    /**
     * The same with another first linearisation.
     *
     * @param distance from the sample, in the layer's units
     * @return the mode
     */
    public Boundary withStart(double distance) {
      return new Boundary(refinements, cap, stride, distance, box, path, rival, misclassified);
    }

    /**
     * The same in a valid range or without one.
     *
     * @param inside whether to stay inside the range where it is known
     * @return the mode
     */
    public Boundary withBox(boolean inside) {
      return new Boundary(refinements, cap, stride, start, inside, path, rival, misclassified);
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
    }

    @JsonCreator
    static Boundary of(
        @Nullable Integer refinements,
        @Nullable Double cap,
        @Nullable Double stride,
        @Nullable Double start,
        @Nullable Boolean box,
        @Nullable Path path,
        @Nullable Rival rival,
        @Nullable Misclassified misclassified) {
      return new Boundary(
          refinements == null ? 2 : refinements,
          cap == null ? Double.POSITIVE_INFINITY : cap,
          stride == null ? Double.POSITIVE_INFINITY : stride,
          start == null ? 0 : start,
          box == null || box,
          path == null ? Path.FROM_POINT : path,
          rival == null ? Rival.FIXED : rival,
          misclassified == null ? Misclassified.REFINE : misclassified);
    }
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
}
