package org.widemargin.cli.option;

import java.util.List;
import org.widemargin.norm.Norm;
import picocli.CommandLine.Option;

/** The options that say which attacks move samples, and in which norm. */
public final class AttackOptions {
  @Option(
      names = "--attack",
      required = true,
      paramLabel = "NAME",
      split = ",",
      completionCandidates = Candidates.AttackNames.class,
      description =
          "One or more, in this order: ${COMPLETION-CANDIDATES}. With an effort: pgd-100x5,"
              + " pgd-margin-100x5 are 100 steps from each of 5 random points.")
  private List<String> names = List.of();

  @Option(
      names = "--norm",
      paramLabel = "P",
      defaultValue = "linf",
      converter = NormConverter.class,
      description = "linf, l2 or l1; default: ${DEFAULT-VALUE}.")
  private Norm norm = Norm.LINF;

  /** The attacks' names, not yet checked. */
  public List<String> names() {
    return names;
  }

  /** The norm of the attacks. */
  public Norm norm() {
    return norm;
  }
}
