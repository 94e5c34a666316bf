package org.widemargin.margin;

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
   * @param cap the longest step from the sample, in the layer's units; infinity for none
   * @param box whether to stay inside the valid range where it is known, which is at the input
   * @param misclassified what to do with samples on the wrong side
   */
  record Boundary(int refinements, double cap, boolean box, Misclassified misclassified)
      implements GradientMode {
    /** Checks the ranges. */
    public Boundary {
      require(
          refinements >= 1, "boundary: expected refinements of at least 1, found %d", refinements);
      require(cap > 0, "boundary: expected a cap above 0, found %s", cap);
      require(misclassified != null, "boundary: expected misclassified to be refine or linear");
    }

    @JsonCreator
    static Boundary of(
        @Nullable Integer refinements,
        @Nullable Double cap,
        @Nullable Boolean box,
        @Nullable Misclassified misclassified) {
      return new Boundary(
          refinements == null ? 2 : refinements,
          cap == null ? Double.POSITIVE_INFINITY : cap,
          box == null || box,
          misclassified == null ? Misclassified.REFINE : misclassified);
    }
  }

  /** What the boundary mode does with a sample that is misclassified. */
  enum Misclassified {
    /** The same as with the others: its boundary point lies on the way back. */
    REFINE,
    /** No step: the paper's formula at the sample itself. */
    LINEAR
  }
}
