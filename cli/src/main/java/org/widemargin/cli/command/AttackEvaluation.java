package org.widemargin.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.widemargin.assessment.AttackFiles;
import org.widemargin.assessment.AttackTarget;
import org.widemargin.evaluate.Classifier;
import org.widemargin.robustness.AttackReport;
import org.widemargin.robustness.AttackSuite;
import org.widemargin.robustness.HealthCheck;
import org.widemargin.robustness.HealthProbe;
import org.widemargin.robustness.SuiteState;

/** Runs a suite, or what is left of it, and then the checks. */
final class AttackEvaluation {
  private final AttackSuite suite;
  private final AttackTarget target;
  private final int[] samples;

  AttackEvaluation(AttackSuite suite, AttackTarget target, int[] samples) {
    this.suite = suite;
    this.target = target;
    this.samples = samples.clone();
  }

  AttackReport run(AttackFiles files, Consumer<SuiteState> told) {
    Classifier classifier = Classifier.of(target.network());
    AttackSuite.Listener listener =
        (state, examples) -> {
          files.write(state, examples);
          told.accept(state);
        };
    Optional<SuiteState> earlier = files.state();
    SuiteState state =
        earlier.isPresent()
            ? suite.resume(earlier.get(), classifier, target.test(), samples, listener)
            : suite.run(classifier, target.test(), samples, listener);
    return AttackReport.of(state, probe(classifier));
  }

  /** At epsilon 0 there is nothing to doubt. */
  private List<HealthCheck> probe(Classifier classifier) {
    return suite.threat().epsilon() == 0
        ? List.of()
        : new HealthProbe(
                suite.threat(), suite.seed(), suite.batchSize(), HealthProbe.DEFAULT_SAMPLES)
            .examine(classifier, target.test(), samples);
  }
}
