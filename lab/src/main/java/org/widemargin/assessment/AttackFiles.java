package org.widemargin.assessment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Json;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.HtmlWriter;
import org.widemargin.robustness.AdversarialExamples;
import org.widemargin.robustness.AttackReport;
import org.widemargin.robustness.Evaluated;
import org.widemargin.robustness.SuiteState;

/**
 * The files of an evaluation, if they are wanted: {@code samples.json} with the verdict on every
 * sample, which an interrupted evaluation goes on from, the adversarial samples of each attack,
 * {@code results.json}, the nearest adversarial points of some samples, and the page {@code
 * index.html}.
 */
public final class AttackFiles {
  private final @Nullable Path folder;
  private final Target target;

  private AttackFiles(@Nullable Path folder, Target target) {
    this.folder = folder;
    this.target = target;
  }

  /**
   * Which network the files are about: {@code network.json}.
   *
   * @param name of its architecture
   * @param sha256 of its parameters and running statistics
   * @param layers the SHA-256 of its spec; null in files of earlier versions, which did not look
   */
  private record Target(String name, String sha256, @Nullable String layers) {
    boolean isTarget(Target now) {
      return name.equals(now.name)
          && sha256.equals(now.sha256)
          && (layers == null || layers.equals(now.layers));
    }
  }

  /**
   * The files in a folder.
   *
   * @param folder null for none at all
   * @param target what is attacked
   */
  public static AttackFiles in(@Nullable Path folder, AttackTarget target) {
    return new AttackFiles(
        folder, new Target(target.network().spec().name(), target.fingerprint(), target.layers()));
  }

  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /**
   * The state to go on from, if there is one.
   *
   * @throws InputException if the folder holds the evaluation of another network
   */
  public Optional<SuiteState> state() {
    if (folder == null || !Files.exists(samples(folder))) {
      return Optional.empty();
    }
    Target found = Json.read(network(folder), Target.class);
    InputException.require(
        found.isTarget(target),
        "%s holds the evaluation of another network, '%s' with other weights or layers;"
            + " give another folder with --out",
        folder,
        found.name());
    return Optional.of(Json.read(samples(folder), SuiteState.class));
  }

  /** Keeps what a stage has found; the state last, so that a kill loses a stage and no more. */
  public void write(SuiteState state, AdversarialExamples examples) {
    if (folder != null) {
      AtomicFiles.createFolder(folder);
      if (examples.size() > 0) {
        String name = state.stages().get(state.stages().size() - 1).name();
        examples.write(folder.resolve("adversarial-" + name + ".safetensors"));
      }
      AtomicFiles.writeText(network(folder), Json.write(target));
      AtomicFiles.writeText(samples(folder), Json.write(state));
    }
  }

  public void write(Evaluated<AttackReport> answer) {
    if (folder != null) {
      AtomicFiles.writeText(folder.resolve("results.json"), Json.write(answer));
    }
  }

  /** Keeps the nearest points, and their distances as a list for other programs. */
  public void write(NearestFile nearest, AdversarialExamples examples) {
    if (folder != null) {
      examples.write(folder.resolve("nearest.safetensors"));
      AtomicFiles.writeText(folder.resolve("nearest.json"), Json.write(nearest.contents()));
    }
  }

  public void write(HtmlPage page) {
    if (folder != null) {
      AtomicFiles.writeText(folder.resolve("index.html"), HtmlWriter.write(page));
    }
  }

  private static Path network(Path folder) {
    return folder.resolve("network.json");
  }

  private static Path samples(Path folder) {
    return folder.resolve("samples.json");
  }
}
