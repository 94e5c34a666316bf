package org.widemargin.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.widemargin.assessment.AttackFiles;
import org.widemargin.assessment.AttackTarget;
import org.widemargin.assessment.NearestExamples;
import org.widemargin.assessment.NearestFile;
import org.widemargin.assessment.NearestPoints;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.Fab;
import org.widemargin.attack.MinimumNormRun;
import org.widemargin.attack.ThreatModel;
import org.widemargin.evaluate.Classifier;
import org.widemargin.robustness.AccuracyCurve;
import org.widemargin.robustness.AdversarialExamples;
import org.widemargin.robustness.AttackSuite;

/** Looks for the nearest adversarial points, which a suite within a ball does not. */
final class NearestSearch {
  private final AttackSuite suite;
  private final AttackTarget target;
  private final int[] samples;

  NearestSearch(AttackSuite suite, AttackTarget target, int[] samples) {
    this.suite = suite;
    this.target = target;
    this.samples = samples.clone();
  }

  NearestPoints run(AttackFiles files, Consumer<String> told) {
    ThreatModel threat = suite.threat();
    Classifier classifier = Classifier.of(target.network());
    AttackResult result =
        new MinimumNormRun(threat.norm(), threat.range(), suite.seed(), suite.batchSize())
            .run(Fab.untargeted(), classifier, target.test(), samples);
    AccuracyCurve curve = AccuracyCurve.ofDistances(List.of(result));
    told.accept(words(curve, result.seconds()));
    files.write(
        NearestFile.of(result, curve), AdversarialExamples.of(target.test(), List.of(result)));
    return new NearestPoints(
        result.attack(),
        curve,
        NearestExamples.firstOfEachClass(classifier, target.test(), result));
  }

  /** What the console is told. */
  static String words(AccuracyCurve curve, double seconds) {
    return String.format(
        Locale.ROOT,
        "nearest points of %d samples: %s, %.1f s",
        curve.distances().length,
        Double.isInfinite(curve.median())
            ? "none found for half of them or more"
            : String.format(Locale.ROOT, "median distance %.4g", curve.median()),
        seconds);
  }
}
