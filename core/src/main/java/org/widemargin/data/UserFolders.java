package org.widemargin.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a user's system keeps what programs can make again. */
final class UserFolders {
  private static final String OWN = "widemargin";

  private UserFolders() {}

  /** The usual place of this system. */
  static Path cache() {
    return cache(
        System.getProperty("os.name", ""), System.getenv(), System.getProperty("user.home", "."));
  }

  /**
   * The usual place: {@code XDG_CACHE_HOME} or {@code ~/.cache}, of macOS {@code ~/Library/Caches},
   * of Windows {@code LOCALAPPDATA}.
   */
  static Path cache(String system, Map<String, String> environment, String home) {
    String name = system.toLowerCase(Locale.ROOT);
    Optional<Path> said =
        Optional.ofNullable(
                environment.get(name.startsWith("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME"))
            .filter(text -> !text.isBlank())
            .map(Path::of)
            .filter(Path::isAbsolute);
    Path usual =
        name.startsWith("mac") ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache");
    return said.orElse(usual).resolve(OWN);
  }
}
