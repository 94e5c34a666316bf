package org.widemargin.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A documented command made so small that it ends in seconds: fewer steps, fewer samples, a
 * narrower network. All else stays as the document has it.
 */
final class Miniature {
  private static final Map<String, Map<String, String>> SMALL =
      Map.of(
          "train",
          ordered("steps", "2", "batch-size", "4", "evaluate-every", "2", "validation-size", "4"),
          "evaluate",
          ordered("samples", "4"),
          "attack",
          ordered("samples", "2"),
          "certify",
          ordered("samples", "2"),
          "distance",
          ordered("samples", "4"),
          "transfer",
          ordered("samples", "4"),
          "audit",
          ordered("steps", "2"),
          "bench",
          ordered("seconds", "0", "batch-size", "4"));

  /** What a command may say and need not. */
  private static final Map<String, String> WHERE_SAID =
      Map.of("--budget", "smoke", "--nearest", "2", "--threads", "1");

  private static final Map<String, String> NARROWER =
      Map.of(
          "wrn-28-10", "wrn-10-1",
          "wrn-16-2", "wrn-10-1",
          "wrn-16-1", "wrn-10-1",
          "inception-v3", "mlp:8");

  private Miniature() {}

  static List<String> of(List<String> command) {
    Map<String, String> small = new LinkedHashMap<>();
    SMALL
        .getOrDefault(command.get(0), Map.of())
        .forEach((name, value) -> small.put("--" + name, value));
    List<String> words = new ArrayList<>();
    String option = "";
    for (String word : command) {
      String value = small.getOrDefault(option, WHERE_SAID.getOrDefault(option, word));
      words.add(option.equals("--model") ? NARROWER.getOrDefault(value, value) : value);
      option = word;
    }
    boolean asksOnly = command.contains("--help") || command.contains("--keys");
    boolean goesOn = command.contains("--resume");
    if (!asksOnly && !goesOn) {
      small.forEach(
          (name, value) -> {
            if (!words.contains(name)) {
              words.add(name);
              words.add(value);
            }
          });
    }
    return words;
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
