package org.widemargin.reproduce;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.widemargin.config.Yaml;
import org.widemargin.file.AtomicFiles;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Results;
import org.widemargin.study.Study;
import org.widemargin.study.StudyTrials;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.sweep.Sweep;

/**
 * A folder of studies and their result lines: all that figures and page are made from.
 *
 * <pre>
 * studies/NAME.yaml    each study, complete
 * results.jsonl        the lines
 * remarks.yaml         what people say of them, if anything
 * figures/             drawn from them: SVG, PNG, CSV
 * index.html           the page
 * </pre>
 */
public final class StudyFolder {
  private final Path folder;
  private final Results found;
  private final List<StudyResults> results;
  private final List<TrialResult> lines;
  private final int strangers;
  private final Remarks remarks;

  private StudyFolder(
      Path folder,
      Results found,
      List<StudyResults> results,
      List<TrialResult> lines,
      int strangers,
      Remarks remarks) {
    this.folder = folder;
    this.found = found;
    this.results = List.copyOf(results);
    this.lines = List.copyOf(lines);
    this.strangers = strangers;
    this.remarks = remarks;
  }

  /**
   * Reads a folder.
   *
   * @param folder with {@code studies} and {@code results.jsonl}
   * @return what is in it
   * @throws org.widemargin.error.InputException if there are no studies, or a file is damaged
   */
  public static StudyFolder read(Path folder) {
    requireOne(folder);
    TrialLog log = new TrialLog(folder.resolve(Sweep.RESULTS)).refresh();
    List<StudyResults> results = new ArrayList<>();
    Set<TrialResult> lines = new LinkedHashSet<>();
    for (Path file : studyFiles(folder)) {
      Study study = Yaml.read(file, Study.class);
      results.add(StudyResults.of(study, log));
      StudyTrials.trials(study, log).values().forEach(each -> log.find(each).ifPresent(lines::add));
    }
    int strangers = log.all().size() - lines.size();
    List<String> names = results.stream().map(each -> each.study().name()).toList();
    return new StudyFolder(
        folder, log, results, List.copyOf(lines), strangers, Remarks.read(folder, names));
  }

  /**
   * Checks that there is such a folder; nothing in it is read.
   *
   * @param folder with {@code studies}
   * @throws org.widemargin.error.InputException if there are no studies
   */
  public static void requireOne(Path folder) {
    require(
        Files.isDirectory(studies(folder)),
        "expected the folder of a reproduction, with a folder 'studies', found none at %s",
        folder);
  }

  static Path studies(Path folder) {
    return folder.resolve("studies");
  }

  static Path file(Path folder, String study) {
    return studies(folder).resolve(study + ".yaml");
  }

  /** In the order of the protocol; others after them, by name. */
  private static List<Path> studyFiles(Path folder) {
    List<Path> files = new ArrayList<>();
    for (String name : Protocol.NAMES) {
      if (Files.exists(file(folder, name))) {
        files.add(file(folder, name));
      }
    }
    try (Stream<Path> all = Files.list(studies(folder))) {
      all.filter(path -> path.toString().endsWith(".yaml"))
          .filter(path -> !files.contains(path))
          .sorted()
          .forEach(files::add);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(folder, e);
    }
    return files;
  }

  /**
   * The studies' results.
   *
   * @return in the order of the page
   */
  public List<StudyResults> results() {
    return results;
  }

  Path folder() {
    return folder;
  }

  /** What any trial gave. */
  Results found() {
    return found;
  }

  /** The lines of these studies, those of their searches included. */
  List<TrialResult> lines() {
    return lines;
  }

  /** How many lines belong to none of the studies as they are. */
  int strangers() {
    return strangers;
  }

  Remarks remarks() {
    return remarks;
  }
}
