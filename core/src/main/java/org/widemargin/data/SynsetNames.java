package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * Readable names of classes whose folders have the names of WordNet's synsets, out of a file with a
 * line for each: {@code n01440764 tench, Tinca tinca}, as in ImageNet's {@code synset_words.txt}
 * and Kaggle's {@code LOC_synset_mapping.txt}. Of several words the first is taken; where two
 * classes have the same, as ImageNet's two cranes, each keeps its synset in brackets.
 */
final class SynsetNames {
  /** The names that such files have, those of ImageNet's own distributions first. */
  private static final List<String> USUAL =
      List.of("LOC_synset_mapping.txt", "synset_words.txt", "classes.txt");

  private static final Pattern LINE = Pattern.compile("([^\\s,;:]+)[\\s,;:]+(.+)");

  private SynsetNames() {}

  /** The files of a usual name in a data folder, which are no loose files. */
  static Set<Path> usual(Path folder) {
    Set<Path> files = new LinkedHashSet<>();
    USUAL.forEach(name -> files.add(folder.resolve(name)));
    return files;
  }

  /**
   * Looks for the file.
   *
   * @param given by the user; null if it was not
   * @param folder the data folder
   * @return the one that was given, or else the first of a usual name in the folder
   */
  static Optional<Path> file(@Nullable Path given, Path folder) {
    return given != null
        ? Optional.of(given)
        : usual(folder).stream().filter(Files::isRegularFile).findFirst();
  }

  /**
   * Reads the names.
   *
   * @param classes the folders' names
   * @param file a line for each of them, and maybe for others
   * @return their readable names, in the same order, each another
   * @throws InputException if the file cannot be read, a line has no name, or a class no line
   */
  static List<String> of(List<String> classes, Path file) {
    Map<String, String> words = words(file);
    Set<String> once = new HashSet<>();
    Set<String> twice = new HashSet<>();
    List<String> plain = new ArrayList<>();
    for (String own : classes) {
      String word = words.get(own);
      require(
          word != null,
          "%s: expected a line for each class, such as 'n01440764 tench', found none for %s",
          file,
          own);
      plain.add(word);
      if (!once.add(word)) {
        twice.add(word);
      }
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      String word = plain.get(i);
      names.add(twice.contains(word) ? word + " (" + classes.get(i) + ")" : word);
    }
    Names.requireDistinct(file.toString(), names);
    return List.copyOf(names);
  }

  private static Map<String, String> words(Path file) {
    Map<String, String> words = new HashMap<>();
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line : (Iterable<String>) lines::iterator) {
        number++;
        if (!line.isBlank()) {
          Matcher parts = LINE.matcher(line.strip());
          require(
              parts.matches(),
              "%s: line %d: expected a class and its name, such as 'n01440764 tench', found '%s'",
              file,
              number,
              line.strip());
          words.put(parts.group(1), first(parts.group(2)));
        }
      }
      return words;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new InputException(
          "%s: expected a file with the names of the classes in UTF-8, it cannot be read: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static String first(String words) {
    String word = words.split(",", 2)[0].strip();
    return word.isEmpty() ? words.strip() : word;
  }
}
