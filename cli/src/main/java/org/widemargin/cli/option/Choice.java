package org.widemargin.cli.option;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.widemargin.Nearest;
import org.widemargin.attack.Attacks;
import org.widemargin.train.Presets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An option's value that is one of a few names: checked when parsed, and completed by the shell.
 */
public abstract class Choice implements ITypeConverter<String>, Iterable<String> {
  private final List<String> names;

  Choice(String... names) {
    this.names = List.of(names);
  }

  @Override
  public String convert(String text) {
    if (!names.contains(text)) {
      throw new TypeConversionException(Nearest.hint(text, names) + " (found '" + text + "')");
    }
    return text;
  }

  @Override
  public Iterator<String> iterator() {
    return names.iterator();
  }

  /** The presets. */
  public static final class PresetNames extends Choice {
    PresetNames() {
      super(Presets.NAMES.toArray(new String[0]));
    }
  }

  /** The attacks. */
  public static final class AttackNames extends Choice {
    AttackNames() {
      super(Attacks.NAMES.toArray(new String[0]));
    }
  }

  /** The losses. */
  static final class Losses extends Choice {
    Losses() {
      super("cross-entropy", "gce", "hinge", "margin");
    }
  }

  /** How the distance depends on the weights. */
  static final class Gradients extends Choice {
    Gradients() {
      super("constant", "exact", "boundary");
    }
  }

  /** How competitors are combined. */
  static final class Aggregations extends Choice {
    Aggregations() {
      super("max", "sum", "mean");
    }
  }

  /** The update rules. */
  static final class Optimizers extends Choice {
    Optimizers() {
      super("sgd", "rmsprop", "adam", "adamw");
    }
  }

  /** How the learning rate changes. */
  static final class Schedules extends Choice {
    Schedules() {
      super("constant", "staircase", "cosine", "one-cycle");
    }
  }

  /** What training computes in. */
  static final class Precisions extends Choice {
    private static final String SHORT = "bf16";
    private static final String LONG = "bfloat16";

    Precisions() {
      super("auto", "float32", LONG, SHORT);
    }

    /** The name that configurations know. */
    static @Nullable String full(@Nullable String name) {
      return SHORT.equals(name) ? LONG : name;
    }
  }

  /** Which checkpoint is the run's result. */
  static final class Kept extends Choice {
    Kept() {
      super("best", "last");
    }
  }
}
