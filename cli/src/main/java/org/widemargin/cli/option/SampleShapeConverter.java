package org.widemargin.cli.option;

import java.util.Arrays;
import java.util.List;
import org.widemargin.data.SampleShape;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 3x32x32} or {@code 30}. */
public final class SampleShapeConverter implements ITypeConverter<SampleShape> {
  /** Created by picocli. */
  SampleShapeConverter() {}

  @Override
  public SampleShape convert(String text) {
    if (!text.matches("\\d{1,6}(x\\d{1,6}x\\d{1,6})?")) {
      throw new TypeConversionException(
          "expected CHANNELSxHEIGHTxWIDTH or a number of features, found '" + text + "'");
    }
    List<Integer> dimensions = Arrays.stream(text.split("x")).map(Integer::valueOf).toList();
    return SampleShape.of(dimensions);
  }
}
