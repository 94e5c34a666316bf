package org.widemargin.study;

import java.util.Map;
import org.widemargin.config.Json;
import org.widemargin.data.DatasetSpec;
import org.widemargin.train.DataConfig;
import org.widemargin.train.RunConfig;

/** Changes of a run's configuration. */
final class Configs {
  private Configs() {}

  static RunConfig withData(RunConfig config, DatasetSpec dataset, Condition condition) {
    DataConfig data = config.data();
    return new RunConfig(
        new DataConfig(
            absolute(dataset),
            data.validationSize(),
            condition.trainFraction(),
            data.trainSamples(),
            condition.labelNoise(),
            data.augmentation()),
        config.model(),
        config.loss(),
        config.optimization(),
        config.evaluation(),
        config.seed(),
        config.threads());
  }

  /** A trial's identity must not depend on the folder that one happens to be in. */
  private static DatasetSpec absolute(DatasetSpec dataset) {
    return dataset.data() == null
        ? dataset
        : new DatasetSpec(
            dataset.name(),
            dataset.data().toAbsolutePath().normalize(),
            dataset.shape(),
            dataset.label());
  }

  static RunConfig withSeed(RunConfig config, long seed) {
    return new RunConfig(
        config.data(),
        config.model(),
        config.loss(),
        config.optimization(),
        config.evaluation(),
        seed,
        config.threads());
  }

  /** Applies hyper-parameters, each named by its path. */
  static RunConfig with(RunConfig config, Map<String, Object> settings) {
    if (settings.isEmpty()) {
      return config;
    }
    String[] overrides =
        settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + Json.writeLine(entry.getValue()))
            .toArray(String[]::new);
    return config.with(overrides);
  }
}
