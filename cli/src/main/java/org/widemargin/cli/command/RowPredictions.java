package org.widemargin.cli.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.text.Console;
import org.widemargin.data.FeatureRows;
import org.widemargin.data.TableDescription;
import org.widemargin.distance.Answer;
import org.widemargin.error.InputException;
import org.widemargin.run.TrainedRun;

/**
 * What a run says of the rows of tables: as text the tables themselves with further columns.
 *
 * @param header the names of the columns of all tables
 * @param features the columns that the network learned from; empty if they have no names
 * @param rows the fields of every row, as they were
 * @param predictions one for each row
 */
record RowPredictions(
    List<String> header,
    List<String> features,
    List<List<String>> rows,
    List<RowAnswer> predictions) {
  private static final String PREDICTED = "predicted";
  private static final String PROBABILITY = "probability ";

  /**
   * What is said of one row.
   *
   * @param table the file
   * @param row from 1, without the header
   * @param predicted the class's name, {@code class} in JSON
   * @param probabilities by class
   */
  record RowAnswer(
      String table,
      int row,
      @JsonProperty("class") String predicted,
      Map<String, Double> probabilities) {}

  /** What {@code predict --json} gives of rows. */
  private record Answers(List<RowAnswer> predictions) {}

  static RowPredictions of(TrainedRun run, List<String> classes, List<Path> tables) {
    List<String> header = List.of();
    List<List<String>> fields = new ArrayList<>();
    List<RowAnswer> answers = new ArrayList<>();
    for (Path table : tables) {
      FeatureRows rows =
          FeatureRows.read(
              table,
              run.network().spec().input().shape(),
              run.table().orElse(null),
              run.config().data().dataset().labelColumn());
      InputException.require(
          header.isEmpty() || header.equals(rows.header()),
          "%s: expected the columns %s of the table before it, found %s; classify it on its own",
          table,
          header,
          rows.header());
      header = rows.header();
      fields.addAll(rows.fields());
      List<double[]> probabilities = Answer.probabilities(run.network(), rows.values());
      for (int row = 0; row < probabilities.size(); row++) {
        answers.add(answer(table, row + 1, probabilities.get(row), classes));
      }
    }
    List<String> features = run.table().map(TableDescription::columns).orElse(List.of());
    return new RowPredictions(header, features, fields, answers);
  }

  private static RowAnswer answer(
      Path table, int row, double[] probabilities, List<String> classes) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      named.put(classes.get(i), probabilities[i]);
    }
    return new RowAnswer(
        table.toString(), row, classes.get(Answer.mostProbable(probabilities)), named);
  }

  void print(Console console, JsonOption json) {
    json.print(console, new Answers(predictions), () -> console.printFile(csv()));
  }

  /** An earlier answer that stands in the table already gives way to the new one. */
  private String csv() {
    List<String> added = new ArrayList<>(List.of(PREDICTED));
    predictions.get(0).probabilities().keySet().forEach(name -> added.add(PROBABILITY + name));
    int[] kept =
        IntStream.range(0, header.size())
            .filter(i -> features.contains(header.get(i)) || !added.contains(header.get(i)))
            .toArray();
    StringBuilder text = new StringBuilder();
    List<String> names = chosen(header, kept);
    for (String name : added) {
      String own = name;
      for (int other = 2; names.contains(own); other++) {
        own = name + " " + other;
      }
      names.add(own);
    }
    append(text, names);
    for (int row = 0; row < rows.size(); row++) {
      List<String> line = chosen(rows.get(row), kept);
      line.add(predictions.get(row).predicted());
      predictions
          .get(row)
          .probabilities()
          .values()
          .forEach(value -> line.add(String.format(Locale.ROOT, "%.6g", value)));
      append(text, line);
    }
    return text.toString();
  }

  private static List<String> chosen(List<String> fields, int[] columns) {
    List<String> chosen = new ArrayList<>();
    IntStream.of(columns).forEach(column -> chosen.add(fields.get(column)));
    return chosen;
  }

  private static void append(StringBuilder text, List<String> fields) {
    text.append(String.join(",", fields.stream().map(RowPredictions::quoted).toList()))
        .append('\n');
  }

  /** RFC 4180: in quotes where a comma, a quote or blanks at an end would be read otherwise. */
  private static String quoted(String field) {
    boolean plain = field.equals(field.strip()) && field.indexOf(',') < 0 && field.indexOf('"') < 0;
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
