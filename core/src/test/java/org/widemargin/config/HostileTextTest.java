package org.widemargin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

/** Texts of somebody else's: nothing where something must be, depth, length. */
class HostileTextTest {
  private record Lists(List<String> names, Map<String, Double> numbers) {}

  private record Whole(int number) {}

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"~", "null", "--- null"})
  void nothingInsteadOfKeysIsRefused(String text) {
    assertThatThrownBy(() -> Yaml.readText(text, "x.yaml", Whole.class))
        .isInstanceOf(InputException.class)
        .hasMessage("x.yaml: expected keys and values, found nothing but 'null'");
  }

  @Test
  void nothingInsteadOfAnElementIsRefused() {
    assertThatThrownBy(() -> Json.readText("{\"names\":[null],\"numbers\":{}}", "x", Lists.class))
        .isInstanceOf(InputException.class)
        .hasMessage("x, line 1: 'names[0]' must be text, found nothing");
    assertThatThrownBy(
            () -> Json.readText("{\"names\":[],\"numbers\":{\"a\":null}}", "x", Lists.class))
        .isInstanceOf(InputException.class)
        .hasMessage("x, line 1: 'numbers.a' must be a number, found nothing");
  }

  @Test
  void leadingZerosMakeNoOctalNumber() {
    assertThat(Yaml.readText("number: 010", "x", Whole.class).number()).isEqualTo(10);
    assertThat(Yaml.readText("number: -0017", "x", Whole.class).number()).isEqualTo(-17);
    assertThat(Yaml.readText("number: 0", "x", Whole.class).number()).isZero();
  }

  @Test
  void depthHasALimit() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> Json.readText(deep, "x", Whole.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nesting depth");
    assertThatThrownBy(() -> Yaml.readText("number: " + deep, "x", Whole.class))
        .isInstanceOf(InputException.class);
  }

  /** An alias is a name for what was written before, which the parser hands over as a text. */
  @Test
  void aliasesAreRefused() {
    for (String text : List.of("a: &x 3\nnumber: *x", "a: [&x 3]\nb: [1, *x]")) {
      assertThatThrownBy(() -> ConfigTree.parseYaml(text, "x.yaml"))
          .isInstanceOf(InputException.class)
          .hasMessage("x.yaml, line 2: aliases (*x) are not supported; write the value out");
    }
    assertThat(Yaml.readText("number: &x 3", "x", Whole.class).number()).isEqualTo(3);
  }

  /** So nothing is multiplied by them. */
  @Test
  void aliasesAreNotExpanded() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      text.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]%n".formatted(i, i - 1));
    }
    assertThatThrownBy(() -> Yaml.readText(text.toString(), "x", Whole.class))
        .isInstanceOf(InputException.class)
        .hasMessage("x, line 2: aliases (*a0) are not supported; write the value out");
  }

  @Test
  void typesThatAFileNamesAreNotMade() {
    assertThatThrownBy(() -> Yaml.readText("number: !!java.util.Date {}", "x", Whole.class))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "x, line 1: 'number' must be a whole number from -2147483648 to 2147483647, found {}");
  }

  @Test
  void lengthHasALimit() throws IOException {
    assertThatThrownBy(() -> Yaml.readText("a".repeat(1_000_001), "x", Whole.class))
        .isInstanceOf(InputException.class)
        .hasMessage("x: expected YAML of at most 1000000 letters, found 1000001");
    Path file = folder.resolve("long.json");
    try (var channel =
        java.nio.channels.FileChannel.open(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[1]), 20_000_000);
    }
    assertThat(Files.size(file)).isEqualTo(20_000_001);
    assertThatThrownBy(() -> Json.read(file, Whole.class))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": expected at most 20000000 bytes, found 20000001");
  }

  @Test
  void whatAFileSaysStaysOnOneLine() {
    assertThatThrownBy(() -> Json.readText("{\"a\\n\\u001b[31mb\": 1}", "x", Whole.class))
        .isInstanceOf(InputException.class)
        .hasMessage("unknown key 'a\\u000a\\u001b[31mb' in x, line 1, expected one of number");
  }

  @Test
  void longNamesAreNotCompared() {
    String name = "n".repeat(40_000);
    assertThatThrownBy(() -> Json.readText("{\"" + name + "\": 1}", "x", Whole.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(" ... ");
  }
}
