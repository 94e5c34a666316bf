package org.widemargin.data;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.image.ImagePreparation;

/**
 * What a network has to be told of the data it learned from, so that its answers can be read and
 * further samples be prepared like those.
 *
 * @param classNames in the order of the logits
 * @param images what was done to every image; null where they were taken as they are
 * @param table what the columns are and what was done to them; null where samples are images, and
 *     in runs of earlier versions
 */
public record DataDescription(
    List<String> classNames, @Nullable ImagePreparation images, @Nullable TableDescription table) {
  /** Checks that there are names. */
  public DataDescription {
    InputException.require(classNames != null, "expected the names of the classes, found none");
    classNames = List.copyOf(classNames);
  }

  /** The same with its classes in another order. */
  DataDescription withClasses(List<String> names) {
    return new DataDescription(names, images, table);
  }

  /** The same with its features scaled. */
  DataDescription scaledBy(FeatureScaling scaling) {
    List<String> columns =
        Optional.ofNullable(table).map(TableDescription::columns).orElse(List.of());
    return new DataDescription(classNames, images, new TableDescription(columns, scaling));
  }
}
