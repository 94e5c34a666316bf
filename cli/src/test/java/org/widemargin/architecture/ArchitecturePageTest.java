package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.widemargin.network.Layer;

/** Holds the page on the architecture against the code. */
class ArchitecturePageTest {
  private static final Path PAGE = Path.of("../docs/architecture.md");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+)`");
  private static final Pattern PACKAGE = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)`");

  /** A row of the table of layers: kind, input, output, keys. */
  private static final Pattern LAYER =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\|[^|]*\\|[^|]*\\| ?([^|]*?) ?\\|$");

  private static String section(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("\n## " + heading + "\n");
    assertThat(start).as(heading).isNotNegative();
    int end = page.indexOf("\n## ", start + 1);
    return page.substring(start, end < 0 ? page.length() : end);
  }

  @Test
  void everyClassThatIsNamedExists() throws IOException {
    Set<String> known = new HashSet<>();
    House.classes().stream().map(JavaClass::getSimpleName).forEach(known::add);
    // Of these tests.
    known.addAll(List.of("House", "ArchitectureTest"));
    List<String> named =
        CLASS.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
    assertThat(named).hasSizeGreaterThan(50);
    assertThat(known).containsAll(named);
  }

  @Test
  void everyPackageThatIsNamedExists() throws IOException {
    String page = Files.readString(PAGE);
    String words = page.substring(0, page.indexOf("\n## The kinds of layers\n"));
    List<String> named =
        PACKAGE
            .matcher(words.replace("`org.widemargin`", ""))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(named).isNotEmpty();
    assertThat(House.ORDER.packages()).containsAll(named);
  }

  @Test
  void everyKindOfLayerIsListedWithItsKeys() throws IOException {
    Map<String, List<String>> listed =
        LAYER
            .matcher(section("The kinds of layers"))
            .results()
            .collect(
                Collectors.toMap(
                    found -> found.group(1),
                    ArchitecturePageTest::keys,
                    (a, b) -> b,
                    TreeMap::new));
    Map<String, List<String>> kinds = new TreeMap<>();
    for (Class<?> kind : Layer.class.getPermittedSubclasses()) {
      kinds.put(
          dashed(kind.getSimpleName()),
          Arrays.stream(kind.getRecordComponents()).map(ArchitecturePageTest::key).toList());
    }
    assertThat(listed).isEqualTo(kinds);
  }

  private static List<String> keys(MatchResult row) {
    return row.group(2).isEmpty() ? List.of() : List.of(row.group(2).split(", "));
  }

  private static String key(RecordComponent component) {
    JsonProperty renamed = component.getAnnotation(JsonProperty.class);
    return renamed == null ? dashed(component.getName()) : renamed.value();
  }

  private static String dashed(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
