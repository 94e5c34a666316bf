package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.widemargin.file.AtomicFiles;

/**
 * A folder of links to the images of another one, in {@code train/CLASS} and {@code test/CLASS}.
 * The links are symbolic, or where these cannot be made hard ones.
 */
final class LinkedImages {
  private final Path data;
  private final List<CopiedSample> samples;
  private final boolean parted;
  private final Map<String, String> folders = new HashMap<>();

  LinkedImages(Path data, List<CopiedSample> samples) {
    this.data = data;
    this.samples = List.copyOf(samples);
    this.parted =
        samples.stream()
            .filter(sample -> !sample.isTest())
            .allMatch(sample -> within(sample).getName(0).toString().equals("train"));
    folders.putAll(foldersOfLabels());
  }

  /**
   * The folder of each label: that of its name, else where most samples with the label lie. Some
   * may lie elsewhere, if the audited run had relabelled them.
   */
  private Map<String, String> foldersOfLabels() {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (CopiedSample sample : samples) {
      counts
          .computeIfAbsent(sample.line().label(), label -> new TreeMap<>())
          .merge(folderOf(sample), 1, Integer::sum);
    }
    Map<String, String> found = new HashMap<>();
    counts.forEach(
        (label, lying) ->
            found.put(
                label,
                lying.entrySet().stream()
                    .max(
                        Comparator.comparing(
                                (Map.Entry<String, Integer> entry) ->
                                    Normalizer.normalize(entry.getKey(), Normalizer.Form.NFC)
                                        .equals(label))
                            .thenComparing(Map.Entry.comparingByValue()))
                    .orElseThrow()
                    .getKey()));
    return found;
  }

  private String folderOf(CopiedSample sample) {
    return inPart(sample).getName(0).toString();
  }

  void write(Path target) {
    for (CopiedSample sample : samples) {
      Path part = target.resolve(sample.isTest() ? "test" : "train");
      String own = folders.getOrDefault(sample.label(), sample.label());
      Path folder = part.resolve(own);
      AtomicFiles.createFolder(folder);
      link(sample.origin(), folder.resolve(name(sample, own)));
    }
  }

  /** The file's name, with those of the folders that it lies in, since names may recur. */
  private String name(CopiedSample sample, String folder) {
    Path own = inPart(sample);
    boolean stays = folderOf(sample).equals(folder);
    Path named = stays ? own.subpath(1, own.getNameCount()) : own;
    return named.toString().replace('/', '_').replace('\\', '_');
  }

  private Path inPart(CopiedSample sample) {
    Path own = within(sample);
    return parted ? own.subpath(1, own.getNameCount()) : own;
  }

  private Path within(CopiedSample sample) {
    Path root = data.toAbsolutePath().normalize();
    Path file = sample.origin().toAbsolutePath().normalize();
    require(
        file.startsWith(root) && Files.exists(file),
        "%s: expected an image within %s, as when it was audited, found none",
        file,
        root);
    return root.relativize(file);
  }

  private static void link(Path file, Path link) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      Files.createSymbolicLink(link, absolute);
    } catch (IOException | UnsupportedOperationException e) {
      hardLink(absolute, link);
    }
  }

  private static void hardLink(Path file, Path link) {
    try {
      Files.createLink(link, file);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(link, e);
    }
  }
}
