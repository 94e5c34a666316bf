package org.widemargin.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files that cannot be decoded and are left out, of both parts of a data set. */
final class LeftOut {
  private static final int SHOWN = 20;

  private final List<String> train = new ArrayList<>();
  private final List<String> test = new ArrayList<>();

  /** Notes a file: a message that begins with it. */
  void add(String message, boolean ofTest) {
    (ofTest ? test : train).add(message);
  }

  /** The messages on one part. */
  List<String> of(boolean ofTest) {
    return List.copyOf(ofTest ? test : train);
  }

  int size() {
    return train.size() + test.size();
  }

  /** Counts and names them, if there are any. */
  void note(int files, ReadingListener listener) {
    if (size() == 0) {
      return;
    }
    List<String> shown = Stream.of(train, test).flatMap(List::stream).limit(SHOWN).toList();
    int more = size() - shown.size();
    listener.note(
        String.format(
            Locale.ROOT,
            "warning: %d of %d files cannot be decoded and are left out: %s%s",
            size(),
            files,
            String.join("; ", shown),
            more == 0 ? "" : "; and " + more + " more"));
  }
}
