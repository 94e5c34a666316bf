package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.cli.text.Console;

/** Every command that the documents show does what they say, in small. */
class DocumentedCommandsTest {
  /**
   * The demo has one size only, and {@code DemoTest} runs it in a smaller one; {@code
   * FetchCommandTest} fetches from an address of its own. Servers go on until they are stopped.
   */
  private static final Set<String> RUN_BY_OTHER_TESTS = Set.of("demo", "fetch", "serve", "watch");

  @TempDir private Path folder;

  @Test
  void theyAreValidCommandLines() throws IOException {
    List<List<String>> commands =
        DocumentedPage.all().stream().flatMap(page -> page.commands().stream()).toList();
    assertThat(commands).hasSizeGreaterThan(40);
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    for (List<String> command : commands) {
      Main.program(Console.of(nowhere, nowhere)).parseArgs(command.toArray(String[]::new));
    }
  }

  @Test
  void everyBlockOfYamlIsReadByOneOfThem() throws IOException {
    List<String> pages =
        DocumentedPage.all().stream()
            .flatMap(page -> Stream.generate(page::name).limit(page.yamlBlocks()))
            .toList();
    // Changes of images, a network, a study's remarks (RemarksTest), a study: see ReadersFolder.
    assertThat(pages)
        .containsExactly("data.md", "data.md", "export.md", "reproduction.md", "reproduction.md");
  }

  @TestFactory
  Stream<DynamicTest> theyRun() throws IOException {
    return DocumentedPage.all().stream()
        .filter(page -> !page.commands().isEmpty())
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> run(page)));
  }

  private void run(DocumentedPage page) throws Exception {
    Path place = Files.createDirectories(folder.resolve(page.name()));
    ReadersFolder reader = ReadersFolder.at(place);
    for (List<String> command : page.commands()) {
      if (!RUN_BY_OTHER_TESTS.contains(command.get(0))) {
        reader.run(Miniature.of(command));
      }
    }
  }
}
