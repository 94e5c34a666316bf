package org.widemargin.robustness;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.DataType;
import org.widemargin.checkpoint.Safetensors;
import org.widemargin.checkpoint.SafetensorsFile;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.config.FormatVersion;

/** A set of adversarial examples as it lies in a file; what is read is checked whole. */
record AdversarialFile(Path path) {
  private static final String POINTS = "points";
  private static final String SAMPLES = "samples";
  private static final String LABELS = "labels";

  /** Makes something of the parts that were read: the shape of one example comes first. */
  @FunctionalInterface
  interface Maker<T> {
    T make(
        long[] shape, int[] samples, int[] labels, float[] points, Map<String, String> provenance);
  }

  static AdversarialFile of(Path path) {
    return new AdversarialFile(path);
  }

  void write(
      long[] shape, float[] points, int[] samples, int[] labels, Map<String, String> provenance) {
    long[] count = {samples.length};
    Safetensors.write(
        path,
        new SafetensorsFile(
            Map.of(
                POINTS,
                StoredTensor.ofFloats(shape, points),
                SAMPLES,
                StoredTensor.ofLongs(count, wide(samples)),
                LABELS,
                StoredTensor.ofLongs(count, wide(labels))),
            provenance));
  }

  <T> T read(Maker<T> maker) {
    SafetensorsFile content = Safetensors.read(path);
    @Nullable String version = content.metadata().get(FormatVersion.KEY);
    if (version != null) {
      FormatVersion.requireKnown(path.toString(), version);
    }
    StoredTensor points = tensor(content, POINTS, DataType.F32);
    int[] samples = indices(content, SAMPLES);
    int[] labels = indices(content, LABELS);
    long[] shape = points.shape();
    require(
        shape.length >= 2 && shape[0] == samples.length && labels.length == samples.length,
        "%s: expected as many points as samples and labels, found %s, %d and %d",
        path,
        Arrays.toString(shape),
        samples.length,
        labels.length);
    return maker.make(
        Arrays.copyOfRange(shape, 1, shape.length),
        samples,
        labels,
        points.floats(),
        content.metadata());
  }

  private StoredTensor tensor(SafetensorsFile content, String name, DataType type) {
    @Nullable StoredTensor tensor = content.tensors().get(name);
    require(
        tensor != null,
        "%s: expected adversarial examples with a tensor '%s', found %s",
        path,
        name,
        content.tensors().keySet());
    StoredTensor found = Objects.requireNonNull(tensor);
    require(
        found.dataType() == type,
        "%s: expected '%s' of element type %s, found %s",
        path,
        name,
        type,
        found.dataType());
    return found;
  }

  private int[] indices(SafetensorsFile content, String name) {
    StoredTensor tensor = tensor(content, name, DataType.I64);
    require(
        tensor.shape().length == 1,
        "%s: expected '%s' in one row, found shape %s",
        path,
        name,
        Arrays.toString(tensor.shape()));
    long[] values = tensor.longs();
    for (long value : values) {
      require(
          value >= 0 && value <= Integer.MAX_VALUE,
          "%s: expected '%s' of at least 0, found %d",
          path,
          name,
          value);
    }
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  private static long[] wide(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
