package org.widemargin.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.widemargin.config.Json;
import org.widemargin.file.AtomicFiles;

/**
 * The scores of finished folds in a folder, so that an audit that was stopped goes on with the next
 * one.
 *
 * @param folder where; made when it is first needed
 */
public record KeptFolds(Path folder) {
  /**
   * A fold as it is kept.
   *
   * @param identity what it depends on
   * @param predicted the class seen in each sample
   * @param scores by name
   */
  private record Kept(String identity, List<Integer> predicted, Map<String, List<Double>> scores) {}

  /** A fold's scores, if they were kept under the same identity. */
  Optional<SampleScores> find(int fold, String identity) {
    if (!Files.exists(file(fold))) {
      return Optional.empty();
    }
    Kept kept = Json.read(file(fold), Kept.class);
    return kept.identity().equals(identity) ? Optional.of(scores(kept)) : Optional.empty();
  }

  private static SampleScores scores(Kept kept) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    kept.scores()
        .forEach(
            (name, values) ->
                columns.put(name, values.stream().mapToDouble(Double::doubleValue).toArray()));
    return new SampleScores(
        kept.predicted().stream().mapToInt(Integer::intValue).toArray(), columns);
  }

  void keep(int fold, String identity, SampleScores scores) {
    int[] predicted = new int[scores.samples()];
    Arrays.setAll(predicted, scores::predicted);
    Map<String, List<Double>> columns = new LinkedHashMap<>();
    for (String name : scores.names()) {
      double[] values = new double[scores.samples()];
      Arrays.setAll(values, sample -> scores.value(name, sample));
      columns.put(name, Arrays.stream(values).boxed().toList());
    }
    AtomicFiles.createFolder(folder);
    AtomicFiles.writeText(
        file(fold),
        Json.writeLine(new Kept(identity, Arrays.stream(predicted).boxed().toList(), columns)));
  }

  private Path file(int fold) {
    return folder.resolve("fold-" + (fold + 1) + ".json");
  }
}
