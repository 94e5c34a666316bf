package org.widemargin.reproduce;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.widemargin.results.Interval;
import org.widemargin.results.Paired;

/**
 * How leads become a verdict, each with the words that stand beside it on the page. All go by the
 * 95 % interval of differences between networks of the same seed; with one seed there is none, and
 * the difference itself stands in.
 */
final class Rules {
  /** Where the studies of attacks by epsilon are compared at one of them. */
  static final double USUAL_EPSILON = 0.1;

  /** A lead counts as the paper's if it is at least this part of it. */
  private static final double ENOUGH = 0.8;

  static final String AHEAD = "agrees: interval above 0; disagrees: below; else undecided";

  static final String EVERY =
      "agrees: every interval above 0; disagrees: one, or that of their mean, below; weaker: that of"
          + " their mean above; else undecided";

  private Rules() {}

  /** The words of {@link #lead} for a lead that the paper states. */
  static String ofThePapers(double stated) {
    return "%s (80 %% of the paper's %s)".formatted(from(ENOUGH * stated), number(stated));
  }

  /** The words of {@link #lead}. */
  static String from(double least) {
    return "agrees: interval above 0 and mean at least %1$s points; weaker: above 0; disagrees: below 0, or below %1$s with 0 in it; else undecided"
        .formatted(number(least));
  }

  /** A lead against one that the paper states. */
  static Claim.Finding leadOfThePapers(Paired lead, double stated) {
    return lead(lead, ENOUGH * stated);
  }

  /** A lead that agrees from some size on; 0 where being ahead is enough. */
  static Claim.Finding lead(Paired lead, double least) {
    Interval interval = lead.interval();
    if (!interval.isMeasured()) {
      return Claim.Finding.NONE;
    }
    return new Claim.Finding(points(interval), verdict(interval, least), interval.seeds());
  }

  private static Verdict verdict(Interval lead, double least) {
    if (lead.isAbove(0)) {
      return lead.mean() >= least ? Verdict.AGREES : Verdict.WEAKER;
    }
    return lead.isBelow(0) || lead.isBelow(least) ? Verdict.DISAGREES : Verdict.UNDECIDED;
  }

  /** Leads that must all be there. Nothing is said while one of them is not measured. */
  static Claim.Finding every(Map<String, Paired> leads) {
    return every(leads, Rules::points);
  }

  /** The same for leads that are not in points, with their own writing. */
  static Claim.Finding every(Map<String, Paired> leads, Function<Interval, String> written) {
    if (leads.isEmpty() || leads.values().stream().anyMatch(lead -> !lead.isMeasured())) {
      return Claim.Finding.NONE;
    }
    List<Interval> intervals = leads.values().stream().map(Paired::interval).toList();
    Interval mean = Paired.meanOf(leads.values()).interval();
    long above = count(intervals, each -> each.isAbove(0));
    long below = count(intervals, each -> each.isBelow(0));
    Verdict verdict = Verdict.UNDECIDED;
    if (above == intervals.size()) {
      verdict = Verdict.AGREES;
    } else if (below > 0 || mean.isBelow(0)) {
      verdict = Verdict.DISAGREES;
    } else if (mean.isAbove(0)) {
      verdict = Verdict.WEAKER;
    }
    Map.Entry<String, Paired> least =
        leads.entrySet().stream()
            .min(Comparator.comparingDouble(entry -> entry.getValue().mean()))
            .orElseThrow();
    String ours =
        String.format(
            Locale.ROOT,
            "%d of %d above 0, %d below; least: %s, %s; mean of all: %s",
            above,
            intervals.size(),
            below,
            least.getKey(),
            written.apply(least.getValue().interval()),
            written.apply(mean));
    return new Claim.Finding(ours, verdict, fewestSeeds(intervals));
  }

  private static long count(List<Interval> intervals, Predicate<Interval> which) {
    return intervals.stream().filter(which).count();
  }

  private static int fewestSeeds(List<Interval> intervals) {
    return intervals.stream().mapToInt(Interval::seeds).min().orElse(0);
  }

  static String around(double slack) {
    return "agrees: every interval within %s points of that; disagrees: one wholly farther away; else undecided"
        .formatted(number(slack));
  }

