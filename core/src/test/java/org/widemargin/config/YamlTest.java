package org.widemargin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.config.Fixtures.Layer;
import org.widemargin.config.Fixtures.Margin;
import org.widemargin.config.Fixtures.Objective;
import org.widemargin.config.Fixtures.Phases;
import org.widemargin.config.Fixtures.Run;
import org.widemargin.config.Fixtures.Schedule;
import org.widemargin.error.InputException;

class YamlTest {
  private static final String TEXT =
      """
      name: first
      steps: 5000
      objective: cross-entropy
      learning-rate: 1e-2
      nesterov: true
      margin:
        gamma: .inf
        layer-gamma: {input: 0.4, logits: 1}
      layers:
        - convolution: {channels: 32, kernel: 5}
        - relu
        - max-pool:
            size: 2
        - residual:
            inner: [relu, convolution: {channels: 8, kernel: 3, padding: 1}]
        - relu:
      data: some/folder
      """;

  private static final Run RUN =
      new Run(
          "first",
          5000,
          Objective.CROSS_ENTROPY,
          0.01,
          true,
          new Margin(Double.POSITIVE_INFINITY, null, Map.of("input", 0.4, "logits", 1.0)),
          List.of(
              new Layer.Convolution(32, 5, null),
              new Layer.Relu(),
              new Layer.MaxPool(2),
              new Layer.Branched.Residual(
                  List.of(new Layer.Relu(), new Layer.Convolution(8, 3, 1))),
              new Layer.Relu()),
          Path.of("some/folder"));

  @Test
  void readsKebabKeysEnumsInfinityAndVariants() {
    assertThat(Yaml.readText(TEXT, "run.yaml", Run.class)).isEqualTo(RUN);
  }

  @Test
  void whatIsWrittenIsReadBackEqual() {
    String text = Yaml.write(RUN);
    assertThat(text)
        .contains("learning-rate: 0.01")
        .contains("objective: cross-entropy")
        .contains("data: some/folder")
        .contains("gamma: .inf")
        .doesNotContain("null");
    assertThat(Yaml.readText(text, "copy", Run.class)).isEqualTo(RUN);
  }

  @Test
  void jsonIsReadBackEqualInBothLayouts() {
    assertThat(Json.readText(Json.write(RUN), "pretty", Run.class)).isEqualTo(RUN);
    assertThat(Json.readText(Json.writeLine(RUN), "line", Run.class)).isEqualTo(RUN);
    assertThat(Json.writeLine(RUN)).doesNotContain("\n");
    assertThat(Json.write(RUN)).endsWith("}\n");
  }

