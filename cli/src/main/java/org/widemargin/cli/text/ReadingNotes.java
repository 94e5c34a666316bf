package org.widemargin.cli.text;

import org.widemargin.data.ReadingListener;

/** Tells the user how a data set is read: notes as lines, and on a terminal how far it has come. */
public final class ReadingNotes implements ReadingListener {
  private static final long REWRITE_NANOS = 200_000_000L;
  private static final String WARNING = "warning: ";

  private final Console console;
  private long lastShown = System.nanoTime();
  private boolean shown;

  public ReadingNotes(Console console) {
    this.console = console;
  }

  @Override
  public void note(String note) {
    String plain = PlainText.of(note);
    if (plain.startsWith(WARNING)) {
      console.warn(plain.substring(WARNING.length()));
    } else {
      console.notePlain(plain);
    }
  }

  @Override
  public void progress(int done, int total) {
    if (!console.showsProgress()) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastShown >= REWRITE_NANOS || (done == total && shown)) {
      lastShown = now;
      shown = true;
      console.errStream().print("\rreading images " + done + "/" + total);
      if (done == total) {
        console.errStream().println();
      }
      console.errStream().flush();
    }
  }
}
