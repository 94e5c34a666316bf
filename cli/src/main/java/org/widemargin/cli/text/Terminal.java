package org.widemargin.cli.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells terminals from files and pipes. */
final class Terminal {
  static final int STANDARD_OUTPUT = 1;
  static final int STANDARD_ERROR = 2;

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private Terminal() {}

  /**
   * Whether a stream of this process leads to a terminal. Only Linux says it of a single stream;
   * elsewhere none counts as one, since escape sequences in a file are worse than no colours.
   */
  static boolean isTerminal(int descriptor) {
    Path link = DESCRIPTORS.resolve(Integer.toString(descriptor));
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Whether standard output may lead to a terminal where no single stream can be told. From Java 22
   * on it always may there: what a terminal might obey is then escaped in files, too.
   */
  @SuppressWarnings("SystemConsoleNull")
  static boolean maybeIsOne() {
    return !Files.isDirectory(DESCRIPTORS) && System.console() != null;
  }

  /** Whether the user has not refused colours: NO_COLOR (no-color.org), or TERM=dumb. */
  static boolean wantsColours() {
    String refused = System.getenv("NO_COLOR");
    return (refused == null || refused.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }
}
