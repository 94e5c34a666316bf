package org.widemargin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.attack.AdversarialExamples;
import org.widemargin.attack.SuiteState;
import org.widemargin.checkpoint.AtomicFiles;
import org.widemargin.config.Json;

/**
 * The files of an evaluation, if they are wanted: {@code samples.json} with the verdict on every
 * sample, which an interrupted evaluation goes on from, the adversarial samples of each attack, and
 * {@code results.json}.
 */
final class AttackFiles {
  private final @Nullable Path folder;

  private AttackFiles(@Nullable Path folder) {
    this.folder = folder;
  }

  /** The files in a folder; null for none at all. */
  static AttackFiles in(@Nullable Path folder) {
    return new AttackFiles(folder);
  }

  Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /** The state to go on from, if there is one. */
  Optional<SuiteState> state() {
    return folder()
        .map(AttackFiles::samples)
        .filter(Files::exists)
        .map(file -> Json.read(file, SuiteState.class));
  }

  /** Keeps what a stage has found; the state last, so that a kill loses a stage and no more. */
  void write(SuiteState state, AdversarialExamples examples) {
    if (folder != null) {
      make(folder);
      if (examples.size() > 0) {
        String name = state.stages().get(state.stages().size() - 1).name();
        examples.write(folder.resolve("adversarial-" + name + ".safetensors"));
      }
      AtomicFiles.writeText(samples(folder), Json.write(state));
    }
  }

  void write(AttackAnswer answer) {
    if (folder != null) {
      AtomicFiles.writeText(folder.resolve("results.json"), Json.write(answer));
    }
  }

  private static Path samples(Path folder) {
    return folder.resolve("samples.json");
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(folder, e);
    }
  }
}
