package org.widemargin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documents, and what it tells a reader to type.
 *
 * @param name of its file
 * @param text the whole page
 */
record DocumentedPage(String name, String text) {
  private static final Path ROOT = Path.of("..");

  /** A line that is code, and no table or pattern with brackets in it; N stands for a number. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "^ {4}(?:[A-Z_]+=\\S+ |/usr/bin/time -v )*(?:\\./)?widemargin ([^\\[|\\n]*)$",
          Pattern.MULTILINE);

  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  /** The README and the pages of {@code docs}. */
  static List<DocumentedPage> all() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.sorted())
          .filter(each -> each.toString().endsWith(".md"))
          .map(DocumentedPage::read)
          .toList();
    }
  }

  /** A page by its file's name. */
  static DocumentedPage of(String name) {
    return read(ROOT.resolve("docs").resolve(name));
  }

  private static DocumentedPage read(Path file) {
    try {
      return new DocumentedPage(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commands, each as its words after the program's name, in the order of the page. */
  List<List<String>> commands() {
    return COMMAND
        .matcher(text.replaceAll("\\\\\n\\s*", ""))
        .results()
        .map(found -> found.group(1).strip().replaceAll("\\bN\\b", "1"))
        .filter(command -> !command.endsWith("..."))
        .map(command -> List.of(command.split("\\s+", -1)))
        .toList();
  }

  /** The first block of YAML with a word in it. */
  String yaml(String word) {
    return YAML.matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(block -> block.contains(word))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " has no YAML with " + word));
  }

  /** How many blocks of YAML there are. */
  long yamlBlocks() {
    Matcher matcher = YAML.matcher(text);
    return matcher.results().count();
  }
}
