package org.widemargin.cli.option;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number that may be {@code inf}. */
final class NumberConverter implements ITypeConverter<Double> {
  /** Created by picocli. */
  NumberConverter() {}

  @Override
  public Double convert(String text) {
    if (text.toLowerCase(Locale.ROOT).matches("\\.?inf(inity)?")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expected a number or inf, found '" + text + "'");
    }
  }
}
