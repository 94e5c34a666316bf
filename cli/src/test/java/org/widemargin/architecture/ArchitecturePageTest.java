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
import org.widemargin.layer.Layer;

/** Holds the page on the architecture against the code. */
class ArchitecturePageTest {
  private static final Path PAGE = Path.of("../docs/architecture.md");
  private static final Path LAYERS = Path.of("../docs/layers.md");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+)`");
  private static final Pattern PACKAGE = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)`");

  /** A row of the table of layers: kind, input, output, keys. */
  private static final Pattern LAYER =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\|[^|]*\\|[^|]*\\| ?([^|]*?) ?\\|$");

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
    List<String> named =
        PACKAGE
            .matcher(page.replace("`org.widemargin`", ""))
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
            .matcher(Files.readString(LAYERS))
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
