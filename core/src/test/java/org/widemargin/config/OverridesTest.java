package org.widemargin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.config.Fixtures.Layer;
import org.widemargin.config.Fixtures.Margin;
import org.widemargin.config.Fixtures.Run;
import org.widemargin.error.InputException;

class OverridesTest {
  private static final ConfigTree TREE =
      ConfigTree.parseYaml(
          """
          name: first
          steps: 10
          learning-rate: 0.1
          layers:
            - relu
            - convolution: {channels: 32, kernel: 5}
          """,
          "run.yaml");

  private static Run run(String... overrides) {
    return Overrides.apply(TREE, List.of(overrides), Run.class).bind(Run.class);
  }

  @Test
  void valuesAreReplacedInOrderAndGroupsMade() {
    assertThat(run("learning-rate=inf").learningRate()).isInfinite();
    Run run = run("steps=20", "margin.gamma=1e-1", "margin.clip=.inf", "steps=30", "name=a=b");
    assertThat(run.steps()).isEqualTo(30);
    assertThat(run.margin()).isEqualTo(new Margin(0.1, Double.POSITIVE_INFINITY, null));
    assertThat(run.name()).isEqualTo("a=b");
    assertThat(run().steps()).as("the tree before is unchanged").isEqualTo(10);
  }

  @Test
  void elementsOfListsAndWholeListsCanBeSet() {
    assertThat(run("layers.1.convolution.channels=8").layers())
        .containsExactly(new Layer.Relu(), new Layer.Convolution(8, 5, null));
    assertThat(run("layers=[relu, max-pool: {size: 3}]").layers())
        .containsExactly(new Layer.Relu(), new Layer.MaxPool(3));
  }

  @Test
  void emptyValueMeansAbsent() {
    assertThat(run("layers=").layers()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps | --set steps: expected key.path=value, for example margin.gamma=0.4",
        "=3 | --set =3: expected key.path=value, for example margin.gamma=0.4",
        "a..b=3 | --set a..b=3: the path has an empty key",
        "steps.more=3 | --set steps.more=3: 'steps' is the value 10, it has no key 'more'",
        "layers.2=relu | --set layers.2=relu: 'layers' is a list of 2, expected a number from 0 to"
            + " 1, found '2'",
        "layers.x=relu | --set layers.x=relu: 'layers' is a list of 2, expected a number from 0 to"
            + " 1, found 'x'",
        "step=3 | unknown key 'step' in --set step=3, expected one of name, steps,"
            + " objective, learning-rate, nesterov, margin, layers, data; did you mean 'steps'?",
        "steps=few | --set steps=few: 'steps' must be a whole number from -2147483648 to"
            + " 2147483647, found 'few'",
        "margin.gamma=-2 | --set margin.gamma=-2: gamma must not be negative, found -2.0",
      })
  void mistakesNameTheOverride(String override, String message) {
    assertThatThrownBy(() -> run(override))
        .isInstanceOf(InputException.class)
        .hasMessage(message.strip());
  }

  private static ConfigTree option(ConfigTree tree, String path, String value) {
    Run defaults = new Run("x", 1, null, 0.5, null, null, null, null);
    return Overrides.set(tree, Key.of(defaults, path), value, "--" + path + " " + value);
  }

  private static Run runWith(String path, String value) {
    return option(TREE, path, value).bind(Run.class);
  }

  @Test
  void anOptionTakesTextAsItStandsAndNumbersInAnySpelling() {
    assertThat(runWith("name", "a: [b, ~").name()).isEqualTo("a: [b, ~");
    assertThat(runWith("data", "~/x #1").data()).isEqualTo(Path.of("~/x #1"));
    assertThat(runWith("learning-rate", "1e-1").learningRate()).isEqualTo(0.1);
    assertThat(runWith("learning-rate", ".5").learningRate()).isEqualTo(0.5);
    assertThat(runWith("steps", "010").steps()).as("no octal number").isEqualTo(10);
    assertThat(runWith("steps", "+7").steps()).isEqualTo(7);
    assertThat(runWith("nesterov", "True").nesterov()).isTrue();
    assertThat(option(option(TREE, "margin.gamma", "2"), "margin.clip", "inf").bind(Run.class))
        .extracting(Run::margin)
        .isEqualTo(new Margin(2, Double.POSITIVE_INFINITY, null));
    assertThat(runWith("layers", "[relu]").layers()).containsExactly(new Layer.Relu());
    for (String infinity : List.of("inf", ".inf", "Infinity", "+inf")) {
      assertThat(runWith("learning-rate", infinity).learningRate()).isInfinite();
    }
    assertThat(runWith("objective", "large-margin").objective())
        .isEqualTo(Fixtures.Objective.LARGE_MARGIN);
  }

