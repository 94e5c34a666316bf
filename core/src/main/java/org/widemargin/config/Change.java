package org.widemargin.config;

import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Another value for one component of a record, named by its accessor:
 *
 * <pre>{@code
 * MarginSpec.defaults().with(set(MarginSpec::norm).to(Norm.LINF), set(MarginSpec::gamma).to(0.4))
 * }</pre>
 *
 * <p>The compiler checks that the value fits the component. Changes are made together, so that the
 * record checks the result and nothing in between.
 *
 * @param <R> the record
 */
public final class Change<R extends Record> {
  private final Accessor<R, ?> component;
  private final Object value;

  private Change(Accessor<R, ?> component, Object value) {
    this.component = component;
    this.value = value;
  }

  /**
   * A component's accessor, as a method reference such as {@code MarginSpec::gamma}; a lambda has
   * no name that could be found.
   *
   * @param <R> the record
   * @param <V> the component's type
   */
  @FunctionalInterface
  public interface Accessor<R extends Record, V> extends Function<R, V>, Serializable {}

  /**
   * A component that awaits its value.
   *
   * @param <R> the record
   * @param <V> the component's type
   */
  public static final class Setting<R extends Record, V> {
    private final Accessor<R, V> component;

    private Setting(Accessor<R, V> component) {
      this.component = component;
    }

    /**
     * Gives the value.
     *
     * @param value the component's new value
     * @return the change
     */
    public Change<R> to(V value) {
      return new Change<>(component, value);
    }
  }

  /**
   * Names the component to change.
   *
   * @param <R> the record
   * @param <V> the component's type
   * @param accessor a method reference such as {@code MarginSpec::gamma}
   * @return what awaits the value
   */
  public static <R extends Record, V> Setting<R, V> set(Accessor<R, V> accessor) {
    return new Setting<>(accessor);
  }

  /**
   * Changes a record.
   *
   * @param <R> the record
   * @param record the record before, which stays as it is
   * @param changes its changes; of two for one component the later counts
   * @return the record after
   * @throws IllegalArgumentException if a change does not name a component of the record
   * @throws RuntimeException what the record's constructor throws for a value out of range
   */
  @SafeVarargs
  @SuppressWarnings("unchecked") // a type's record is of that type
  public static <R extends Record> R apply(R record, Change<R>... changes) {
    RecordType type = RecordType.of(record.getClass());
    @Nullable Object[] values = type.values(record);
    for (Change<R> change : changes) {
      String name = AccessorName.of(change.component);
      int component = type.indexOfComponent(name);
      if (component < 0) {
        throw new IllegalArgumentException(
            "expected a reference to a component's accessor, such as MarginSpec::gamma, found "
                + name);
      }
      values[component] = change.value;
    }
    return (R) type.make(values);
  }
}
