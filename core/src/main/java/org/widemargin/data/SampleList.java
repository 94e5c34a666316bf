package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Training samples that are treated otherwise than the rest: left out, or given another label. A
 * table of comma-separated values with a header, a line for each sample:
 *
 * <pre>
 * place,label,suggested,origin
 * 17,cat,dog,cats/0017.png
 * </pre>
 *
 * <p>{@code place} is the sample's number among all training samples of the data set, from 0,
 * before any are held out. The other columns may be missing; where {@code label} or {@code origin}
 * is there it must be the sample's, so that a list of other data is not taken for one of these.
 * {@code suggested} is the label to give.
 */
public final class SampleList {
  private static final String PLACE = "place";
  private static final String LABEL = "label";
  private static final String SUGGESTED = "suggested";
  private static final String ORIGIN = "origin";

  private final Path file;
  private final Map<Integer, Line> lines;

  /** What is said of a sample. */
  private record Line(
      int number, Optional<String> label, Optional<String> suggested, Optional<String> origin) {}

  private SampleList(Path file, Map<Integer, Line> lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Reads a list.
   *
   * @param file the table
   * @return the list
   * @throws org.widemargin.error.InputException if it cannot be read, has no column {@code place},
   *     or a line has no whole number there or one that was there before
   */
  public static SampleList read(Path file) {
    List<CsvLines.Row> rows = CsvLines.split(CsvTable.text(file), file.toString());
    require(!rows.isEmpty(), "%s: expected a header line with a column '%s'", file, PLACE);
    List<String> header = rows.get(0).fields();
    require(header.contains(PLACE), "%s: expected a column '%s', found %s", file, PLACE, header);
    Map<Integer, Line> lines = new LinkedHashMap<>();
    for (CsvLines.Row row : rows.subList(1, rows.size())) {
      int place = place(file, row, header.indexOf(PLACE));
      Line line =
          new Line(
              row.line(),
              field(row, header, LABEL),
              field(row, header, SUGGESTED),
              field(row, header, ORIGIN));
      require(
          lines.put(place, line) == null,
          "%s, line %d: sample %d is listed twice",
          file,
          row.line(),
          place);
    }
    return new SampleList(file, lines);
  }

  /**
   * Reads the list that a run began with.
   *
   * @param file the table
   * @param sha256 of its text then; null where it is read for the first time
   * @return the list
   * @throws org.widemargin.error.InputException as {@link #read(Path)}, and if it was changed since
   */
  public static SampleList read(Path file, @Nullable String sha256) {
    require(
        sha256 == null || sha256.equals(CsvTable.sha256(file)),
        "%s: the list was changed since this run began, whose list has the SHA-256 %s; begin anew"
            + " in another folder",
        file,
        String.valueOf(sha256));
    return read(file);
  }

  private static int place(Path file, CsvLines.Row row, int column) {
    String text = column < row.fields().size() ? row.fields().get(column) : "";
    require(
        text.matches("\\d{1,9}"),
        "%s, line %d: expected the number of a training sample from 0, found '%s'",
        file,
        row.line(),
        text);
    return Integer.parseInt(text);
  }

  private static Optional<String> field(CsvLines.Row row, List<String> header, String name) {
    int column = header.indexOf(name);
    return column < 0 || column >= row.fields().size()
        ? Optional.empty()
        : Optional.of(row.fields().get(column)).filter(text -> !text.isEmpty());
  }

  /** {@return how many samples are listed} */
  public int size() {
    return lines.size();
  }

  /**
   * Leaves the listed samples out of a part.
   *
   * @param part some of the training samples, with the labels that are learned from
   * @param whole all training samples of the data set
   * @return the others, in their order; empty if there are none
   * @throws org.widemargin.error.InputException if the list is not of these data
   */
  public Optional<Dataset> without(Dataset part, Dataset whole) {
    int[] places = checked(part, whole);
    int[] left =
        IntStream.range(0, places.length).filter(i -> !lines.containsKey(places[i])).toArray();
    return left.length == 0 ? Optional.empty() : Optional.of(part.subset(left));
  }

  /**
   * Gives the listed samples of a part the labels that are suggested for them.
   *
   * @param part some of the training samples, with the labels that are learned from
   * @param whole all training samples of the data set
   * @return the same samples
   * @throws org.widemargin.error.InputException if the list is not of these data, or suggests no
   *     label, or no class, for a sample
   */
  public Dataset relabelled(Dataset part, Dataset whole) {
    int[] places = checked(part, whole);
    int[] labels = part.labels();
    for (int i = 0; i < labels.length; i++) {
      Line line = lines.get(places[i]);
      if (line != null) {
        labels[i] = suggested(line, part.classNames());
      }
    }
    return part.withLabels(labels);
  }

  private int suggested(Line line, List<String> classNames) {
    int label = classNames.indexOf(line.suggested().orElse(""));
    require(
        label >= 0,
        "%s, line %d: expected one of the classes %s under '%s', found %s",
        file,
        line.number(),
        classNames,
        SUGGESTED,
        line.suggested().map(name -> "'" + name + "'").orElse("none"));
    return label;
  }

  private int[] checked(Dataset part, Dataset whole) {
    lines.forEach(
        (place, line) ->
            require(
                place < whole.size(),
                "%s, line %d: expected the number of one of %d training samples from 0, found %d",
                file,
                line.number(),
                whole.size(),
                place));
    int[] places = part.placesIn(whole);
    for (int i = 0; i < places.length; i++) {
      Line line = lines.get(places[i]);
      if (line != null) {
        String label = part.classNames().get(part.label(i));
        String given = whole.classNames().get(whole.label(places[i]));
        requireSame(
            line,
            places[i],
            LABEL,
            line.label().filter(said -> !said.equals(given)),
            Optional.of(label));
        Optional<String> origin = part.origin(i).map(SampleOrigin::name);
        requireSame(line, places[i], ORIGIN, line.origin().map(SampleList::lastName), origin);
      }
    }
    return places;
  }

  private void requireSame(
      Line line, int place, String what, Optional<String> said, Optional<String> found) {
    require(
        said.isEmpty() || said.equals(found),
        "%s, line %d: sample %d has the %s '%s' here, the list says '%s': it is of other data, or"
            + " these were changed since; audit them anew",
        file,
        line.number(),
        place,
        what,
        found.orElse("none"),
        said.orElse(""));
  }

  private static String lastName(String origin) {
    return origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1);
  }
}
