package org.widemargin.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.widemargin.error.InputException;

/** What is wrong with the files of a folder, so that it can be said of all of them at once. */
final class Faults {
  private static final int SHOWN = 20;

  private final List<String> messages = new ArrayList<>();

  /** Notes a fault: a message that begins with the file. */
  void add(String message) {
    messages.add(message);
  }

  /** Notes the faults that were found elsewhere. */
  void addAll(Faults others) {
    messages.addAll(others.messages);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /**
   * Goes on only if there are none.
   *
   * @throws InputException naming the first of them, and how many more there are
   */
  void check(Path folder) {
    if (messages.isEmpty()) {
      return;
    }
    if (messages.size() == 1) {
      throw new InputException(messages.get(0));
    }
    List<String> shown = messages.subList(0, Math.min(SHOWN, messages.size()));
    int more = messages.size() - shown.size();
    throw new InputException(
        String.format(
            Locale.ROOT,
            "%s: %d files or folders cannot be used; mend them or take them out: %s%s",
            folder,
            messages.size(),
            String.join("; ", shown),
            more == 0 ? "" : "; and " + more + " more"));
  }
}
