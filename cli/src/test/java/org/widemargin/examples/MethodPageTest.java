package org.widemargin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.widemargin.config.Key;
import org.widemargin.margin.MarginSpec;

/** The page about the method lists every key of the margin loss, with its default. */
final class MethodPageTest {
  private static final Path PAGE = Path.of("../docs/method.md");

  /** It has a part of the page to itself. */
  private static final String GRADIENT = "gradient";

  @Test
  void itsTableHasEveryKeyOfTheLossWithItsDefault() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    Key.all(MarginSpec.defaults()).stream()
        .filter(key -> !key.path().split("\\.", -1)[0].equals(GRADIENT))
        .forEach(key -> expected.put(key.path(), key.defaultText().orElse("")));

    assertThat(table()).isEqualTo(expected).hasSizeGreaterThan(10);
  }

  /** The defaults by key; a row may have several keys, and a remark after the default. */
  private static Map<String, String> table() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    Map<String, String> defaults = new TreeMap<>();
    lines.stream()
        .skip(lines.indexOf("## Every other choice"))
        .dropWhile(line -> !line.startsWith("|---"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|", -1))
        .forEach(
            cells -> {
              for (String key : cells[1].split(",", -1)) {
                defaults.put(plain(key), plain(cells[2].replaceFirst("\\(.*", "")));
              }
            });
    return defaults;
  }

  private static String plain(String cell) {
    return cell.replace("`", "").strip();
  }
}
