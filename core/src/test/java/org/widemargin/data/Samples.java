package org.widemargin.data;

import java.util.List;
import java.util.stream.IntStream;

/** Small data sets for tests. */
final class Samples {
  private Samples() {}

  /** Images of one channel, 2 x 3, whose bytes count up; labels go round the classes. */
  static Dataset images(int count, int classes) {
    SampleShape.Image shape = new SampleShape.Image(1, 2, 3);
    byte[] pixels = new byte[count * shape.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return Dataset.images("images", shape, pixels, labels(count, classes), names(classes));
  }

  /** Rows of one feature whose value is the row's number, so that a test can tell samples apart. */
  static Dataset numbered(int count, int classes) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return Dataset.table("numbered", 1, values, labels(count, classes), names(classes));
  }

  /** The numbers of a numbered set's samples. */
  static int[] numbers(Dataset dataset) {
    return IntStream.range(0, dataset.size()).map(i -> (int) dataset.sample(i)[0]).toArray();
  }

  static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }

  private static int[] labels(int count, int classes) {
    return IntStream.range(0, count).map(i -> i % classes).toArray();
  }
}
