package org.widemargin.cli.option;

import org.widemargin.error.InputException;
import org.widemargin.norm.Norm;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code l1}, {@code l2}, {@code linf} or a number of at least 1. */
public final class NormConverter implements ITypeConverter<Norm> {
  /** Created by picocli. */
  NormConverter() {}

  @Override
  public Norm convert(String text) {
    try {
      return Norm.parse(text);
    } catch (InputException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
