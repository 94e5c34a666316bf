package org.widemargin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README says what compiles and runs. */
final class ReadmeTest {
  private static final Path SOURCE =
      Path.of("src/test/java/org/widemargin/examples/TrainWithMargin.java");

  @Test
  void itsExampleIsTheOneCompiledHere() throws IOException {
    String source = Files.readString(SOURCE);
    int begin = source.indexOf("// begin of the README's example\n");
    String example =
        source.substring(source.indexOf('\n', begin) + 1, source.indexOf("    // end of"));

    assertThat(Files.readString(Path.of("../README.md")))
        .contains("```java\n" + example.stripTrailing().stripIndent() + "\n```");
  }

  @Test
  void itsExampleLearns() {
    double first = TrainWithMargin.train(1);
    double later = TrainWithMargin.train(25);

    assertThat(later).isLessThan(first / 2);
  }
}
