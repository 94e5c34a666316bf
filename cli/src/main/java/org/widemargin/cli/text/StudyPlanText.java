package org.widemargin.cli.text;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.study.Study;
import org.widemargin.sweep.Estimate;

/**
 * What studies would take on several processors, for people and programs.
 *
 * @param studies each alone
 * @param clusters all of them together, by the number of processes
 */
public record StudyPlanText(List<Line> studies, List<Cluster> clusters) {
  /** Copies the lists. */
  public StudyPlanText {
    studies = List.copyOf(studies);
    clusters = List.copyOf(clusters);
  }

  /**
   * A study.
   *
   * @param name its name
   * @param trials how many it has
   * @param left how many of them have no result yet
   * @param seconds of those by one process like one of this machine
   */
  public record Line(String name, int trials, int left, double seconds) {}

  /**
   * A number of processes.
   *
   * @param workers how many
   * @param seconds until all are done, if none ever waits; never fewer than a mean trial takes
   */
  public record Cluster(int workers, double seconds) {}

  /**
   * Computes all lines.
   *
   * @param studies what would be run
   * @param estimates what each costs
   * @param workers the numbers of processes
   */
  public static StudyPlanText of(
      List<Study> studies, List<Estimate> estimates, List<Integer> workers) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < studies.size(); i++) {
      Estimate estimate = estimates.get(i);
      lines.add(
          new Line(studies.get(i).name(), estimate.trials(), estimate.left(), estimate.seconds()));
    }
    double all = lines.stream().mapToDouble(Line::seconds).sum();
    double trial = all / Math.max(1, lines.stream().mapToInt(Line::left).sum());
    return new StudyPlanText(
        lines,
        workers.stream()
            .sorted()
            .distinct()
            .map(count -> new Cluster(count, Math.max(all / count, trial)))
            .toList());
  }

  /** The tables for people. */
  public String text() {
    TextTable each = new TextTable(1, "study", "trials", "to do", "one process");
    for (Line line : studies) {
      each.row(
          line.name(),
          Integer.toString(line.trials()),
          Integer.toString(line.left()),
          Durations.text(line.seconds()));
    }
    TextTable together = new TextTable(0, "processes", "all studies");
    for (Cluster cluster : clusters) {
      together.row(Integer.toString(cluster.workers()), Durations.text(cluster.seconds()));
    }
    return each.text()
        + System.lineSeparator()
        + System.lineSeparator()
        + together.text()
        + System.lineSeparator()
        + "If none ever waits, and each computes as one of this machine; right to a factor of two or"
        + " so.";
  }
}
