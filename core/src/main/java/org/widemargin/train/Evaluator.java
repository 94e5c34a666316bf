package org.widemargin.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.widemargin.data.Dataset;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;

/** Measures all parts of the data between two steps. */
final class Evaluator {
  private final RunConfig config;
  private final NetworkSpec network;
  private final EvaluationSize size;
  private final Optional<DistanceMeter> trainDistances;
  private final List<Part> others = new ArrayList<>();

  /** A part of the data that is not learnt from. */
  private record Part(
      String split, ClassificationMeter classification, Optional<DistanceMeter> distances) {}

  Evaluator(RunConfig config, TrainingData data, NetworkSpec network) {
    this.config = config;
    this.network = network;
    this.size = EvaluationSize.of(network, 0);
    this.trainDistances = distances(data.train());
    int asked = config.evaluation().samples();
    data.validation()
        .ifPresent(
            held ->
                others.add(
                    part(
                        SplitMetrics.VALIDATION, held, Math.max(asked, size.atMost(held.size())))));
    others.add(part(SplitMetrics.TEST, data.test(), asked));
  }

  /**
   * Measures a network after {@code step} updates.
   *
   * @param averages over the batches since the last evaluation, {@code accuracy} among them
   * @param training what else to report of the training part
   * @param listener is told how far it has come
   * @param stop asks to give up between two batches
   * @return empty if it was given up
   */
  Optional<List<SplitMetrics>> measure(
      Network trained,
      long step,
      Map<String, Double> averages,
      Map<String, Double> training,
      TrainingListener listener,
      StopRequest stop) {
    try {
      EvaluationWatch watch = new EvaluationWatch(stop, listener, samples());
      return Optional.of(all(trained, step, averages, training, watch));
    } catch (EvaluationWatch.Stopped e) {
      return Optional.empty();
    }
  }

  /** Over all parts, those for distances beside those for accuracies. */
  private long samples() {
    long classified = others.stream().mapToLong(part -> part.classification.samples()).sum();
    return classified
        + Stream.concat(Stream.of(trainDistances), others.stream().map(Part::distances))
            .flatMap(Optional::stream)
            .mapToLong(DistanceMeter::samples)
            .sum();
  }

  private List<SplitMetrics> all(
      Network trained,
      long step,
      Map<String, Double> averages,
      Map<String, Double> training,
      EvaluationWatch watch) {
    List<SplitMetrics> metrics = new ArrayList<>();
    Map<String, Double> losses = new LinkedHashMap<>(averages);
    double accuracy = Objects.requireNonNull(losses.remove("accuracy"));
    Double topFive = TopFive.takenFrom(losses);
    Map<String, Double> nearest =
        trainDistances.map(meter -> meter.measure(trained, watch).nearest()).orElse(Map.of());
    metrics.add(
        new SplitMetrics(step, SplitMetrics.TRAIN, accuracy, topFive, losses, nearest, training));
    others.forEach(part -> metrics.add(measure(part, trained, step, watch)));
    return metrics;
  }

  private SplitMetrics measure(Part part, Network trained, long step, EvaluationWatch watch) {
    ClassificationMeter.Classification classification = part.classification.measure(trained, watch);
    Map<String, Double> losses = classification.losses();
    Map<String, Double> nearest = Map.of();
    if (part.distances.isPresent()) {
      DistanceMeter.Distances distances = part.distances.get().measure(trained, watch);
      nearest = distances.nearest();
      if (config.loss().kind() == LossConfig.Kind.MARGIN) {
        addMargin(losses, distances);
      }
    }
    return new SplitMetrics(
        step,
        part.split,
        classification.accuracy(),
        classification.topFive(),
        losses,
        nearest,
        Map.of());
  }

  /** To those that the logits alone tell: the cross-entropy is the loss so far. */
  private void addMargin(Map<String, Double> losses, DistanceMeter.Distances distances) {
    MarginSpec margin = config.loss().margin();
    double weight = margin.crossEntropyWeight();
    losses.compute("loss", (name, loss) -> distances.margin() + weight * (loss == null ? 0 : loss));
    losses.put("margin", distances.margin());
    Double bound = distances.bound();
    if (bound != null) {
      losses.put("bound", bound);
      losses.merge("loss", Objects.requireNonNull(margin.bound()).weight() * bound, Double::sum);
    }
    Double certified = distances.certified();
    if (certified != null) {
      losses.put("certified", certified);
    }
  }

  private Part part(String split, Dataset dataset, int samples) {
    return new Part(
        split,
        // The margin's part of a margin loss is measured with the distances.
        new ClassificationMeter(
            dataset, samples, config.loss().ofLogits(), size.batch(), config.seed()),
        distances(dataset));
  }

  private Optional<DistanceMeter> distances(Dataset dataset) {
    int count = config.evaluation().distanceSamples();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            new DistanceMeter(dataset, count, config.loss().margin(), network, config.seed()));
  }
}
