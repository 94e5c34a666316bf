package org.widemargin.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Files and folders that systems and programs leave beside a user's own. */
final class SystemFiles {
  private static final Set<String> NAMES =
      Set.of(
          "thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "icon\r",
          "__macosx",
          "@eadir",
          "$recycle.bin",
          "system volume information",
          "lost+found");

  /** Of Windows, for files from the Internet. */
  private static final String MARK_OF_THE_WEB = ":zone.identifier";

  private SystemFiles() {}

  static boolean contains(Path entry) {
    String name = nameOf(entry).toLowerCase(Locale.ROOT);
    return name.startsWith(".") || NAMES.contains(name) || name.endsWith(MARK_OF_THE_WEB);
  }

  /** Counts and names them, in one line. */
  static String note(List<Path> found) {
    Map<String, Integer> counts = new TreeMap<>();
    found.forEach(entry -> counts.merge(nameOf(entry).strip(), 1, Integer::sum));
    String names =
        counts.entrySet().stream()
            .limit(10)
            .map(entry -> entry.getKey() + (entry.getValue() == 1 ? "" : " x" + entry.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "left out %d hidden or system files and folders: %s%s",
        found.size(),
        names,
        counts.size() > 10 ? ", ..." : "");
  }

  private static String nameOf(Path entry) {
    return String.valueOf(entry.getFileName());
  }
}
