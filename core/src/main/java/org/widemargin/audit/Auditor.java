package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.config.Change;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.run.TrainedRun;
import org.widemargin.train.EvaluationConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrackedGaps;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;

/**
 * Looks for wrong labels with the networks that learned from them.
 *
 * @param spec what is asked of each sample
 * @param folds how many networks judge the training samples that they did not learn from; null for
 *     none
 * @param duplicatesWithin how far samples with different labels may differ to be told as nearly
 *     equal; see {@link NearDuplicate#distance}
 * @param kept where finished folds are kept; null for nowhere
 * @param listener is told how it goes
 */
public record Auditor(
    AuditSpec spec,
    @Nullable Folds folds,
    double duplicatesWithin,
    @Nullable KeptFolds kept,
    AuditListener listener) {
  /**
   * Audits all samples of a run's data.
   *
   * @param run its network
   * @param config the run's configuration, which networks of folds are trained by
   * @param source the data set as the run read it, with the labels that it came with
   * @return what was found
   * @throws org.widemargin.error.InputException if the data are not those that the run learned from
   */
  public Audit of(TrainedRun run, RunConfig config, DataSource source) {
    TrainingData data = TrainingData.split(source, config);
    SampleScores own = scores(run.network(), PartAudit.TRAIN, data.train());
    if (config.evaluation().trackSamples()) {
      own = withArea(own, tracked(run.folder().last(), data.train()));
    }
    boolean noisy = config.data().labelNoise() > 0;
    List<PartAudit> parts = new ArrayList<>();
    parts.add(train(data.train(), source, own, config, noisy));
    data.validation()
        .ifPresent(
            held ->
                parts.add(
                    part(
                        PartAudit.VALIDATION,
                        held,
                        held.placesIn(source.train()),
                        scores(run.network(), PartAudit.VALIDATION, held))));
    parts.add(
        part(
            PartAudit.TEST,
            data.test(),
            IntStream.range(0, data.test().size()).toArray(),
            scores(run.network(), PartAudit.TEST, data.test())));
    listener.begun("near duplicates");
    return new Audit(parts, NearDuplicates.of(parts, duplicatesWithin));
  }

  /**
   * Checks that the training samples will have a score, before they are judged.
   *
   * @param name as the user says it
   * @param network what judges them
   * @param tracked whether their gaps are followed over the training
   * @return the same
   * @throws org.widemargin.error.InputException if they will not, or the network has no such layer
   */
  public String requireScore(String name, NetworkSpec network, boolean tracked) {
    List<String> names = spec.scores(network);
    if (tracked && folds == null) {
      names.add(SampleScores.AREA);
    }
    require(
        names.contains(name),
        "expected one of the scores %s, found '%s'",
        new TreeSet<>(names),
        name);
    return name;
  }

  private static TrackedGaps tracked(Checkpoint last, Dataset train) {
    return TrackedGaps.of(last.tracked(), train.size());
  }

  /**
   * Puts wrong labels into a copy of the training samples, trains a network on it, and audits that:
   * what is found is known beforehand. Only the training part is looked at.
   *
   * @param planting which wrong labels
   * @param config how networks are trained
   * @param source the data set with its own labels, which count as right
   * @return what was found of the training part
   * @throws org.widemargin.error.InputException if configuration and data do not fit each other
   */
  public Audit planted(Planting planting, RunConfig config, DataSource source) {
    TrainingData data = TrainingData.split(source, config);
    Dataset train = planting.in(data.train());
    RunConfig tracking =
        Change.apply(
            config,
            Change.set(RunConfig::evaluation)
                .to(
                    Change.apply(
                        config.evaluation(), Change.set(EvaluationConfig::trackSamples).to(true))));
    SampleScores own = trained(tracking, train);
    return new Audit(List.of(train(train, source, own, config, true)), List.of());
  }

  private SampleScores trained(RunConfig config, Dataset train) {
    listener.begun("a network on all samples");
    try (Trainer trainer = new Trainer(config, new TrainingData(train, null, train))) {
      AuditTraining.run(trainer, config.optimization().steps(), listener);
      SampleScores own = scores(trainer.network(), PartAudit.TRAIN, train);
      return withArea(own, trainer.tracked().orElseThrow());
    }
  }

  private SampleScores scores(Network network, String part, Dataset data) {
    listener.begun("%s %s samples".formatted(data.size(), part));
    return NetworkScores.of(network, data, spec);
  }

  private static SampleScores withArea(SampleScores scores, TrackedGaps tracked) {
    return scores.with(
        SampleScores.AREA,
        IntStream.range(0, scores.samples()).mapToDouble(tracked::mean).toArray());
  }

  private PartAudit train(
      Dataset train, DataSource source, SampleScores own, RunConfig config, boolean noisy) {
    int[] places = train.placesIn(source.train());
    SampleScores outOfSample =
        Optional.ofNullable(folds)
            .map(parts -> new CrossValidation(config, parts, spec).of(train, kept, listener))
            .orElse(null);
    List<Integer> trueLabels =
        noisy ? Arrays.stream(places).map(source.train()::label).boxed().toList() : null;
    return new PartAudit(
        PartAudit.TRAIN,
        train,
        Arrays.stream(places).boxed().toList(),
        own,
        outOfSample,
        trueLabels);
  }

  private static PartAudit part(String name, Dataset data, int[] places, SampleScores scores) {
    return new PartAudit(name, data, Arrays.stream(places).boxed().toList(), scores, null, null);
  }
}