  @Test
  void anOptionsMistakeNamesTheOption() {
    assertThatThrownBy(() -> runWith("steps", "few"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "--steps few: 'steps' must be a whole number from -2147483648 to 2147483647, found"
                + " 'few'");
    assertThatThrownBy(() -> runWith("objective", "large"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "--objective large: 'objective' must be one of cross-entropy, large-margin, found"
                + " 'large'");
    assertThatThrownBy(() -> runWith("margin.gamma", "-2"))
        .hasMessage("--margin.gamma -2: gamma must not be negative, found -2.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps | '' | a whole number from -2147483648 to 2147483647, found ''",
        "steps | 1.5 | a whole number from -2147483648 to 2147483647, found '1.5'",
        "steps | 99999999999 | a whole number from -2147483648 to 2147483647, found 99999999999",
        "learning-rate | '' | a number, found ''",
        "learning-rate | [1] | a number, found '[1]'",
        "nesterov | yes | true or false, found 'yes'",
      })
  void anOptionThatIsEmptyOrOfAnotherTypeIsRefused(String path, String value, String expected) {
    assertThatThrownBy(() -> runWith(path, value))
        .isInstanceOf(InputException.class)
        .hasMessage("--%s %s: '%s' must be %s".formatted(path, value, path, expected));
  }

  @Test
  void noneOfSeveralOptionsIsBlamedForTheirGroup() {
    ConfigTree both = option(option(TREE, "margin.gamma", "-2"), "margin.clip", "3");
    assertThatThrownBy(() -> both.bind(Run.class))
        .hasMessage("the command line: gamma must not be negative, found -2.0");
  }

  record Scheduled(Fixtures.Schedule schedule) {}

  @Test
  void aVariantThatIsThereAlreadyKeepsItsKeys() {
    Key schedule = Key.of(new Scheduled(new Fixtures.Schedule.Constant()), "schedule");
    ConfigTree tree = ConfigTree.parseYaml("schedule: {cosine-annealing: {warm-up-steps: 7}}", "a");
    assertThat(Overrides.set(tree, schedule, "cosine-annealing", "--s").bind(Scheduled.class))
        .isEqualTo(new Scheduled(new Fixtures.Schedule.Cosine(7)));
    assertThat(Overrides.set(tree, schedule, "constant", "--s").bind(Scheduled.class))
        .isEqualTo(new Scheduled(new Fixtures.Schedule.Constant()));
  }

  @Test
  void valueThatIsNotYamlIsRefused() {
    assertThatThrownBy(() -> run("steps=[1"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--set steps=[1, line 1: ");
  }

  @Test
  void mistakeInTheFileStillNamesTheFile() {
    ConfigTree tree =
        Overrides.apply(
            ConfigTree.parseYaml("steps: 1\nnam: x", "a.yaml"), List.of("steps=2"), Run.class);
    assertThatThrownBy(() -> tree.bind(Run.class))
        .hasMessageStartingWith("unknown key 'nam' in a.yaml, line 2, ");
  }

  @Test
  void upperTreeWinsGroupByGroup() {
    ConfigTree preset = ConfigTree.of(new Margin(200, 4.0, null), "preset paper");
    ConfigTree file = ConfigTree.parseYaml("clip: 2\nlayer-gamma: {input: 1}", "m.yaml");
    Margin merged = preset.overlaid(file, Margin.class).bind(Margin.class);
    assertThat(merged.gamma()).isEqualTo(200);
    assertThat(merged.clip()).isEqualTo(2);
    assertThat(merged.layerGamma()).containsEntry("input", 1.0);
    assertThat(preset.bind(Margin.class).clip()).isEqualTo(4);
  }

  private static Run over(String lower, String upper) {
    return ConfigTree.parseYaml(lower, "preset")
        .overlaid(ConfigTree.parseYaml(upper, "mine.yaml"), Run.class)
        .bind(Run.class);
  }

  /** As when all keys of a group are commented out. */
  @Test
  void aKeyWithoutAValueKeepsWhatLiesBelow() {
    String preset = "{name: a, steps: 7, learning-rate: 0.5, margin: {gamma: 3, clip: 2}}";
    assertThat(over(preset, "{name: b, steps: , margin: {gamma: }}"))
        .isEqualTo(new Run("b", 7, null, 0.5, null, new Margin(3, 2.0, null), null, null));
    ConfigTree schedules =
        ConfigTree.parseYaml("schedule: {cosine-annealing: {warm-up-steps: 7}}", "preset");
    for (String upper : List.of("schedule: ", "schedule: {cosine-annealing: }")) {
      assertThat(
              schedules
                  .overlaid(ConfigTree.parseYaml(upper, "mine.yaml"), Scheduled.class)
                  .bind(Scheduled.class))
          .isEqualTo(new Scheduled(new Fixtures.Schedule.Cosine(7)));
    }
  }

  @Test
  void whatMayBeAbsentIsAbsentByAKeyWithoutAValue() {
    String preset = "{name: a, steps: 7, learning-rate: 0.5, margin: {gamma: 3}, layers: [relu]}";
    assertThat(over(preset, "{margin: , layers: }"))
        .isEqualTo(new Run("a", 7, null, 0.5, null, null, null, null));
    JsonNode merged =
        TypedOverlay.merge(
            ConfigTree.parseYaml("layer-gamma: {input: 1}", "preset").root(),
            ConfigTree.parseYaml("layer-gamma: {input: }", "mine.yaml").root(),
            Margin.class);
    assertThat(merged.at("/layer-gamma/input").isNull()).as("an entry of a map").isTrue();
  }

  @Test
  void mistakeInEitherTreeNamesItsOwnPlace() {
    ConfigTree lower = ConfigTree.parseYaml("gama: 1", "lower.yaml");
    ConfigTree upper = ConfigTree.parseYaml("clip: 2", "upper.yaml");
    assertThatThrownBy(() -> lower.overlaid(upper, Margin.class).bind(Margin.class))
        .hasMessageStartingWith("unknown key 'gama' in lower.yaml, line 1, ");
  }
}
