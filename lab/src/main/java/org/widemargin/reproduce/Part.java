package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.widemargin.data.DatasetSpec;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Condition;

/**
 * What one figure or table can show of a study: a single data set, and a single condition where the
 * other axis is not the conditions themselves. Most studies have one part.
 *
 * @param results of the part alone
 * @param file what is added to the names of files; empty if there is one part
 * @param words what is added to captions; empty if there is one part
 */
record Part(StudyResults results, String file, String words) {
  /** One part for each data set. */
  static List<Part> byDataset(StudyResults results) {
    List<DatasetSpec> datasets = results.study().datasets();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < datasets.size(); i++) {
      DatasetSpec dataset = datasets.get(i);
      StudyResults own = results.only(dataset, results.study().conditions());
      parts.add(
          datasets.size() == 1
              ? new Part(own, "", "")
              : new Part(
                  own,
                  "-" + (i + 1) + "-" + dataset.name(),
                  ", data set " + (i + 1) + ": " + dataset.name()));
    }
    return parts;
  }

  /** This part, split by its conditions. */
  List<Part> byCondition() {
    List<Condition> conditions = results.study().conditions();
    DatasetSpec dataset = results.study().datasets().get(0);
    if (conditions.size() == 1) {
      return List.of(this);
    }
    List<Part> parts = new ArrayList<>();
    for (Condition condition : conditions) {
      String name = Scores.condition(condition);
      String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
      parts.add(
          new Part(
              results.only(dataset, List.of(condition)), file + "-" + plain, words + ", " + name));
    }
    return parts;
  }

  PaperFigures figures() {
    return PaperFigures.of(results.study());
  }

  boolean isMnist() {
    return results.study().datasets().get(0).name().equals("mnist");
  }
}
