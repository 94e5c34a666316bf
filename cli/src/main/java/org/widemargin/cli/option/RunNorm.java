package org.widemargin.cli.option;

import org.widemargin.norm.Norm;
import org.widemargin.train.LossConfig;
import org.widemargin.train.RunConfig;

/** The norm to measure a run's distances in, where the user names none. */
public final class RunNorm {
  private RunNorm() {}

  /** The one that the margin was asked for in; l2 for a run without a margin. */
  public static Norm of(RunConfig config) {
    return config.loss().kind() == LossConfig.Kind.MARGIN ? config.loss().margin().norm() : Norm.L2;
  }
}
