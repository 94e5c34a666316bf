package org.widemargin.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Automatic differentiation: vector-Jacobian products and the grad mode of this thread. */
public final class Autograd {
  /** What happens to the graph of the forward pass after a reverse pass. */
  public enum Graph {
    /** It is freed: no further reverse pass through it is possible. */
    FREE,
    /** It stays, for further reverse passes. */
    RETAIN,
    /** It stays, and the gradients are themselves differentiable. */
    CREATE
  }

  private static final ThreadLocal<Long> REVERSE_PASSES = ThreadLocal.withInitial(() -> 0L);

  private Autograd() {}

  /**
   * A value that stands for another one in the graph: whatever is computed from it has its values,
   * and its gradient, changed by a function, becomes that of the other one.
   *
   * @param original part of the graph
   * @param values of the same shape
   * @param change of the gradient with respect to the result, into that with respect to the
   *     original; runs in the thread that differentiates, and cannot itself be differentiated
   * @return part of the graph, valid in the innermost scope
   */
  public static Tensor substitute(Tensor original, Tensor values, UnaryOperator<Tensor> change) {
    // Adds exactly 0.
    Tensor substitute = values.detach().add(original.sub(original.detach()));
    if (substitute.requires_grad()) {
      substitute.register_hook(
          new TensorTensorHook() {
            @Override
            public TensorBase call(TensorBase gradient) {
              return change.apply(new Tensor(gradient));
            }
          });
    }
    return substitute;
  }

  /**
   * One reverse pass: the gradients of {@code <output, cotangent>} with respect to the inputs. Only
   * the part of the graph between the output and these inputs is walked; no other tensor,
   * parameters included, receives a gradient.
   *
   * @param output the tensor to differentiate
   * @param cotangent weights of the output's elements, of the output's shape
   * @param inputs what to differentiate with respect to
   * @param graph what happens to the graph
   * @return one gradient for each input, null where the output does not depend on it
   */
  public static List<@Nullable Tensor> gradients(
      Tensor output, Tensor cotangent, List<Tensor> inputs, Graph graph) {
    countReversePass();
    // The vectors are closed at once: until then they would hold what they list.
    try (TensorVector outputs = new TensorVector(output);
        TensorVector sources = new TensorVector(inputs.toArray(new Tensor[0]));
        TensorVector cotangents = new TensorVector(cotangent);
        TensorVector found =
            torch.grad(
                outputs,
                sources,
                cotangents,
                new BoolOptional(graph != Graph.FREE),
                graph == Graph.CREATE,
                true)) {
      List<@Nullable Tensor> gradients = new ArrayList<>(inputs.size());
      for (int i = 0; i < inputs.size(); i++) {
        Tensor gradient = found.get(i);
        // An element of the vector ends with it; the copy shares its memory and does not.
        gradients.add(gradient.defined() ? new Tensor(gradient) : null);
      }
      return gradients;
    }
  }

  /**
   * The gradients of a loss, after which its graph is freed.
   *
   * @param loss a scalar
   * @param parameters what to differentiate with respect to
   * @return one gradient for each parameter, zeros where the loss does not depend on it
   */
  public static List<Tensor> gradients(Tensor loss, List<Tensor> parameters) {
    List<@Nullable Tensor> found =
        gradients(loss, Tensors.fullLike(loss, 1), parameters, Graph.FREE);
    List<Tensor> gradients = new ArrayList<>(parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      Tensor gradient = found.get(i);
      gradients.add(gradient == null ? Tensors.fullLike(parameters.get(i), 0) : gradient);
    }
    return gradients;
  }

  /**
   * The gradient of the sum of a tensor's elements with respect to one input.
   *
   * @param output the tensor whose elements are summed
   * @param input what to differentiate with respect to
   * @param graph what happens to the graph
   * @return the gradient, zeros where the output does not depend on the input
   */
  public static Tensor gradientOfSum(Tensor output, Tensor input, Graph graph) {
    Tensor gradient = gradients(output, Tensors.fullLike(output, 1), List.of(input), graph).get(0);
    return gradient == null ? Tensors.fullLike(input, 0) : gradient;
  }

  /**
   * A leaf of the graph with the same values: what is computed from it can be differentiated with
   * respect to it.
   *
   * @param tensor the values
   * @return a new leaf that shares the memory
   */
  public static Tensor leaf(Tensor tensor) {
    return tensor.detach().set_requires_grad(true);
  }

  /**
   * Tells whether a tensor can be differentiated with respect to.
   *
   * @param tensor any tensor
   * @return whether it is part of a graph
   */
  public static boolean tracked(Tensor tensor) {
    return tensor.requires_grad();
  }

  /**
   * Tells whether this thread records graphs.
   *
   * @return true unless inside {@link #withoutGradient}
   */
  public static boolean recording() {
    return GradMode.is_enabled();
  }

  /**
   * Runs without recording a graph.
   *
   * @param <T> the result
   * @param work what to run on this thread
   * @return its result
   */
  public static <T> T withoutGradient(Supplier<T> work) {
    try (AutoGradMode mode = new AutoGradMode(false)) {
      return work.get();
    }
  }

  /**
   * Runs with the graph recorded, whatever the mode around.
   *
   * @param <T> the result
   * @param work what to run on this thread
   * @return its result
   */
  public static <T> T withGradient(Supplier<T> work) {
    try (AutoGradMode mode = new AutoGradMode(true)) {
      return work.get();
    }
  }

  /** Counts a reverse pass that goes without autograd, so that it does not escape the count. */
  public static void countReversePass() {
    REVERSE_PASSES.set(REVERSE_PASSES.get() + 1);
  }

  /**
   * How many reverse passes this thread has run, for tests that count them.
   *
   * @return the count since the thread's start
   */
  public static long reversePasses() {
    return REVERSE_PASSES.get();
  }
}
