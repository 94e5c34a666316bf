package org.widemargin.spark;

import static org.widemargin.error.InputException.require;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.widemargin.Classifier;

/**
 * Where the samples stand in a data frame's rows.
 *
 * @param kind how they are written
 * @param indices of their columns
 */
record SampleColumns(Kind kind, List<Integer> indices) implements Serializable {
  /** How samples are written. */
  enum Kind {
    /** The bytes of a PNG or JPEG file. */
    ENCODED_IMAGE,
    /** One array of numbers. */
    ARRAY,
    /** A number in each of several columns. */
    NUMBERS
  }

  static SampleColumns of(StructType schema, List<String> names) {
    require(!names.isEmpty(), "expected the name of the column that holds the samples, found none");
    for (String name : names) {
      require(
          Arrays.asList(schema.fieldNames()).contains(name),
          "expected a data frame with the column '%s', found %s",
          name,
          String.join(", ", schema.fieldNames()));
    }
    List<Integer> indices = names.stream().map(schema::fieldIndex).toList();
    DataType first = schema.apply(names.get(0)).dataType();
    if (names.size() == 1 && first.equals(DataTypes.BinaryType)) {
      return new SampleColumns(Kind.ENCODED_IMAGE, indices);
    }
    if (names.size() == 1
        && first instanceof ArrayType array
        && array.elementType() instanceof NumericType) {
      return new SampleColumns(Kind.ARRAY, indices);
    }
    for (String name : names) {
      DataType found = schema.apply(name).dataType();
      require(
          found instanceof NumericType,
          "expected a column of binary data, of arrays of numbers, or several of numbers, found"
              + " '%s' of type %s",
          name,
          found.simpleString());
    }
    return new SampleColumns(Kind.NUMBERS, indices);
  }

  /**
   * Reads a row's sample.
   *
   * @return as {@link Classifier#predict(float[])} takes it; empty if a part of it is null
   * @throws org.widemargin.error.InputException if it is an image that cannot be read, or has
   *     another number of numbers than the network takes
   */
  Optional<float[]> sample(Row row, Classifier classifier) {
    for (int index : indices) {
      if (row.isNullAt(index)) {
        return Optional.empty();
      }
    }
    Optional<float[]> sample = read(row, classifier);
    sample.ifPresent(
        found ->
            require(
                found.length == classifier.sampleSize(),
                "expected a sample of %d numbers, found %d",
                classifier.sampleSize(),
                found.length));
    return sample;
  }

  private Optional<float[]> read(Row row, Classifier classifier) {
    return switch (kind) {
      case ENCODED_IMAGE -> Optional.of(classifier.pixels(row.<byte[]>getAs(indices.get(0))));
      case ARRAY -> numbers(row.getList(indices.get(0)));
      case NUMBERS -> numbers(indices.stream().map(row::get).toList());
    };
  }

  private static Optional<float[]> numbers(List<?> values) {
    float[] numbers = new float[values.size()];
    int next = 0;
    for (Object value : values) {
      if (value == null) {
        return Optional.empty();
      }
      numbers[next++] = ((Number) value).floatValue();
    }
    return Optional.of(numbers);
  }
}
