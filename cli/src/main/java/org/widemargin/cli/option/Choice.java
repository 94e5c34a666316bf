package org.widemargin.cli.option;

import java.util.Iterator;
import java.util.List;
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
}
