package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.architecture.SourceFile.QualifiedName;

/** Holds the main sources of every module against the order of packages. */
class ArchitectureTest {
  /** Tests run in the folder of their module. */
  private static final Path MODULES = Path.of("..").toAbsolutePath().normalize();

  @ParameterizedTest
  @ValueSource(strings = {"core", "mnist", "lab", "cli", "bench"})
  void packagesUseOnlyThoseAboveThem(String module) throws IOException {
    assertThat(sources(module))
        .allSatisfy(source -> assertThat(PackageOrder.WIDEMARGIN.violations(source)).isEmpty());
  }

  /** A measurement that shares code with the loss could share its mistakes. */
  @ParameterizedTest
  @ValueSource(strings = {"norm", "boundary", "evaluate", "distance", "attack", "robustness"})
  void whatJudgesDoesNotImportTheLoss(String judge) throws IOException {
    List<SourceFile> judging =
        sources("core").stream()
            .filter(source -> source.packageName().equals("org.widemargin." + judge))
            .toList();
    assertThat(judging).isNotEmpty();
    assertThat(judging)
        .flatExtracting(SourceFile::names)
        .extracting(QualifiedName::text)
        .noneMatch(name -> name.startsWith("org.widemargin.margin."))
        .noneMatch(name -> name.startsWith("org.widemargin.loss."));
  }

  @Test
  void sourcesAreFound() throws IOException {
    assertThat(sources("core"))
        .extracting(SourceFile::packageName)
        .contains("org.widemargin", "org.widemargin.torch");
  }

  private static List<SourceFile> sources(String module) throws IOException {
    Path folder = MODULES.resolve(module).resolve("src/main/java");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).map(SourceFile::read).toList();
    }
  }
}
