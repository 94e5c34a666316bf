package org.widemargin.serve;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.widemargin.web.Refusal;

/** What may be asked of samples. */
enum Output {
  /** The network's scores, {@code [N, classes]}. */
  LOGITS("FP32", true),
  /** Their softmax, {@code [N, classes]}. */
  PROBABILITIES("FP32", true),
  /** The number of the most probable class, {@code [N]}. */
  CLASS("INT64", false),
  /** Its name, {@code [N]}. */
  CLASS_NAME("BYTES", false);

  private final String datatype;
  private final boolean perClass;

  Output(String datatype, boolean perClass) {
    this.datatype = datatype;
    this.perClass = perClass;
  }

  private Object data(Scores scores, List<String> names) {
    return switch (this) {
      case LOGITS -> flat(scores.logits());
      case PROBABILITIES -> flat(scores.probabilities());
      case CLASS -> scores.classes();
      case CLASS_NAME -> scores.classes().stream().map(names::get).toList();
    };
  }

  /** In requests and answers. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Output named(String word) {
    return Arrays.stream(values())
        .filter(output -> output.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.WRONG,
                    "expected outputs of "
                        + Arrays.stream(values())
                            .map(Output::word)
                            .collect(Collectors.joining(", "))
                        + ", found '"
                        + word
                        + "'"));
  }

  /** For the metadata of the network. */
  Map<String, Object> described(int classes) {
    return described(-1, classes);
  }

  /** For an answer. */
  Map<String, Object> of(Scores scores, List<String> classNames) {
    Map<String, Object> tensor = described(scores.classes().size(), classNames.size());
    tensor.put("data", data(scores, classNames));
    return tensor;
  }

  private Map<String, Object> described(int samples, int classes) {
    Map<String, Object> tensor = new LinkedHashMap<>();
    tensor.put("name", word());
    tensor.put("datatype", datatype);
    tensor.put("shape", perClass ? List.of(samples, classes) : List.of(samples));
    return tensor;
  }

  private static float[] flat(List<float[]> rows) {
    int columns = rows.get(0).length;
    float[] flat = new float[rows.size() * columns];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, flat, i * columns, columns);
    }
    return flat;
  }
}
