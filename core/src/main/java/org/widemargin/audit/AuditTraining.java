package org.widemargin.audit;

import org.widemargin.train.Trainer;

/** Trains a network whose only purpose is to judge samples. */
final class AuditTraining {
  private AuditTraining() {}

  /** Makes all steps, without the evaluations of a run: nothing is chosen by them. */
  static void run(Trainer trainer, long steps, AuditListener listener) {
    for (long step = 1; step <= steps; step++) {
      trainer.step();
      listener.stepped(step, steps);
    }
  }
}