  /** Differences that must all be small. */
  static Claim.Finding around(Map<String, Paired> differences, double slack) {
    if (differences.values().stream().anyMatch(each -> !each.isMeasured())) {
      return Claim.Finding.NONE;
    }
    List<Interval> intervals = differences.values().stream().map(Paired::interval).toList();
    boolean inside = intervals.stream().allMatch(each -> isWithin(each, -slack, slack));
    boolean outside =
        intervals.stream().anyMatch(each -> each.isAbove(slack) || each.isBelow(-slack));
    Map.Entry<String, Paired> farthest =
        differences.entrySet().stream()
            .max(Comparator.comparingDouble(entry -> Math.abs(entry.getValue().mean())))
            .orElseThrow();
    Verdict otherwise = outside ? Verdict.DISAGREES : Verdict.UNDECIDED;
    return new Claim.Finding(
        "farthest: %s, %s".formatted(farthest.getKey(), points(farthest.getValue().interval())),
        inside ? Verdict.AGREES : otherwise,
        fewestSeeds(intervals));
  }

  static String between(double low, double high) {
    return "agrees: interval of the mean lead over all noise levels between %s and %s points; disagrees: wholly outside; else undecided"
        .formatted(number(low), number(high));
  }

  /** A lead that must lie between two values. */
  static Claim.Finding between(Paired lead, double low, double high) {
    Interval interval = lead.interval();
    if (!interval.isMeasured()) {
      return Claim.Finding.NONE;
    }
    Verdict otherwise =
        interval.isAbove(high) || interval.isBelow(low) ? Verdict.DISAGREES : Verdict.UNDECIDED;
    return new Claim.Finding(
        points(interval),
        isWithin(interval, low, high) ? Verdict.AGREES : otherwise,
        interval.seeds());
  }

  private static boolean isWithin(Interval interval, double low, double high) {
    return interval.hasEnds()
        ? interval.low() >= low && interval.high() <= high
        : interval.mean() >= low && interval.mean() <= high;
  }

  /**
   * Where nothing but the test images can say which is the best: for each seed, the one that is
   * best by the other seeds. So no number is chosen by itself. With one seed there are no others,
   * and it is the best one of that.
   *
   * @return the names that were chosen, and their leads; empty if one is not measured
   */
  static Map<String, Paired> bestByOtherSeeds(Map<String, Paired> leads) {
    if (leads.isEmpty() || leads.values().stream().anyMatch(lead -> !lead.isMeasured())) {
      return Map.of();
    }
    Set<Long> seeds = new TreeSet<>();
    leads.values().forEach(lead -> seeds.addAll(lead.bySeed().keySet()));
    leads.values().forEach(lead -> seeds.retainAll(lead.bySeed().keySet()));
    Map<Long, Double> chosen = new LinkedHashMap<>();
    Set<String> names = new TreeSet<>();
    for (long seed : seeds) {
      Map.Entry<String, Paired> best =
          leads.entrySet().stream()
              .max(Comparator.comparingDouble(entry -> meanOfOthers(entry.getValue(), seed)))
              .orElseThrow();
      names.add(best.getKey());
      chosen.put(seed, Objects.requireNonNull(best.getValue().bySeed().get(seed)));
    }
    return Map.of(String.join(" / ", names), new Paired(chosen));
  }

  private static double meanOfOthers(Paired lead, long seed) {
    if (lead.bySeed().size() == 1) {
      return lead.mean();
    }
    return lead.bySeed().entrySet().stream()
        .filter(entry -> entry.getKey() != seed)
        .collect(Collectors.averagingDouble(Map.Entry::getValue));
  }

  /** A lead with its interval, without its unit. */
  static String bare(Interval lead) {
    return signed(lead.mean()) + " (" + ends(lead, Rules::signed) + ")";
  }

  /** A lead with its interval. */
  static String points(Interval lead) {
    return signed(lead.mean()) + " points (" + ends(lead, Rules::signed) + ")";
  }

  /** An accuracy with its interval. */
  static String percent(Interval accuracy) {
    return plain(accuracy.mean()) + " % (" + ends(accuracy, Rules::plain) + ")";
  }

  private static String ends(Interval interval, DoubleFunction<String> written) {
    return interval.hasEnds()
        ? written.apply(interval.low()) + " to " + written.apply(interval.high())
        : "one seed";
  }

  static String signed(double value) {
    return String.format(Locale.ROOT, "%+.1f", value).replace('-', '−');
  }

  private static String plain(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toPlainString()
        .replace('-', '−');
  }
}
