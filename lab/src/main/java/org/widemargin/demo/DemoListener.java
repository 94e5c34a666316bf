package org.widemargin.demo;

import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingListener;

/** Learns how the demo goes. */
public interface DemoListener {
  /**
   * A stage begins.
   *
   * @param number from 1
   * @param stages how many there are
   * @param name what happens in it
   */
  void stage(int number, int stages, String name);

  /**
   * A training begins.
   *
   * @param config its configuration
   * @return who is told how it goes
   */
  TrainingListener training(RunConfig config);
}
