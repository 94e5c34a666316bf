package org.widemargin.sweep;

import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.data.DataSource;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.train.DataConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingData;

/** Data sets and their splits, read and drawn once. Splits share the samples of their data set. */
final class DataCache {
  private static final int MOST_SPLITS = 32;

  private final Map<DatasetSpec, DataSource> sources = new LinkedHashMap<>();
  private final Map<Split, TrainingData> splits =
      new LinkedHashMap<>(MOST_SPLITS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Split, TrainingData> eldest) {
          return size() > MOST_SPLITS;
        }
      };

  private record Split(DataConfig data, long seed) {}

  DataSource source(RunConfig config) {
    return sources.computeIfAbsent(config.data().dataset(), Datasets::load);
  }

  TrainingData of(RunConfig config) {
    return splits.computeIfAbsent(
        new Split(config.data(), config.seed()),
        split -> TrainingData.split(source(config), config));
  }
}
