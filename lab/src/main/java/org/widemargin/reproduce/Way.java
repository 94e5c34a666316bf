package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.Study;
import org.widemargin.train.RunConfig;

/**
 * Which networks stand for a claim's methods: those of the study's own settings, or others by which
 * the same claim is tried once more.
 *
 * @param words what is other about it
 * @param step of the training whose network is asked
 * @param prefix that stands in the place of {@code margin-}
 * @param suffix that methods' names have in addition
 */
record Way(String words, Step step, String prefix, String suffix) {
  static final String BOUNDARY = "boundary";
  private static final String MARGIN = "margin-";
  static final String PAPER = "paper-";

  /** Which network of a training is asked for its accuracy. */
  enum Step {
    /** The one that is kept, and attacked. */
    KEPT,
    /** The one with the best validation accuracy. */
    BEST,
    /** That of the last step. */
    LAST;

    String words() {
      return switch (this) {
        case KEPT -> "kept network";
        case BEST -> "best step";
        case LAST -> "last step";
      };
    }

    List<String> test(RunConfig config) {
      return switch (this) {
        case KEPT -> Quantities.testOfKept(config);
        case BEST -> List.of(Quantities.TEST_BEST);
        case LAST -> List.of(Quantities.TEST_LAST);
      };
    }

    List<String> validation(RunConfig config) {
      return List.of(
          switch (this) {
            case KEPT -> Quantities.validationOfKept(config);
            case BEST -> Quantities.VALIDATION_BEST;
            case LAST -> Quantities.VALIDATION_LAST;
          });
    }
  }

  /**
   * A study's own settings. Where labels are wrong, all methods are compared at their best step.
   */
  static Way ofStudy(Study study) {
    boolean noisy = study.conditions().stream().anyMatch(each -> each.labelNoise() > 0);
    return new Way("our setting", noisy ? Step.BEST : Step.KEPT, MARGIN, "");
  }

  /** The same at another step. */
  Way at(Step other, String otherWords) {
    return new Way(otherWords, other, prefix, suffix);
  }

  /** The further ways that a study has networks for. */
  static List<Way> further(Study study) {
    Way own = ofStudy(study);
    List<Way> ways = new ArrayList<>();
    if (study.measurements().stream().anyMatch(Measurement.Accuracy.class::isInstance)) {
      ways.add(own.at(Step.LAST, "at the last step"));
    }
    Set<String> methods = study.methods().keySet();
    if (methods.stream().anyMatch(method -> method.startsWith(PAPER))) {
      ways.add(new Way("the paper's own setting", own.step(), PAPER, ""));
    }
    for (String suffix : suffixes(methods)) {
      String words = suffix.equals("-ema") ? "averaged weights" : "the methods ending in " + suffix;
      ways.add(new Way(words, own.step(), MARGIN, suffix));
    }
    return ways;
  }

  private static Set<String> suffixes(Set<String> methods) {
    Set<String> suffixes = new LinkedHashSet<>();
    for (String method : methods) {
      base(method, methods).ifPresent(base -> suffixes.add(method.substring(base.length())));
    }
    return suffixes;
  }

  /** The method that another is a variant of: with {@code -} and more behind the name. */
  static Optional<String> base(String method, Set<String> methods) {
    return methods.stream().filter(other -> method.startsWith(other + "-")).findFirst();
  }

  /** The method that stands for one of a claim; empty if the study has none. */
  Optional<String> named(String method, Set<String> methods) {
    if (prefix.equals(PAPER) && method.startsWith(BOUNDARY)) {
      return Optional.empty();
    }
    String renamed =
        method.startsWith(MARGIN) ? prefix + method.substring(MARGIN.length()) : method;
    if (methods.contains(renamed + suffix)) {
      return Optional.of(renamed + suffix);
    }
    // A baseline without a variant of its own stays what it is; a margin without one is not tried.
    boolean isBaseline = !method.startsWith(MARGIN) && !method.startsWith(BOUNDARY);
    return isBaseline && methods.contains(renamed) ? Optional.of(renamed) : Optional.empty();
  }
}
