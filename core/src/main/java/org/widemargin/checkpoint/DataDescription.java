package org.widemargin.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.image.ImagePreparation;

/**
 * What a network has to be told of the data it learned from, so that its answers can be read and
 * further samples be prepared like those.
 *
 * @param classNames in the order of the logits
 * @param images what was done to every image; null where they were taken as they are
 */
public record DataDescription(List<String> classNames, @Nullable ImagePreparation images) {
  /** Checks that there are names. */
  public DataDescription {
    InputException.require(classNames != null, "expected the names of the classes, found none");
    classNames = List.copyOf(classNames);
  }

  /**
   * Describes a data set.
   *
   * @param dataset what a network learns from
   * @return its description
   */
  public static DataDescription of(Dataset dataset) {
    return new DataDescription(dataset.classNames(), dataset.preparation().orElse(null));
  }
}
