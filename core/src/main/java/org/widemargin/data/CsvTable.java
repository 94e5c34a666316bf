package org.widemargin.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;
import org.widemargin.file.Sha256;

/**
 * A table of numbers with a label column, read from comma-separated text with a header line.
 *
 * <p>The label column holds the classes' names, words or numbers; every other column is a feature.
 * Classes are ordered as numbers if all are whole numbers, else as words.
 */
public final class CsvTable {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  /** What one array holds. */
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private static final Pattern COLUMN = Pattern.compile("[1-9]\\d{0,6}");

  /** A number that counts nothing: columns may be called 0, 1, 2. */
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\d+\\.\\d*|\\.\\d+|\\d+(\\.\\d*)?[eE][-+]?\\d+)");

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private final String where;
  private final List<String> features;
  private final List<CsvLines.Row> rows;
  private final int labelColumn;

  private CsvTable(String where, List<CsvLines.Row> lines, String label) {
    this.where = where;
    List<String> header = lines.isEmpty() ? List.of() : lines.get(0).fields();
    InputException.require(
        lines.size() > 1,
        "%s: expected a header line and at least one row, found %d lines",
        where,
        lines.size());
    requireNames(header);
    requireCommas(header);
    this.labelColumn = column(header, label);
    InputException.require(
        labelColumn >= 0,
        "%s: found no column '%s' for the labels (--label names it, or gives its number), %s",
        where,
        label,
        Nearest.hint(label, header));
    List<String> others = new ArrayList<>(header);
    others.remove(labelColumn);
    InputException.require(
        !others.isEmpty(), "%s: expected columns of numbers beside '%s', found none", where, label);
    InputException.require(
        !others.stream().allMatch(name -> DECIMAL.matcher(name).matches()),
        "%s, line 1: expected the names of the columns, found numbers, %s; write a header line"
            + " above them",
        where,
        others.subList(0, Math.min(3, others.size())));
    this.features = List.copyOf(others);
    this.rows = lines.subList(1, lines.size());
    requireEqualLengths(header.size());
  }

  /**
   * Reads a file.
   *
   * @param file comma-separated text in UTF-8 with a header line
   * @param labelColumn the name of the column with the labels, or its number from 1
   * @return the table
   * @throws InputException if it cannot be read, has no rows or no such column, repeats a column,
   *     or a line has another number of fields than the header
   */
  public static CsvTable read(Path file, String labelColumn) {
    return parse(text(file), file.toString(), labelColumn);
  }

  /** A file's text. */
  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new InputException(
          file + ": expected a table of comma-separated values, found no such file", e);
    } catch (IOException e) {
      throw new InputException(
          file + ": expected a text file in UTF-8, it cannot be read: " + e, e);
    }
  }

  /**
   * Tells a table from what it may become.
   *
   * @param file comma-separated text in UTF-8
   * @return the SHA-256 of its text
   * @throws InputException if it cannot be read
   */
  public static String sha256(Path file) {
    return Sha256.of(text(file).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a text.
   *
   * @param text comma-separated text with a header line
   * @param where what to call it in messages
   * @param labelColumn the name of the column with the labels, or its number from 1
   * @return the table
   * @throws InputException as {@link #read}
   */
  public static CsvTable parse(String text, String where, String labelColumn) {
    return new CsvTable(where, CsvLines.split(text, where), labelColumn);
  }

  private void requireCommas(List<String> header) {
    String only = header.get(0);
    boolean semicolons = only.contains(";");
    InputException.require(
        header.size() > 1 || !(semicolons || only.contains("\t")),
        "%s, line 1: expected fields with commas between them, found %s: write the table anew with"
            + " commas, and with a point in numbers",
        where,
        semicolons ? "semicolons" : "tabs");
  }

  /** By its name; where none has it, by its number from 1. */
  static int column(List<String> header, String label) {
    int named = header.indexOf(label);
    boolean number = named < 0 && COLUMN.matcher(label).matches();
    return number && Integer.parseInt(label) <= header.size() ? Integer.parseInt(label) - 1 : named;
  }

  private void requireNames(List<String> header) {
    Set<String> seen = new HashSet<>();
    for (int column = 0; column < header.size(); column++) {
      String name = header.get(column);
      InputException.require(
          !name.isEmpty(), "%s, line 1: column %d has no name in the header", where, column + 1);
      InputException.require(seen.add(name), "%s, line 1: column '%s' occurs twice", where, name);
    }
  }

  private void requireEqualLengths(int columns) {
    for (CsvLines.Row row : rows) {
      InputException.require(
          row.fields().size() == columns,
          "%s, line %d: expected %d fields as in the header, found %d",
          where,
          row.line(),
          columns,
          row.fields().size());
    }
  }

  /** {@return the names of the columns of numbers, in the file's order} */
  public List<String> features() {
    return features;
  }

  /**
   * {@return the names of the classes that occur, a missing label being none, in the order of the
   * labels}
   */
  public List<String> classNames() {
    TreeSet<String> names = new TreeSet<>();
    rows.forEach(row -> names.add(row.fields().get(labelColumn)));
    names.remove("");
    Names.requireDistinct(where, names);
    boolean numbers = names.stream().allMatch(name -> WHOLE.matcher(name).matches());
    return numbers
        ? names.stream().sorted(Comparator.comparingLong(Long::parseLong)).toList()
        : List.copyOf(names);
  }

  /**
   * Makes a data set whose classes are those that occur here.
   *
   * @param name its name
   * @return the rows as samples of shape {@code [D]}
   * @throws InputException if a feature is not a finite number, or there are fewer than two classes
   */
  public Dataset toDataset(String name) {
    List<String> classNames = classNames();
    InputException.require(
        classNames.size() >= 2,
        "%s: expected at least two classes among the labels, found %s",
        where,
        classNames);
    return toDataset(name, classNames);
  }

  /**
   * Makes a data set with given classes, for example those of the training table.
   *
   * @param name its name
   * @param classNames the classes in the order of the labels
   * @return the rows as samples of shape {@code [D]}
   * @throws InputException if a feature is not a finite number, or a label is not among the classes
   */
  public Dataset toDataset(String name, List<String> classNames) {
    long numbers = (long) rows.size() * features.size();
    InputException.require(
        numbers <= MOST_NUMBERS,
        "%s: expected at most %d numbers, found %d",
        where,
        MOST_NUMBERS,
        numbers);
    double[] values = new double[(int) numbers];
    int[] labels = new int[rows.size()];
    Map<String, Integer> numbered = new HashMap<>();
    classNames.forEach(className -> numbered.put(className, numbered.size()));
    for (int i = 0; i < labels.length; i++) {
      labels[i] = label(rows.get(i), classNames, numbered);
      fill(rows.get(i), values, i * features.size());
    }
    return Dataset.table(name, features, values, labels, classNames, origins());
  }

  private List<SampleOrigin> origins() {
    return rows.stream().map(row -> new SampleOrigin(Path.of(where), row.line())).toList();
  }

  private int label(CsvLines.Row row, List<String> classNames, Map<String, Integer> numbered) {
    String name = row.fields().get(labelColumn);
    int label = numbered.getOrDefault(name, -1);
    InputException.require(!name.isEmpty(), "%s, line %d: the label is missing", where, row.line());
    InputException.require(
        label >= 0,
        "%s, line %d: unknown class '%s', %s",
        where,
        row.line(),
        name,
        Nearest.hint(name, classNames));
    return label;
  }

  private void fill(CsvLines.Row row, double[] values, int start) {
    for (int feature = 0; feature < features.size(); feature++) {
      String field = row.fields().get(feature < labelColumn ? feature : feature + 1);
      values[start + feature] = number(where, field, row.line(), features.get(feature));
    }
  }

  /** A field's number, in double precision, of a size that single precision has too. */
  static double number(String where, String field, int line, String column) {
    double value = NUMBER.matcher(field).matches() ? Double.parseDouble(field) : Double.NaN;
    InputException.require(
        Float.isFinite((float) value),
        "%s, line %d, column '%s': expected a finite number, found '%s'",
        where,
        line,
        column,
        field);
    return value;
  }

  /**
   * Reads a training and a test table with the same columns; the classes are those of the training
   * table.
   *
   * @param train the table to learn from
   * @param test the table to judge by
   * @param labelColumn the name of the column with the labels
   * @param name the data set's name
   * @return both parts
   * @throws InputException as {@link #read} and {@link #toDataset(String, List)}, or if the columns
   *     differ
   */
  public static DataSource readPair(Path train, Path test, String labelColumn, String name) {
    CsvTable trainTable = read(train, labelColumn);
    CsvTable testTable = read(test, labelColumn);
    InputException.require(
        trainTable.features.equals(testTable.features),
        "%s: expected the columns %s of %s, found %s",
        test,
        trainTable.features,
        train,
        testTable.features);
    List<String> classNames = trainTable.classNames();
    return new DataSource(
        trainTable.toDataset(name, classNames), testTable.toDataset(name, classNames));
  }
}
