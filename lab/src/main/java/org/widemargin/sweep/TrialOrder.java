package org.widemargin.sweep;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.study.Trial;
import org.widemargin.train.RunConfig;

/**
 * What another process is asked to do: to train a network, or to measure a trial whose networks it
 * is given, or trains first.
 *
 * @param trial what it is for
 * @param train the network that is to be trained and sent back; absent if the trial is measured
 * @param data the SHA-256 of the data set that the asker has
 * @param folders where data sets lie that do not come with the library, by name
 * @param device what computes
 */
record TrialOrder(
    Trial trial,
    @Nullable RunConfig train,
    String data,
    Map<String, String> folders,
    String device) {
  /** Copies the map. */
  TrialOrder {
    folders = Map.copyOf(folders);
  }

  static TrialOrder defaults(Trial trial, String data, String device) {
    return new TrialOrder(trial, /* train= */ null, data, /* folders= */ Map.of(), device);
  }
}
