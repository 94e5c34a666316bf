package org.widemargin.run;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.FolderOwner;

/** Tells what this program wrote into the folder of a run from everything else in it. */
final class RunContents {
  /** Where the checkpoints are. */
  static final String CHECKPOINTS = "checkpoints";

  private static final Pattern FOLDERS =
      Pattern.compile(CHECKPOINTS + "|figures|attacks|attacks/[^/]+");

  /** What a training itself needs and leaves. */
  static final String TRAINING =
      String.join(
          "|",
          "config\\.yaml",
          "provenance\\.json",
          "metrics\\.jsonl",
          CHECKPOINTS + "/(best|last)\\.(safetensors|json)");

  private static final Pattern FILES =
      Pattern.compile(
          String.join(
              "|",
              TRAINING,
              "results\\.json",
              "events\\.out\\.tfevents\\.\\d+\\.[^/]+",
              "figures/distance-[^/]+\\.(svg|png|csv)",
              "attacks/[^/]+/(network|samples|results|nearest)\\.json",
              "attacks/[^/]+/(adversarial-[^/]+|nearest)\\.safetensors",
              "attacks/[^/]+/index\\.html"));

  private final Path run;

  RunContents(Path run) {
    this.run = run;
  }

  /**
   * Whether a process was killed here before it had written anything: there is the folder for
   * checkpoints, empty, which comes first.
   */
  boolean isUnbegun() {
    return hasNoCheckpoints() && list(run).stream().allMatch(this::isMarkOrCheckpoints);
  }

  private boolean isMarkOrCheckpoints(Path entry) {
    return entry.endsWith(CHECKPOINTS) || FolderOwner.isOfClaims(entry);
  }

  private boolean hasNoCheckpoints() {
    Path checkpoints = run.resolve(CHECKPOINTS);
    return Files.isDirectory(checkpoints, LinkOption.NOFOLLOW_LINKS)
        && list(checkpoints).stream().allMatch(FolderOwner::isOfClaims);
  }

  /** Takes away what {@link #isUnbegun} finds, if it does; the caller owns the folder. */
  void removeUnbegun() {
    if (isUnbegun()) {
      try {
        Files.delete(run.resolve(CHECKPOINTS));
      } catch (IOException e) {
        throw AtomicFiles.cannotWrite(run, e);
      }
    }
  }

  /**
   * Refuses what is not provably a run, or holds more than one.
   *
   * @throws InputException that names what is in the way
   */
  void requireOnlyARun() {
    RunFolder folder = RunFolder.open(run);
    try {
      folder.config();
      // A process that was killed in its first moment has not come to this file.
      if (Files.exists(run.resolve("provenance.json")) || !hasNoCheckpoints()) {
        folder.provenance();
      }
    } catch (InputException e) {
      throw new InputException(
          run
              + " cannot be replaced, for it is not surely a run: "
              + e.getMessage()
              + "; choose another folder, or delete it yourself",
          e);
    }
    List<Path> foreign = foreign();
    require(
        foreign.isEmpty(),
        "%s cannot be replaced: expected only what a run writes, found %s%s; move it away, or"
            + " choose another folder",
        run,
        foreign.isEmpty() ? "" : foreign.get(0),
        foreign.size() > 1 ? " and " + (foreign.size() - 1) + " more" : "");
    for (Path attack : attacks()) {
      require(
          !FolderOwner.isClaimed(attack),
          "%s cannot be replaced: an attack is at work in %s; wait until it ends",
          run,
          attack);
    }
  }

  /** The files and folders that no run writes, relative to the run's folder. */
  private List<Path> foreign() {
    List<Path> foreign = new ArrayList<>();
    try {
      Files.walkFileTree(
          run,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found) {
              Path name = run.relativize(folder);
              if (folder.equals(run) || FOLDERS.matcher(slashed(name)).matches()) {
                return FileVisitResult.CONTINUE;
              }
              foreign.add(name);
              return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
              Path name = run.relativize(file);
              boolean ours =
                  found.isRegularFile()
                      && (FolderOwner.isOfClaims(file) || FILES.matcher(slashed(name)).matches());
              if (!ours) {
                foreign.add(name);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new InputException("cannot read the folder " + run + ": " + AtomicFiles.reason(e), e);
    }
    foreign.sort(null);
    return foreign;
  }

  private List<Path> attacks() {
    Path attacks = run.resolve("attacks");
    return Files.isDirectory(attacks) ? list(attacks) : List.of();
  }

  /** What lies directly in the folder and is a run's; what claims put there is not. */
  List<Path> entries() {
    return list(run).stream()
        .filter(entry -> isOurs(run.relativize(entry), entry) && !FolderOwner.isOfClaims(entry))
        .toList();
  }

  private static boolean isOurs(Path name, Path entry) {
    Pattern names = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) ? FOLDERS : FILES;
    return names.matcher(slashed(name)).matches();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new InputException(
          "cannot read the folder " + folder + ": " + AtomicFiles.reason(e), e);
    }
  }

  /** A name as it is in every system. */
  static String slashed(Path name) {
    return name.toString().replace('\\', '/');
  }
}
