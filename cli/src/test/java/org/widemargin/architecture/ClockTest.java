package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The system's clock may be set back at any moment. Whoever measures how long something takes asks
 * a clock that only goes forwards, {@code System.nanoTime}; the date is for people to read.
 */
class ClockTest {
  private static final Pattern DATE =
      Pattern.compile(
          "currentTimeMillis|\\b(Instant|Clock|Date|LocalDate|LocalDateTime|ZonedDateTime)"
              + "\\.(now|system\\w*)\\(|new Date\\(");

  /** Who tells people when something was; nothing is decided or measured by it. */
  private static final Set<String> TELL_THE_DATE =
      Set.of("OwnerLock.java", "EventFileWriter.java", "Provenance.java", "PageFooter.java");

  @Test
  void onlyWhatPeopleReadHasTheDate() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String module : List.of("core", "mnist", "lab", "bench", "cli")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          if (DATE.matcher(Files.readString(file)).find()) {
            found.add(String.valueOf(file.getFileName()));
          }
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(TELL_THE_DATE);
  }

  @Test
  void theGateSeesWhatItShould() {
    assertThat(DATE.matcher("long start = System.currentTimeMillis();").find()).isTrue();
    assertThat(DATE.matcher("Instant.now()").find()).isTrue();
    assertThat(DATE.matcher("long start = System.nanoTime();").find()).isFalse();
  }
}
