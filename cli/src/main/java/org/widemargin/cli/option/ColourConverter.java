package org.widemargin.cli.option;

import org.widemargin.error.InputException;
import org.widemargin.image.Colour;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code white}, {@code black} or {@code #ff8000}. */
public final class ColourConverter implements ITypeConverter<Colour> {
  /** Created by picocli. */
  ColourConverter() {}

  @Override
  public Colour convert(String text) {
    try {
      return Colour.parse(text);
    } catch (InputException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
