package org.widemargin.run;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.config.Change;
import org.widemargin.config.Json;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.FolderOwner;
import org.widemargin.train.DataConfig;
import org.widemargin.train.EvaluationConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.SplitMetrics;

/**
 * The folder of a run, which explains itself and can be copied.
 *
 * <pre>
 * config.yaml          the complete configuration: running it again repeats the run
 * provenance.json      versions, host, seeds, hashes of the data
 * metrics.jsonl        one line per evaluation and part of the data
 * events.out.tfevents* the same for TensorBoard
 * checkpoints/         last.safetensors and best.safetensors, a manifest beside each
 * results.json         final figures
 * </pre>
 */
public final class RunFolder {
  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Names the folder of a new run. Nothing is written yet.
   *
   * @param path a folder that does not exist or is empty
   * @return the folder
   * @throws InputException if there is something already: a run is never overwritten
   */
  public static RunFolder create(Path path) {
    require(
        FolderOwner.isEmpty(path),
        "expected a new or empty folder for the run, found one with files or a file: %s; choose"
            + " another, or continue the run with --resume",
        path);
    return new RunFolder(path);
  }

  /**
   * Opens the folder of a run that was begun.
   *
   * @param path the folder
   * @return the folder
   * @throws InputException if it is none
   */
  public static RunFolder open(Path path) {
    require(
        Files.isRegularFile(path.resolve("config.yaml")),
        "expected the folder of a run, with a config.yaml, found none at %s",
        path);
    return new RunFolder(path);
  }

  /**
   * Makes the folder, if it is not there, and writes what is known before the first step.
   *
   * @throws OutputException if it cannot be written; what was newly made is removed again
   */
  void begin(RunConfig config, Provenance provenance) {
    Path checkpoints = path.resolve(RunContents.CHECKPOINTS);
    boolean existed = Files.exists(checkpoints);
    try {
      AtomicFiles.createFolder(checkpoints);
      AtomicFiles.writeText(path.resolve("config.yaml"), config.toYaml());
      AtomicFiles.writeText(path.resolve("provenance.json"), Json.write(provenance));
    } catch (OutputException e) {
      if (!existed) {
        removeAfter(e);
      }
      throw e;
    }
  }

  private void removeAfter(OutputException failure) {
    for (String name : List.of("provenance.json", "config.yaml", "checkpoints")) {
      try {
        Files.deleteIfExists(path.resolve(name));
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * The folder.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  /**
   * The run's configuration.
   *
   * @return as it was resolved when the run began
   * @throws InputException if it was damaged
   */
  public RunConfig config() {
    return asItWas(RunConfig.read(path.resolve("config.yaml")));
  }

  /** Runs of tables have said since features are scaled that they are: others had them as found. */
  private static RunConfig asItWas(RunConfig written) {
    boolean says = written.data().featureScaling() != null;
    return says || !written.data().dataset().name().equals("csv")
        ? written
        : Change.apply(
            written,
            set(RunConfig::data)
                .to(
                    Change.apply(
                        written.data(),
                        set(DataConfig::featureScaling).to(DataConfig.Scaling.NONE))));
  }

  /** The SHA-256 of the test samples of the training; empty where the run does not tell. */
  Optional<String> testDigest() {
    return Files.exists(path.resolve("provenance.json"))
        ? Optional.ofNullable(provenance().data().get(SplitMetrics.TEST))
        : Optional.empty();
  }

  /**
   * Where the run comes from.
   *
   * @return versions, host, hashes of the data
   * @throws InputException if it is missing or damaged
   */
  public Provenance provenance() {
    return Json.read(path.resolve("provenance.json"), Provenance.class);
  }

  /**
   * The evaluations.
   *
   * @return the file, one line of JSON for each evaluation and part of the data
   */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /**
   * The final figures.
   *
   * @return the file, which is there once the run has ended, or was evaluated since it was last
   *     trained
   */
  public Path results() {
    return path.resolve("results.json");
  }

  /** Takes the final figures away, if there are any. */
  void removeResults() {
    try {
      Files.deleteIfExists(results());
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(results(), e);
    }
  }

  /**
   * A checkpoint's file.
   *
   * @param which the best or the last
   * @return the file, which may not be there
   */
  public Path checkpoint(EvaluationConfig.Keep which) {
    String name = which == EvaluationConfig.Keep.BEST ? "best" : "last";
    return path.resolve(RunContents.CHECKPOINTS).resolve(name + ".safetensors");
  }

  /**
   * Reads the checkpoint that is the run's result: what the configuration says, or the last one
   * where no samples were held out to tell the best.
   *
   * @return the checkpoint
   * @throws InputException if there is none, or it is damaged or of another network than the
   *     configuration's
   */
  public Checkpoint result() {
    return Checkpoint.load(resultFile());
  }

  /** The weights that are the run's result. */
  Path resultFile() {
    Path best = checkpoint(EvaluationConfig.Keep.BEST);
    boolean keepsBest = config().evaluation().keep() == EvaluationConfig.Keep.BEST;
    return required(
        keepsBest && Files.exists(best) ? best : checkpoint(EvaluationConfig.Keep.LAST));
  }

  /**
   * Reads the checkpoint that training goes on from.
   *
   * @return the checkpoint
   * @throws InputException if there is none or it is damaged
   */
  public Checkpoint last() {
    return Checkpoint.load(required(checkpoint(EvaluationConfig.Keep.LAST)));
  }

  private Path required(Path file) {
    require(
        Files.exists(file),
        "%s: found no checkpoint %s; the run stopped before its first evaluation: start it anew in"
            + " another folder",
        path,
        path.relativize(file));
    return file;
  }
}
