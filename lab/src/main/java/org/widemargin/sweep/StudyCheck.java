package org.widemargin.sweep;

import static org.widemargin.error.InputException.require;

import java.util.Map;
import org.widemargin.data.Dataset;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.study.Cell;
import org.widemargin.study.Measurement;
import org.widemargin.study.Study;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingData;

/** Holds every configuration of a study against its data before anything runs. */
final class StudyCheck {
  private StudyCheck() {}

  static void of(Study study, DataCache data) {
    for (Cell cell : study.cells()) {
      for (Map<String, Object> settings : study.candidates(cell.method())) {
        check(study, cell, study.config(cell, settings, study.seeds().get(0)), data);
      }
    }
  }

  private static void check(Study study, Cell cell, RunConfig config, DataCache data) {
    TrainingData parts = data.of(config);
    NetworkSpec spec = config.model().specFor(parts.train());
    MarginSpec margin = config.loss().margin();
    margin.layersAmong(spec.layerNamesWithUnits());
    require(
        margin.topK() < spec.classes(),
        "study %s: method %s: expected top-k of at most %d, found %d",
        study.name(),
        cell.method(),
        spec.classes() - 1,
        margin.topK());
    for (Measurement measurement : study.measurements()) {
      check(study, measurement, config, parts.test());
    }
  }

  /** What would only be found out after the training. */
  private static void check(Study study, Measurement measurement, RunConfig config, Dataset test) {
    if (measurement instanceof Measurement.Plane) {
      require(
          test.sampleShape().elements() == 2 && test.classes() == 2,
          "study %s: a plane shows two classes of points with two coordinates, found %d classes with"
              + " %d",
          study.name(),
          test.classes(),
          test.sampleShape().elements());
    } else if (measurement instanceof Measurement.DistanceEvolution) {
      require(
          config.evaluation().distanceSamples() > 0,
          "study %s: distance-evolution needs training.evaluation.distance-samples above 0, found 0",
          study.name());
    }
  }
}
