package org.widemargin.cli.option;

import org.widemargin.checkpoint.RunName;
import picocli.CommandLine.ITypeConverter;

/** Reads the name of a run. */
public final class RunNameConverter implements ITypeConverter<RunName> {
  @Override
  public RunName convert(String text) {
    if (!text.startsWith(RunName.ZOO)) {
      new PathConverter().convert(text);
    }
    return new RunName(text);
  }
}
