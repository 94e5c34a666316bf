package org.widemargin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessSettingsTest {
  private static final Path LAUNCHER = Path.of("..", "widemargin");

  @Test
  void onlyWhatMattersAndIsNotSetIsAskedFor() {
    assertThat(ProcessSettings.missing(Map.of(), 1, false)).isEmpty();
    assertThat(ProcessSettings.missing(Map.of(), 2, false))
        .containsExactly("OPENBLAS_THREAD_TIMEOUT=4", "GOMP_SPINCOUNT=4000");
    assertThat(ProcessSettings.missing(Map.of("MALLOC_TOP_PAD_", "1"), 1, true))
        .containsExactly("MALLOC_MMAP_THRESHOLD_=4294967296", "MALLOC_TRIM_THRESHOLD_=17179869184");
    assertThat(ProcessSettings.missing(Map.of("GOMP_SPINCOUNT", "0"), 2, false))
        .containsExactly("OPENBLAS_THREAD_TIMEOUT=4");
  }

  @Test
  void theValuesAreTheLaunchersAndTheDocuments() throws IOException {
    String launcher = Files.readString(LAUNCHER);
    String page = Files.readString(Path.of("..", "docs", "library.md"));
    List<String> all = ProcessSettings.missing(Map.of(), 2, true);
    assertThat(all).hasSize(5);
    for (String line : all) {
      String name = line.substring(0, line.indexOf('='));
      String value = line.substring(line.indexOf('=') + 1);
      assertThat(launcher).contains("export " + name + "=\"${" + name + ":-" + value + "}\"");
      assertThat(page).contains(line);
    }
  }

  @Test
  void whatJavaCanBeToldLaterIsSet() {
    ProcessSettings.prepare(1);
    assertThat(System.getProperty("org.bytedeco.javacpp.maxBytes")).isEqualTo("0");
    assertThat(System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes")).isEqualTo("0");
  }
}