  @Test
  void variantsMayHaveAnotherName() {
    String text = "schedules:\n- constant\n- cosine-annealing: {warm-up-steps: 3}\n- constant: {}";
    Phases phases =
        new Phases(
            List.of(new Schedule.Constant(), new Schedule.Cosine(3), new Schedule.Constant()));
    assertThat(Yaml.readText(text, "x", Phases.class)).isEqualTo(phases);
    assertThat(Yaml.readText(Yaml.write(phases), "x", Phases.class)).isEqualTo(phases);
    assertThatThrownBy(() -> Yaml.readText("schedules: [cosine]", "x", Phases.class))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "unknown name 'cosine' in x, line 1, expected one of constant, cosine-annealing");
  }

  @Test
  void singleVariantIsReadAndWritten() {
    Schedule read = Yaml.readText("cosine-annealing: {warm-up-steps: 3}", "x", Schedule.class);
    assertThat(read).isEqualTo(new Schedule.Cosine(3));
    assertThat(Yaml.readText("relu", "x", Layer.class)).isEqualTo(new Layer.Relu());
    Layer pool = new Layer.MaxPool(2);
    assertThat(Yaml.readText(Yaml.write(pool), "x", Layer.class)).isEqualTo(pool);
    assertThat(Yaml.readText(Yaml.write(read), "x", Schedule.class)).isEqualTo(read);
  }

  @Test
  void nanIsReadAsNan() {
    Margin read = Yaml.readText("gamma: 1\nclip: .nan", "x", Margin.class);
    assertThat(read.clip()).isNaN();
    Margin json = Json.readText(Json.writeLine(read), "y", Margin.class);
    assertThat(json.clip()).isNaN();
  }

  @Test
  void absentComponentsAreLeftToTheRecord() {
    assertThat(Yaml.readText("gamma: 2", "x", Margin.class)).isEqualTo(new Margin(2, 4.0, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "steps: 5000 -> step: 5000 | unknown key 'step' in run.yaml, line 2, expected one of name,"
            + " steps, objective, learning-rate, nesterov, margin, layers, data; did you mean"
            + " 'steps'?",
        "gamma: .inf -> gama: 3 | unknown key 'gama' in run.yaml, line 7, expected one of gamma,"
            + " clip, layer-gamma; did you mean 'gamma'?",
        "steps: 5000 -> steps: many | run.yaml, line 2: 'steps' must be a whole number from"
            + " -2147483648 to 2147483647, found 'many'",
        "steps: 5000 -> steps: 1.5 | run.yaml, line 2: 'steps' must be a whole number from"
            + " -2147483648 to 2147483647, found 1.5",
        "steps: 5000 -> steps: 3000000000 | run.yaml, line 2: 'steps' must be a whole number from"
            + " -2147483648 to 2147483647, found 3000000000",
        "steps: 5000 -> steps: | run.yaml, line 2: 'steps' must be a whole number from -2147483648"
            + " to 2147483647, found nothing",
        "steps: 5000 -> steps: [1] | run.yaml, line 2: 'steps' must be a whole number from"
            + " -2147483648 to 2147483647, found [1]",
        "steps: 5000 -> nesterov: true | run.yaml, line 5: duplicate key 'nesterov'",
        "cross-entropy -> cros-entropy | run.yaml, line 3: 'objective' must be one of"
            + " cross-entropy, large-margin; did you mean 'cross-entropy'?, found 'cros-entropy'",
        "cross-entropy -> 0 | run.yaml, line 3: 'objective' must be one of cross-entropy,"
            + " large-margin, found 0",
        "1e-2 -> fast | run.yaml, line 4: 'learning-rate' must be a number, found 'fast'",
        "1e-2 -> '' | run.yaml, line 4: 'learning-rate' must be a number, found ''",
        "nesterov: true -> nesterov: 3 | run.yaml, line 5: 'nesterov' must be true or false, found"
            + " 3",
        "gamma: .inf -> gamma: -1 | run.yaml, line 6: gamma must not be negative, found -1.0",
        "max-pool: -> maxpool: | unknown name 'maxpool' in run.yaml, line 12, expected one of"
            + " convolution, max-pool, relu, residual; did you mean 'max-pool'?",
        "- relu -> - rely | unknown name 'rely' in run.yaml, line 11, expected one of convolution,"
            + " max-pool, relu, residual; did you mean 'relu'?",
        "size: 2 -> sise: 2 | unknown key 'sise' in run.yaml, line 13, expected one of size; did"
            + " you mean 'size'?",
        "kernel: 5 -> kernel: 0 | run.yaml, line 10: kernel must be positive, found 0",
        ", kernel: 5 ->  | run.yaml, line 10: key 'layers[0].convolution.kernel' is missing,"
            + " expected a whole number from -2147483648 to 2147483647",
        "- relu -> - 7 | run.yaml, line 11: 'layers[1]' must be one of convolution, max-pool,"
            + " relu, residual, with its keys below it, found 7",
        "inner: [relu, -> inner: [rellu, | unknown name 'rellu' in run.yaml, line 15, expected one"
            + " of convolution, max-pool, relu, residual; did you mean 'relu'?",
        "{input: 0.4, -> {input: high, | run.yaml, line 8: 'margin.layer-gamma.input' must be a"
            + " number, found 'high'",
        "{input: 0.4, logits: 1} -> 3 | run.yaml, line 8: 'margin.layer-gamma' must be a group of"
            + " keys, found 3",
      })
  void mistakesGetOneLineWithFileAndLine(String change, String message) {
    String[] parts = (change + " ").split(" -> ", 2);
    String text = TEXT.replaceFirst(Pattern.quote(parts[0]), parts[1].strip());
    assertThat(text).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> Yaml.readText(text, "run.yaml", Run.class))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void missingNumberIsNamed() {
    assertThatThrownBy(() -> Yaml.readText("name: x\nlearning-rate: 1", "run.yaml", Run.class))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "run.yaml: key 'steps' is missing, expected a whole number from -2147483648 to"
                + " 2147483647");
  }

  @Test
  void textsThatAreNotYamlNameTheLine() {
    for (String text :
        List.of("a: [1, 2", "a: b: c", "a: 1\n\tb: 2", "\"", "%", "a: &x [*x", "{")) {
      assertThatThrownBy(() -> Yaml.readText(text, "run.yaml", Run.class))
          .as(text)
          .isInstanceOf(InputException.class)
          .hasMessageMatching("run\\.yaml, line \\d+: [^\\n\\r]+");
    }
  }

  @Test
  void emptyTextsListsAndSeveralDocumentsAreRefused() {
    assertThatThrownBy(() -> Yaml.readText("", "run.yaml", Run.class))
        .hasMessage("run.yaml: expected keys and values, found an empty text");
    assertThatThrownBy(() -> Yaml.readText("# nothing\n", "run.yaml", Run.class))
        .hasMessage("run.yaml: expected keys and values, found an empty text");
    assertThatThrownBy(() -> Yaml.readText("- 1", "run.yaml", Run.class))
        .hasMessage("run.yaml: the document must be a group of keys, found [1]");
    assertThatThrownBy(() -> Yaml.readText("name: a\n---\nname: b", "run.yaml", Run.class))
        .hasMessage("run.yaml, line 3: expected one document, found more after it");
  }

  @Test
  void jsonMistakesNameTheLine() {
    assertThatThrownBy(() -> Json.readText("{\"gamma\": 1,\n\"gama\": 2}", "m.json", Margin.class))
        .hasMessageStartingWith("unknown key 'gama' in m.json, line 2, expected one of");
    assertThatThrownBy(() -> Json.readText("{\"gamma\": 1,\n\"gamma\": 2}", "m.json", Margin.class))
        .hasMessage("m.json, line 2: duplicate key 'gamma'");
    assertThatThrownBy(() -> Json.readText("{\"gamma\": 1,\n", "m.json", Margin.class))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("m\\.json, line \\d: [^\\n]+");
  }

  @Test
  void filesAreReadAndMissingOnesNamed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("margin.yaml");
    Files.writeString(file, "gamma: 0.5\n");
    assertThat(Yaml.read(file, Margin.class).gamma()).isEqualTo(0.5);
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> Yaml.read(missing, Margin.class))
        .isInstanceOf(InputException.class)
        .hasMessage(missing + ": no such file");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0x41});
    assertThatThrownBy(() -> Yaml.read(file, Margin.class))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": expected a text file in UTF-8");
    assertThatThrownBy(() -> Yaml.read(folder, Margin.class)).isInstanceOf(InputException.class);
  }

  @Test
  void textComponentsAcceptNumbers() {
    Run run = Yaml.readText("name: 2018\nsteps: 1\nlearning-rate: 1", "x", Run.class);
    assertThat(run.name()).isEqualTo("2018");
  }

  @Test
  void deepNestingIsRefusedInOneLine() {
    String text = "[".repeat(5000);
    assertThatThrownBy(() -> Json.readText(text, "deep.json", Run.class))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Yaml.readText(text, "deep.yaml", Run.class))
        .isInstanceOf(InputException.class);
  }

  @Test
  void bindsOneGroupAloneAndNamesTheLineOfItsMistakes() {
    ConfigTree tree = ConfigTree.parseYaml("steps: 3\nmargin:\n  gamma: 2\n", "run.yaml");
    assertThat(tree.group("margin").bind(Margin.class)).isEqualTo(new Margin(2, null, null));
    assertThatThrownBy(() -> tree.group("layers").bind(Margin.class))
        .isInstanceOf(InputException.class);
    ConfigTree wrong = ConfigTree.parseYaml("margin:\n  gamma: 2\n  gama: 3\n", "run.yaml");
    assertThatThrownBy(() -> wrong.group("margin").bind(Margin.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("run.yaml")
        .hasMessageContaining("3")
        .hasMessageContaining("gama");
  }
}
