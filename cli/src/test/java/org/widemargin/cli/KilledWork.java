package org.widemargin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Work of a command that may be killed at any moment, and is then asked for again. */
interface KilledWork {
  /** In a word or two, for people. */
  String name();

  /** Puts there, before the first command, what the work begins with. */
  default void prepare(Path folder) throws IOException {}

  /**
   * A command line that begins the work, or goes on with it.
   *
   * @param folder where everything goes; need not exist
   */
  List<String> command(Path folder);

  /** Whether a line on standard error says that the work itself has begun. */
  boolean begins(String line);

  /**
   * What must be the same however often the work was killed: each file by its name in the folder,
   * with its contents, but for times and the number of sessions. A file too many or too few shows.
   */
  Map<String, Object> outcome(Path folder) throws IOException;
}
