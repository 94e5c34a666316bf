package org.widemargin.reproduce;

import static org.widemargin.error.InputException.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.widemargin.config.Yaml;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.FolderOwner;
import org.widemargin.study.Study;
import org.widemargin.sweep.Sweep;

/** Runs studies in a folder, and leaves figures and a page behind. */
public final class Reproduction {
  private final Path folder;
  private final Sweep sweep;

  /**
   * Prepares.
   *
   * @param folder where everything goes
   * @param sweep in the same folder
   */
  public Reproduction(Path folder, Sweep sweep) {
    this.folder = folder;
    this.sweep = sweep;
  }

  /**
   * Checks studies before anything is run or written.
   *
   * @param studies to be run
   * @throws org.widemargin.error.InputException if the folder has a study of the same name with
   *     other settings, or one does not fit its data
   */
  public void check(List<Study> studies) {
    requireRoom(studies);
    studies.forEach(sweep::check);
  }

  private void requireRoom(List<Study> studies) {
    require(
        FolderOwner.isEmpty(folder) || Files.isDirectory(StudyFolder.studies(folder)),
        "expected a new folder or one of a reproduction, found other files in %s: choose another"
            + " folder with --out",
        folder);
    for (Study study : studies) {
      Path file = StudyFolder.file(folder, study.name());
      require(
          !Files.exists(file) || Yaml.read(file, Study.class).equals(study),
          "expected a new folder or the same study with the same budget, found another in %s:"
              + " choose another folder with --out",
          file);
    }
  }

  /**
   * Runs studies, draws each when it is complete, and writes the page. Which studies belong to the
   * folder is noted first, as {@code studies/NAME.yaml}.
   *
   * @param studies in order, but for trials of one network, which follow each other
   * @return whether all are complete; false if stopped
   */
  public boolean run(List<Study> studies) {
    AtomicFiles.createFolder(StudyFolder.studies(folder));
    // Checked again where no other process can write: several may have begun at the same time.
    try (FolderOwner owner = FolderOwner.await(folder)) {
      requireRoom(studies);
      for (Study study : studies) {
        AtomicFiles.writeText(StudyFolder.file(folder, study.name()), Yaml.write(study));
      }
    }
    return sweep.run(studies, this::show);
  }

  /** One process at a time, so that a page of older lines never replaces one of newer. */
  private void show(Study study) {
    try (FolderOwner owner = FolderOwner.await(folder)) {
      ReproductionWriter results = new ReproductionWriter(StudyFolder.read(folder));
      results.draw(List.of(study.name()));
      results.writePage();
    }
  }
}
