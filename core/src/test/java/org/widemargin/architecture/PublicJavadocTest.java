package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds what {@code -Xdoclint:all} asks of public and protected members of this module, but for one
 * thing: it wants a record's compact constructor to repeat the parameters that the record
 * documents. For that the compiler's gate leaves out what is missing.
 */
class PublicJavadocTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern COMPACT_CONSTRUCTOR =
      Pattern.compile("(public|protected) \\w+ \\{.*");

  @TempDir private Path classes;

  @Test
  void everythingPublicIsDocumented() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
        assertThat(complaints(compiler, manager, manager.getJavaFileObjectsFromPaths(sources)))
            .isEmpty();
      }
    }
  }

  @Test
  void whatIsMissingIsFound() throws IOException {
    assertThat(complaintsAbout("public int lost(int value) { return value; }"))
        .singleElement()
        .asString()
        .contains("no comment");
    assertThat(complaintsAbout("/** Loses. */ public int lost(int value) { return value; }"))
        .hasSize(2)
        .anyMatch(line -> line.contains("no @param for value"))
        .anyMatch(line -> line.contains("no @return"));
    assertThat(complaintsAbout("/** {@return a number} */ public int found() { return 1; }"))
        .isEmpty();
  }

  private List<String> complaintsAbout(String member) throws IOException {
    String text =
        "/** A class. */ public final class Written { private Written() {} %s }".formatted(member);
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Written.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      return complaints(compiler, manager, List.of(source));
    }
  }

  private List<String> complaints(
      JavaCompiler compiler,
      StandardJavaFileManager manager,
      Iterable<? extends JavaFileObject> sources)
      throws IOException {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-Xdoclint:all/protected",
            "-Xmaxwarns",
            "100000",
            "-classpath",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString());
    assertThat(compiler.getTask(null, manager, found, options, null, sources).call()).isTrue();
    return found.getDiagnostics().stream()
        .filter(problem -> problem.getSource() != null && !isOfCompactConstructor(problem))
        .map(problem -> problem.toString().lines().findFirst().orElse(""))
        .toList();
  }

  private static boolean isOfCompactConstructor(Diagnostic<? extends JavaFileObject> problem) {
    String line = problem.toString().lines().skip(1).findFirst().orElse("").strip();
    return problem.getMessage(Locale.ROOT).contains("no @param for")
        && COMPACT_CONSTRUCTOR.matcher(line).matches();
  }
}
