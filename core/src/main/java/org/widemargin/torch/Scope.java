package org.widemargin.torch;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of code after which every native object made in it is freed, unless it was kept.
 *
 * <p>Scopes nest and belong to one thread. A training step, an attack iteration and an evaluation
 * batch each run inside one:
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *   Tensor logits = network.forward(batch).logits();
 *   return scope.keep(logits);
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
  private final @Nullable PointerScope around = PointerScope.getInnerScope();
  private final PointerScope pointers = new PointerScope();
  private boolean closed;

  private Scope() {}

  /**
   * Opens a scope on this thread.
   *
   * @return the scope, to be closed by the same thread
   * @throws NativeLibrariesException if the native libraries cannot be unpacked or loaded
   */
  public static Scope open() {
    NativeLibraries.require();
    return new Scope();
  }

  /**
   * Hands a tensor on to the scope around this one; without one around, the caller must {@linkplain
   * Tensors#free free} it.
   *
   * @param tensor a tensor made inside this scope
   * @return the same tensor
   * @throws IllegalStateException if the scope is closed
   */
  public Tensor keep(Tensor tensor) {
    requireOpen();
    if (around == null) {
      return own(tensor);
    }
    around.attach(tensor);
    pointers.detach(tensor);
    return tensor;
  }

  /**
   * Takes a tensor out of every scope: the caller must {@linkplain Tensors#free free} it.
   *
   * @param tensor a tensor made inside this scope
   * @return the same tensor
   * @throws IllegalStateException if the scope is closed
   */
  public Tensor own(Tensor tensor) {
    requireOpen();
    tensor.retainReference();
    pointers.detach(tensor);
    return tensor;
  }

  /**
   * The number of native objects that Java currently holds, for tests and diagnostics.
   *
   * @return the count over all threads
   */
  public static long liveObjects() {
    return Pointer.totalCount();
  }

  /** Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pointers.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the scope is closed");
    }
  }
}
