package org.widemargin.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.FormatVersion;
import org.widemargin.data.DataDescription;
import org.widemargin.error.InputException;
import org.widemargin.network.NetworkSpec;

/**
 * What a checkpoint's tensors are. No state of random generators is in it: every draw is a function
 * of the run's seed and the step.
 *
 * @param formatVersion of the checkpoint's layout, {@link #FORMAT_VERSION}
 * @param network the architecture
 * @param step how many updates led here
 * @param settings what the updates depended on, by name, each as one line of JSON; a continued run
 *     must have the same
 * @param progress what a continued run needs to know beyond the tensors
 * @param data what it learned from; null in checkpoints of earlier versions
 */
public record CheckpointManifest(
    int formatVersion,
    NetworkSpec network,
    long step,
    Map<String, String> settings,
    Progress progress,
    @Nullable DataDescription data) {
  /** The layout that this version writes and reads. */
  public static final int FORMAT_VERSION = FormatVersion.NEWEST;

  /** Two values of more letters than this would hide what a message says. */
  private static final int LONGEST_SHOWN = 100;

  /**
   * How far a run has come.
   *
   * @param bestStep the step of the best evaluation; 0 if there was none
   * @param bestAccuracy its validation accuracy, from 0 to 1; 0 if there was none
   * @param averagedSteps over how many steps since the last evaluation the sums run
   * @param sums what is averaged over the steps between two evaluations, summed up, by name
   */
  public record Progress(
      long bestStep, double bestAccuracy, long averagedSteps, Map<String, Double> sums) {
    /** The start of a run. */
    public static final Progress START = new Progress(0, 0, 0, Map.of());

    /** Copies the sums in their order. */
    public Progress {
      sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
    }
  }

  /** Checks the version and copies the settings. */
  public CheckpointManifest {
    FormatVersion.requireKnown("checkpoint", Integer.toString(formatVersion));
    InputException.require(step >= 0, "expected a step of at least 0, found %d", step);
    InputException.require(network != null, "expected a network, found none");
    InputException.require(progress != null, "expected the progress of the run, found none");
    InputException.require(
        data == null || data.classNames().size() == network.classes(),
        "expected the names of %d classes, found %s",
        network.classes(),
        data == null ? "none" : data.classNames());
    settings = settings == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  static CheckpointManifest defaults(
      NetworkSpec network,
      long step,
      Map<String, String> settings,
      Progress progress,
      @Nullable DataDescription data) {
    return new CheckpointManifest(FORMAT_VERSION, network, step, settings, progress, data);
  }

  /**
   * Checks that a run goes on as it began.
   *
   * @param found the settings of the run that is to be continued
   * @throws InputException naming the first setting that differs
   */
  public void requireSettings(Map<String, String> found) {
    Set<String> names = new TreeSet<>(settings.keySet());
    // What is not the default is written down: what is only there now was different then.
    names.addAll(found.keySet());
    for (String name : names) {
      String value = settings.getOrDefault(name, "the default");
      String other = found.getOrDefault(name, "the default");
      InputException.require(
          value.equals(other),
          "the checkpoint of step %d was trained with %s: a run can only be continued as it"
              + " began",
          step,
          value.length() + other.length() > LONGEST_SHOWN
              ? "another " + name
              : name + " " + value + ", found " + other);
    }
  }
}
