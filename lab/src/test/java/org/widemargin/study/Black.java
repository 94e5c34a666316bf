package org.widemargin.study;

import java.util.List;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.NamedDataset;
import org.widemargin.data.SampleShape;

/** Black images, all of the first of three classes: a network whose biases are 0 sees ties. */
public final class Black implements NamedDataset {
  private static final int SAMPLES = 30;
  private static final int SIDE = 4;

  @Override
  public String name() {
    return "black";
  }

  @Override
  public DataSource load(DatasetSpec spec) {
    Dataset images =
        Dataset.images(
            name(),
            new SampleShape.Image(1, SIDE, SIDE),
            new byte[SIDE * SIDE * SAMPLES],
            new int[SAMPLES],
            List.of("a", "b", "c"));
    return new DataSource(images, images);
  }
}
