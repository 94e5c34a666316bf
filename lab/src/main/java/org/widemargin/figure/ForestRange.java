package org.widemargin.figure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which values a panel of a {@link ForestFigure} shows: those of all rows but the ones that have
 * collapsed, which lie farther below all the others than these, and the line of comparison, lie
 * apart. At least half of the rows are shown. Intervals may reach out of the panel where they are
 * far longer than the values lie apart.
 */
final class ForestRange {
  private static final double PADDING = 0.08;

  private ForestRange() {}

  static Axis.Range of(ForestFigure.Panel panel, double line) {
    List<ForestFigure.Estimate> all =
        panel.estimates().stream()
            .flatMap(List::stream)
            .filter(ForestFigure.Estimate::isThere)
            .toList();
    DoubleSummaryStatistics values = new DoubleSummaryStatistics();
    kept(all.stream().map(ForestFigure.Estimate::value).toList(), line).forEach(values::accept);
    if (!Double.isNaN(line)) {
      values.accept(line);
    }
    if (values.getCount() == 0) {
      return new Axis.Range(0, 1);
    }
    double apart = values.getMax() - values.getMin();
    DoubleSummaryStatistics shown = new DoubleSummaryStatistics();
    shown.combine(values);
    all.stream()
        .filter(each -> each.value() >= values.getMin())
        .flatMap(each -> Stream.of(each.low(), each.high()))
        .forEach(
            end ->
                shown.accept(
                    apart == 0
                        ? end
                        : Math.max(
                            values.getMin() - apart, Math.min(values.getMax() + apart, end))));
    double padding = Math.max(1e-6, PADDING * (shown.getMax() - shown.getMin()));
    return new Axis.Range(shown.getMin() - padding, shown.getMax() + padding);
  }

  private static List<Double> kept(List<Double> values, double line) {
    List<Double> highestFirst = new ArrayList<>(values);
    highestFirst.sort(Collections.reverseOrder());
    int fewest = Math.max(2, (highestFirst.size() + 1) / 2);
    for (int left = fewest; left < highestFirst.size(); left++) {
      double top = Math.max(highestFirst.get(0), Double.isNaN(line) ? highestFirst.get(0) : line);
      double apart = top - highestFirst.get(left - 1);
      if (apart > 0 && highestFirst.get(left - 1) - highestFirst.get(left) > apart) {
        return highestFirst.subList(0, left);
      }
    }
    return highestFirst;
  }
}
