package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Numbers go into files, names and pages, and so must not follow the user's locale: whoever formats
 * one names {@code Locale.ROOT}.
 */
class NumbersTest {
  private static final Pattern NUMBER =
      Pattern.compile("%(\\d+\\$)?[-+ 0,(#]*\\d*(\\.\\d+)?[dfeEgGxX]");

  /** Of a text that stands there, and of one that is a variable. */
  private static final Pattern FORMATTED = Pattern.compile("(\\w?)\\s*\\.formatted\\(");

  private static final Pattern WITHOUT_LOCALE =
      Pattern.compile("String\\.format\\(\\s*\"|\\bprintf\\(\\s*\"");

  @Test
  void whoFormatsANumberNamesALocale() throws IOException {
    List<String> offences = new ArrayList<>();
    for (String module : List.of("core", "mnist", "lab", "bench", "cli")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          offences(Files.readString(file)).forEach(line -> offences.add(file + ": " + line));
        }
      }
    }
    assertThat(offences).isEmpty();
  }

  @Test
  void theGateSeesWhatItShould() {
    assertThat(offences("return \"%d bytes\".formatted(n);")).hasSize(1);
    assertThat(offences("return (\"%s: \"\n + \"%.2f\")\n .formatted(n, x);")).hasSize(1);
    assertThat(offences("return text.formatted(n);")).hasSize(1);
    assertThat(offences("return String.format(\"%s\", n);")).hasSize(1);
    assertThat(offences("a = \"%d\"; return \"%s is %%d\".formatted(n);")).isEmpty();
    assertThat(offences("return String.format(Locale.ROOT, \"%d\", n);")).isEmpty();
  }

  private static List<String> offences(String source) {
    List<String> offences = new ArrayList<>();
    Matcher formatted = FORMATTED.matcher(source);
    while (formatted.find()) {
      String before = source.substring(0, formatted.start() + formatted.group(1).length());
      String statement = before.substring(lastBreak(before) + 1).replace("%%", "");
      if (!formatted.group(1).isEmpty() || NUMBER.matcher(statement).find()) {
        offences.add(statement.strip());
      }
    }
    Matcher plain = WITHOUT_LOCALE.matcher(source);
    while (plain.find()) {
      offences.add(plain.group());
    }
    return offences;
  }

  private static int lastBreak(String text) {
    return Math.max(text.lastIndexOf(';'), Math.max(text.lastIndexOf('{'), text.lastIndexOf('}')));
  }
}
