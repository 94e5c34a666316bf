package org.widemargin.sweep;

import static org.widemargin.InputException.require;

import java.util.Map;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.study.Candidates;
import org.widemargin.study.Cell;
import org.widemargin.study.Study;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingData;

/** Holds every configuration of a study against its data before anything runs. */
final class StudyCheck {
  private StudyCheck() {}

  static void of(Study study, DataCache data) {
    for (Cell cell : study.cells()) {
      for (Map<String, Object> settings : Candidates.of(study, cell.method())) {
        check(study, cell, study.config(cell, settings, study.seeds().get(0)), data);
      }
    }
  }

  private static void check(Study study, Cell cell, RunConfig config, DataCache data) {
    TrainingData parts = data.of(config);
    NetworkSpec spec = config.model().specFor(parts.train());
    MarginSpec margin = config.loss().margin();
    margin.layersAmong(spec.taps());
    require(
        margin.topK() < spec.classes(),
        "study %s: method %s: expected top-k of at most %d, found %d",
        study.name(),
        cell.method(),
        spec.classes() - 1,
        margin.topK());
  }
}
