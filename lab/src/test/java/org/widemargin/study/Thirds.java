package org.widemargin.study;

import org.widemargin.data.DataSource;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.NamedDataset;
import org.widemargin.demo.TinyDemo;

/** Images of 6x6 whose bright third tells the class, as a data set with a name. */
public final class Thirds implements NamedDataset {
  @Override
  public String name() {
    return "thirds";
  }

  @Override
  public DataSource load(DatasetSpec spec) {
    return TinyDemo.images();
  }
}
