package org.widemargin.audit;

import static org.widemargin.config.Change.set;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Change;
import org.widemargin.config.Json;
import org.widemargin.data.Dataset;
import org.widemargin.file.Sha256;
import org.widemargin.train.EvaluationConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;

/**
 * Scores every sample by a network that has not learned from it: as many networks are trained as
 * there are folds, each on all others. A network that has come to fit a wrong label shows a large
 * margin for it; one that never saw the sample does not.
 *
 * <p>The networks are those of the configuration's last step; nothing is chosen by a validation
 * part, whose labels are as doubtful.
 *
 * @param config how each network is trained
 * @param folds the parts
 * @param spec what is asked of each sample
 */
public record CrossValidation(RunConfig config, Folds folds, AuditSpec spec) {
  /** Takes out what only a run's folder shows. */
  public CrossValidation {
    config =
        Change.apply(
            config,
            set(RunConfig::evaluation)
                .to(
                    Change.apply(
                        config.evaluation(), set(EvaluationConfig::trackSamples).to(false))));
  }

  /**
   * Trains and scores.
   *
   * @param train all samples, with the labels that are doubted
   * @param kept where finished folds are kept and found again; null for nowhere
   * @param listener is told how it goes
   * @return the scores, in the order of the samples
   * @throws org.widemargin.error.InputException if configuration and data do not fit each other
   */
  public SampleScores of(Dataset train, @Nullable KeptFolds kept, AuditListener listener) {
    List<int[]> parts = folds.of(train);
    List<SampleScores> scores = new ArrayList<>();
    for (int fold = 0; fold < parts.size(); fold++) {
      listener.begun("fold %s of %s".formatted(fold + 1, parts.size()));
      scores.add(scores(train, parts.get(fold), fold, kept, listener));
    }
    return SampleScores.gathered(parts, scores);
  }

  private SampleScores scores(
      Dataset train, int[] part, int fold, @Nullable KeptFolds kept, AuditListener listener) {
    String identity = identity(train, fold);
    if (kept == null) {
      return trained(train, part, listener);
    }
    return kept.find(fold, identity)
        .orElseGet(
            () -> {
              SampleScores scores = trained(train, part, listener);
              kept.keep(fold, identity, scores);
              return scores;
            });
  }

  private SampleScores trained(Dataset train, int[] part, AuditListener listener) {
    boolean[] out = new boolean[train.size()];
    IntStream.of(part).forEach(sample -> out[sample] = true);
    int[] others = IntStream.range(0, out.length).filter(sample -> !out[sample]).toArray();
    Dataset judged = train.subset(part);
    try (Trainer trainer =
        new Trainer(config, new TrainingData(train.subset(others), null, judged))) {
      AuditTraining.run(trainer, config.optimization().steps(), listener);
      return NetworkScores.of(trainer.network(), judged, spec);
    }
  }

  /** What a fold's scores depend on. */
  private String identity(Dataset train, int fold) {
    String all =
        Json.writeLine(config.deciding())
            + Json.writeLine(folds)
            + Json.writeLine(spec)
            + train.sha256()
            + fold;
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }
}
