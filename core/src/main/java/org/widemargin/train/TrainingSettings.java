package org.widemargin.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.config.Json;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.TrainedLayers;

/** What a checkpoint says of the run that it belongs to. */
final class TrainingSettings {
  private TrainingSettings() {}

  /** TF32 shows only on some devices; a run must not go on with it that began without. */
  private static Object setting(TrainingPrecision precision) {
    return precision == TrainingPrecision.TF32 ? precision : precision.here();
  }

  /** What the updates depend on: a continued run must have the same. */
  static Map<String, String> of(RunConfig config, NetworkSpec network, TrainingData data) {
    OptimizationConfig optimization = config.optimization();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("network", Json.writeLine(network));
    settings.put("loss", Json.writeLine(config.loss()));
    settings.put("optimizer", Json.writeLine(optimization.optimizer()));
    settings.put("learning-rate", Json.writeLine(optimization.learningRate()));
    settings.put("schedule", Json.writeLine(optimization.schedule()));
    settings.put("weight-decay", Json.writeLine(optimization.weightDecay()));
    settings.put("clip-gradient-norm", Json.writeLine(optimization.clipGradientNorm()));
    settings.put("batch-size", Json.writeLine(optimization.batchSize()));
    if (optimization.gradientAccumulation() != 1) {
      settings.put("gradient-accumulation", Json.writeLine(optimization.gradientAccumulation()));
    }
    settings.put("precision", Json.writeLine(setting(optimization.precision())));
    settings.put("augmentation", Json.writeLine(config.data().augmentation()));
    settings.put("training data", data.train().sha256());
    settings.put("seed", Json.writeLine(config.seed()));
    if (config.model().initialSha256() != null) {
      settings.put("initial-weights", Json.writeLine(config.model().initialSha256()));
      settings.put("initial-layers", Json.writeLine(config.model().layersFromWeights()));
    }
    if (optimization.trainLayers() != TrainedLayers.ALL) {
      settings.put("train-layers", Json.writeLine(optimization.trainLayers()));
    }
    if (optimization.averageWeights() > 0) {
      settings.put("average-weights", Json.writeLine(optimization.averageWeights()));
    }
    if (optimization.synchroniseBatchNorm()) {
      settings.put("synchronise-batch-norm", Json.writeLine(true));
    }
    if (config.evaluation().trackSamples()) {
      settings.put("track-samples", Json.writeLine(true));
    }
    return settings;
  }
}
