package org.widemargin.config;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.invoke.SerializedLambda;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The name of the method that a reference such as {@code MarginSpec::gamma} refers to. The Java
 * platform tells it in one place only: what the reference is replaced by when it is serialised.
 */
final class AccessorName {
  /** Every reference in the sources has a class of its own. */
  private static final ClassValue<AtomicReference<@Nullable String>> NAMES =
      new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable String> computeValue(Class<?> type) {
          return new AtomicReference<>();
        }
      };

  private AccessorName() {}

  static String of(Serializable reference) {
    AtomicReference<@Nullable String> known = NAMES.get(reference.getClass());
    String name = known.get();
    if (name == null) {
      name = replaced(reference).getImplMethodName();
      known.set(name);
    }
    return name;
  }

  private static SerializedLambda replaced(Serializable reference) {
    try (Replacements replacements = new Replacements()) {
      replacements.writeObject(reference);
      if (replacements.found == null) {
        throw new IllegalArgumentException(
            "expected a method reference such as MarginSpec::gamma, found " + reference);
      }
      return replacements.found;
    } catch (IOException e) {
      throw new UncheckedIOException("a method reference cannot be read", e);
    }
  }

  /** Writes to nowhere and keeps what a lambda is replaced by. */
  private static final class Replacements extends ObjectOutputStream {
    private @Nullable SerializedLambda found;

    Replacements() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof SerializedLambda lambda) {
        found = lambda;
      }
      return object;
    }
  }
}
