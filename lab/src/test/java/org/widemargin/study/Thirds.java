package org.widemargin.study;

import java.nio.file.Path;
import java.util.Optional;
import org.widemargin.data.DataSource;
import org.widemargin.data.NamedDataset;
import org.widemargin.demo.TinyDemo;

/** Images of 6x6 whose bright third tells the class, as a data set with a name. */
public final class Thirds implements NamedDataset {
  @Override
  public String name() {
    return "thirds";
  }

  @Override
  public DataSource load(Optional<Path> folder) {
    return TinyDemo.images();
  }
}
