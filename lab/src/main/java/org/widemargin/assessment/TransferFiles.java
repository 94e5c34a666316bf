package org.widemargin.assessment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.widemargin.config.Json;
import org.widemargin.file.AtomicFiles;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.HtmlWriter;
import org.widemargin.robustness.AdversarialExamples;

/**
 * The files of a black-box study: all examples with a manifest, {@code results.json}, and the page
 * {@code index.html}.
 */
public final class TransferFiles {
  private static final String RESULTS = "results.json";
  private static final String EXAMPLES = "examples";
  private static final String MANIFEST = "manifest.json";

  private final Path folder;
  private final String dataset;
  private final String norm;
  private final long seed;
  private final List<Example> examples = new ArrayList<>();

  public TransferFiles(Path folder, String dataset, String norm, long seed) {
    this.folder = folder;
    this.dataset = dataset;
    this.norm = norm;
    this.seed = seed;
  }

  /**
   * The file {@code manifest.json}: where each set of examples comes from.
   *
   * @param dataset the SHA-256 of the test samples
   * @param norm of the attacks
   * @param seed of all random numbers
   * @param examples the files
   */
  private record Manifest(String dataset, String norm, long seed, List<Example> examples) {}

  /**
   * One file of examples.
   *
   * @param file relative to the manifest
   * @param source the network that they were made on
   * @param attack by which they were made
   * @param epsilon the radius
   * @param count how many there are
   */
  private record Example(String file, String source, String attack, double epsilon, int count) {}

  /** Whether a folder holds a study, whole or begun. */
  public static boolean areIn(Path folder) {
    return Files.exists(folder.resolve(RESULTS))
        || Files.exists(folder.resolve(EXAMPLES).resolve(MANIFEST));
  }

  public void add(String source, String attack, double epsilon, AdversarialExamples made) {
    String file = fileFor(source.replaceAll("[^A-Za-z0-9._-]", "_"), attack, epsilon);
    Path place = folder.resolve(EXAMPLES);
    AtomicFiles.createFolder(place);
    made.write(place.resolve(file));
    examples.add(new Example(file, source, attack, epsilon, made.size()));
    AtomicFiles.writeText(
        place.resolve(MANIFEST),
        Json.write(new Manifest(dataset, norm, seed, List.copyOf(examples))));
  }

  /** Sources of other letters may have the same name in a file's. */
  private String fileFor(String source, String attack, double epsilon) {
    Set<String> taken = examples.stream().map(Example::file).collect(Collectors.toSet());
    String name = "%s-%s-%s-%s".formatted(source, attack, norm, epsilon);
    String file = name + ".safetensors";
    for (int number = 2; taken.contains(file); number++) {
      file = name + "-" + number + ".safetensors";
    }
    return file;
  }

  public void write(TransferResult result, HtmlPage page) {
    AtomicFiles.writeText(folder.resolve(RESULTS), Json.write(result));
    AtomicFiles.writeText(folder.resolve("index.html"), HtmlWriter.write(page));
  }

  public Path folder() {
    return folder;
  }
}
