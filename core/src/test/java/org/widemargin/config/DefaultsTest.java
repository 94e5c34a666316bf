package org.widemargin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.error.InputException;

/** What is not written has the default that the record states. */
class DefaultsTest {
  enum Word {
    FIRST_WORD,
    SECOND_WORD
  }

  sealed interface Choice {
    record Plain() implements Choice {}

    record Numbers(double factor, int count) implements Choice {
      public Numbers {
        InputException.require(count > 0, "expected a count above 0, found %d", count);
      }

      static Numbers defaults() {
        return new Numbers(0.5, 3);
      }
    }

    /** One must be written, another follows from it. */
    record Window(int size, int stride, boolean padded) implements Choice {
      public Window {
        InputException.require(size > 0, "expected a size above 0, found %d", size);
      }

      static Window defaults(int size) {
        return new Window(size, /* stride= */ size, /* padded= */ true);
      }
    }
  }

  record Pair(double factor, int count) {
    Pair {
      InputException.require(count > 0, "expected a count above 0, found %d", count);
    }

    static Pair defaults() {
      return new Pair(0.5, 3);
    }
  }

  /** A default that follows from a component that may be absent. */
  record Named(String name, @Nullable String source, int length) {
    static Named defaults(@Nullable String source) {
      return new Named(source == null ? "nothing" : source + "'s", source, 4);
    }
  }

  record Everything(
      double number,
      Word word,
      Choice choice,
      Pair pair,
      Named named,
      @Nullable Double perhaps,
      List<Integer> list,
      Map<String, Double> map,
      @OmitDefault double late,
      @OmitDefault Word lateWord) {
    Everything {
      InputException.require(number >= 0, "expected a number of at least 0, found %s", number);
    }

    static Everything defaults() {
      return new Everything(
          1.5,
          Word.SECOND_WORD,
          Choice.Numbers.defaults(),
          Pair.defaults(),
          Named.defaults(null),
          null,
          List.of(1, 2),
          Map.of("a", 1.0),
          2,
          Word.FIRST_WORD);
    }
  }

  record Bare(String text, int number, @Nullable String more) {}

  private static Everything everything(String yaml) {
    return Yaml.readText(yaml, "e.yaml", Everything.class);
  }

  @Test
  void nothingWrittenIsEverythingDefault() {
    assertThat(everything("{}")).isEqualTo(Everything.defaults());
    assertThat(Json.readText("{}", "e.json", Everything.class)).isEqualTo(Everything.defaults());
  }

  @Test
  void aKeyWithoutAValueIsAsGoodAsNone() {
    assertThat(everything("number:\nword:\nchoice:\npair:\nperhaps:\nlist:\nmap: null\nlate:"))
        .isEqualTo(Everything.defaults());
  }

  @Test
  void whatIsWrittenReplacesItsOwnDefaultOnly() {
    Everything read = everything("pair: {count: 7}\nperhaps: 3\nmap: {}");
    assertThat(read.pair()).isEqualTo(new Pair(0.5, 7));
    assertThat(read.perhaps()).isEqualTo(3.0);
    assertThat(read.map()).isEmpty();
    assertThat(read.choice()).isEqualTo(Choice.Numbers.defaults());
    assertThat(read.number()).isEqualTo(1.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numbers",
        "{numbers: }",
        "{numbers: {}}",
        "{numbers: {factor: 0.5}}",
        "{numbers: {factor: , count: 3}}",
      })
  void aVariantHasTheDefaultsOfItsOwn(String choice) {
    assertThat(everything("choice: " + choice).choice()).isEqualTo(Choice.Numbers.defaults());
  }

  @Test
  void aDefaultMayFollowFromWhatIsWritten() {
    assertThat(everything("choice: {window: {size: 5}}").choice())
        .isEqualTo(new Choice.Window(5, 5, true));
    assertThat(everything("choice: {window: {size: 5, stride: 2}}").choice())
        .isEqualTo(new Choice.Window(5, 2, true));
    assertThat(everything("named: {source: x}").named()).isEqualTo(new Named("x's", "x", 4));
    assertThat(everything("named: {length: 9}").named()).isEqualTo(new Named("nothing", null, 9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number: 1\\nchoice: {window: {stride: 2}} | e.yaml, line 2: key 'choice.window.size' is"
            + " missing, expected a whole number from -2147483648 to 2147483647",
        "choice: window | e.yaml, line 1: key 'choice.window.size' is missing, expected a whole"
            + " number from -2147483648 to 2147483647",
        "choice:\\n  window:\\n    size: | e.yaml, line 3: 'choice.window.size' must be a whole"
            + " number from -2147483648 to 2147483647, found nothing",
        "choice:\\n  window: {sise: 2} | unknown key 'sise' in e.yaml, line 2, expected one of"
            + " size, stride, padded; did you mean 'size'?",
        "choice:\\n  window: {size: 0} | e.yaml, line 2: expected a size above 0, found 0",
        "pair:\\n  count: 0 | e.yaml, line 1: expected a count above 0, found 0",
        "number: 2\\npair: {factor: x} | e.yaml, line 2: 'pair.factor' must be a number,"
            + " found 'x'",
        "word: first-wort | e.yaml, line 1: 'word' must be one of first-word, second-word; did you"
            + " mean 'first-word'?, found 'first-wort'",
        "number: -1 | e.yaml: expected a number of at least 0, found -1.0",
      })
  void mistakesAreNamedWithTheirLine(String yaml, String message) {
    assertThatThrownBy(() -> everything(yaml.replace("\\n", "\n")))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void withoutDefaultsEverythingThatMayNotBeAbsentIsRequired() {
    assertThat(Yaml.readText("text: a\nnumber: 1", "b.yaml", Bare.class))
        .isEqualTo(new Bare("a", 1, null));
    assertThatThrownBy(() -> Yaml.readText("number: 1", "b.yaml", Bare.class))
        .isInstanceOf(InputException.class)
        .hasMessage("b.yaml: key 'text' is missing, expected text");
    assertThatThrownBy(() -> Yaml.readText("text: a", "b.yaml", Bare.class))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("b.yaml: key 'number' is missing, expected a whole number");
  }

  @Test
  void aKeyThatCameLateIsWrittenOnlyWhereItDiffersFromItsDefault() {
    Everything byDefault = Everything.defaults();
    assertThat(Yaml.write(byDefault)).contains("number: 1.5").doesNotContain("late");
    assertThat(Json.writeLine(byDefault)).doesNotContain("late");
    for (String late : List.of("late: 0", "late: 3", "late-word: second-word")) {
      Everything changed = everything(late);
      assertThat(changed).isNotEqualTo(byDefault);
      assertThat(Yaml.write(changed)).contains(late);
      assertThat(everything(Yaml.write(changed))).isEqualTo(changed);
      assertThat(Json.readText(Json.writeLine(changed), "copy", Everything.class))
          .isEqualTo(changed);
    }
  }

  record Twice(int a) {
    static Twice defaults() {
      return new Twice(1);
    }

    static Twice defaults(int a) {
      return new Twice(a);
    }
  }

  record Strange(int a) {
    static Strange defaults(int b) {
      return new Strange(b);
    }
  }

  @Test
  void defaultsThatDoNotFitTheRecordAreAMistakeOfTheProgram() {
    assertThatThrownBy(() -> RecordType.of(Twice.class).hasDefaults())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> RecordType.of(Strange.class).hasDefaults())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("int b");
  }
}
