package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Json;
import org.widemargin.data.CsvRow;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.FolderOwner;

/**
 * The folder of an audit.
 *
 * <pre>
 * audit.json     what it was, and its figures
 * samples.jsonl  a line for each sample
 * samples.csv    the same as a table
 * index.html     its page
 * folds/         the scores of each fold, to go on from
 * </pre>
 *
 * @param folder where
 */
public record AuditFiles(Path folder) {
  private static final String SUMMARY = "audit.json";
  private static final String FOLDS = "folds";
  private static final List<String> SAMPLES = List.of("samples.jsonl", "samples.csv");

  /** {@return where finished folds are kept} */
  public KeptFolds folds() {
    return new KeptFolds(folder.resolve(FOLDS));
  }

  /**
   * What tells that an audit was begun in the folder, which another one may replace.
   *
   * @return the name of a file or folder, which is there only then
   * @throws InputException if the folder cannot be read
   */
  public String mark() {
    if (Files.exists(folder.resolve(FOLDS))) {
      return FOLDS;
    }
    // One that was killed while it wrote has come to nothing else.
    return Files.isDirectory(folder) && holdsOnlySamples() ? SAMPLES.get(0) : SUMMARY;
  }

  private boolean holdsOnlySamples() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !FolderOwner.isOfClaims(entry))
          .allMatch(entry -> SAMPLES.contains(entry.getFileName().toString()));
    } catch (IOException e) {
      throw new InputException(
          "cannot read the folder " + folder + ": " + AtomicFiles.reason(e), e);
    }
  }

  /**
   * Writes everything but the page.
   *
   * @param audit what was found of each sample
   * @param summary the figures
   * @throws org.widemargin.error.OutputException if the disk is full or read-only
   */
  public void write(Audit audit, AuditSummary summary) {
    AtomicFiles.createFolder(folder);
    lines(SAMPLES.get(0), writer -> samples(audit, line -> put(writer, Json.writeLine(line))));
    lines(SAMPLES.get(1), writer -> table(audit, row -> put(writer, row)));
    AtomicFiles.writeText(folder.resolve(SUMMARY), Json.write(summary));
  }

  private void lines(String name, Consumer<Writer> content) {
    AtomicFiles.write(
        folder.resolve(name),
        stream -> {
          Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
          try {
            content.accept(writer);
          } catch (WritingException e) {
            throw e.failure;
          }
          writer.flush();
        });
  }

  /** Carries a failure out of a lambda. */
  private static final class WritingException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final IOException failure;

    WritingException(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private static void put(Writer writer, String line) {
    try {
      writer.write(line);
      writer.write('\n');
    } catch (IOException e) {
      throw new WritingException(e);
    }
  }

  private static void samples(Audit audit, Consumer<SampleLine> line) {
    for (PartAudit part : audit.parts()) {
      for (int sample = 0; sample < part.data().size(); sample++) {
        line.accept(SampleLine.of(part, sample));
      }
    }
  }

  private static void table(Audit audit, Consumer<String> row) {
    List<String> own = audit.train().own().names();
    SampleScores folds = audit.train().folds();
    List<String> outOfSample = folds == null ? List.of() : folds.names();
    List<String> header =
        new ArrayList<>(
            List.of("part", "place", "origin", "line", "label", "predicted", "suggested", "wrong"));
    header.addAll(own);
    outOfSample.forEach(name -> header.add("out-of-sample-" + name));
    row.accept(CsvRow.of(header));
    samples(audit, line -> row.accept(CsvRow.of(fields(line, own, outOfSample))));
  }

  private static List<String> fields(SampleLine line, List<String> own, List<String> outOfSample) {
    List<String> fields = new ArrayList<>();
    fields.add(line.part());
    fields.add(Integer.toString(line.place()));
    fields.add(text(line.origin()));
    fields.add(text(line.line()));
    fields.add(line.label());
    fields.add(line.predicted());
    fields.add(text(line.suggested()));
    fields.add(text(line.wrong()));
    own.forEach(name -> fields.add(text(line.scores().get(name))));
    Map<String, Double> found = line.outOfSample();
    outOfSample.forEach(name -> fields.add(found == null ? "" : text(found.get(name))));
    return fields;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /**
   * Reads the figures.
   *
   * @return as they were written
   * @throws InputException if there is no audit in the folder, or it is damaged
   */
  public AuditSummary summary() {
    Path file = folder.resolve(SUMMARY);
    require(
        Files.isRegularFile(file),
        "expected the folder of an audit, with %s and samples.jsonl, found none at %s; the command"
            + " audit makes one",
        SUMMARY,
        folder);
    return Json.read(file, AuditSummary.class);
  }

  /**
   * Reads the samples, one after the other.
   *
   * @param each gets them in the order of the file
   * @throws InputException if the file is missing or damaged
   */
  public void read(Consumer<SampleLine> each) {
    Path file = folder.resolve(SAMPLES.get(0));
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        each.accept(Json.readText(line, file + ", line " + number, SampleLine.class));
      }
    } catch (IOException e) {
      throw new InputException(
          file + ": expected the samples of an audit, they cannot be read: " + e, e);
    }
  }
}
