package org.widemargin.sweep;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.data.DataSource;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.study.Basis;
import org.widemargin.study.Identity;
import org.widemargin.study.Trial;
import org.widemargin.train.DataConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingData;

/** Data sets and their splits, read and drawn once. Splits share the samples of their data set. */
final class DataCache {
  private static final int MOST_SPLITS = 32;

  private final DataFolders folders;
  private final Map<DatasetSpec, DataSource> sources = new LinkedHashMap<>();
  private final Map<Split, TrainingData> splits =
      new LinkedHashMap<>(MOST_SPLITS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Split, TrainingData> eldest) {
          return size() > MOST_SPLITS;
        }
      };

  private final Map<DatasetSpec, String> digests = new HashMap<>();

  DataCache(DataFolders folders) {
    this.folders = folders;
  }

  /** Where data sets lie that do not come with the library, by name. */
  Map<String, String> folders() {
    Map<String, String> paths = new LinkedHashMap<>();
    folders.byName().forEach((name, path) -> paths.put(name, path.toString()));
    return paths;
  }

  private record Split(DataConfig data, long seed) {}

  DataSource source(RunConfig config) {
    return sources.computeIfAbsent(
        config.data().dataset(), dataset -> Datasets.load(folders.located(dataset)));
  }

  /** The SHA-256 of both parts of a trial's data set. */
  String digest(RunConfig config) {
    return digests.computeIfAbsent(
        config.data().dataset(),
        spec -> {
          DataSource source = source(config);
          return Identity.of(
              Map.of("train", source.train().sha256(), "test", source.test().sha256()));
        });
  }

  /** What a trial's result rests on, if it is made now. */
  Basis basis(Trial trial) {
    return Basis.of(digest(trial.network()), trial.measurement());
  }

  TrainingData of(RunConfig config) {
    return splits.computeIfAbsent(
        new Split(config.data(), config.seed()),
        split -> TrainingData.split(source(config), config));
  }
}
