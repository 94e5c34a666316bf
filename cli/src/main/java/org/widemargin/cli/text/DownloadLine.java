package org.widemargin.cli.text;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.widemargin.fetch.FetchListener;
import org.widemargin.fetch.RemoteFile;

/**
 * Tells people how a download goes: on a terminal a line that rewrites itself a few times a second,
 * anywhere else only what happened.
 */
public final class DownloadLine implements FetchListener {
  private static final long REWRITE_NANOS = 200_000_000L;
  private static final double MEGABYTE = 1e6;

  private final Console console;
  private final LongSupplier clock;
  private long lastShownNanos;
  private boolean shown;

  /** Tells on standard error. */
  public DownloadLine(Console console) {
    this(console, System::nanoTime);
  }

  DownloadLine(Console console, LongSupplier clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public void received(RemoteFile file, long bytes) {
    long now = clock.getAsLong();
    if (console.showsProgress() && (now - lastShownNanos >= REWRITE_NANOS || !shown)) {
      lastShownNanos = now;
      shown = true;
      console.errStream().print('\r' + line(file, bytes));
      console.errStream().flush();
    }
  }

  @Override
  public void retrying(RemoteFile file, String reason, int seconds) {
    endLine();
    console.notePlain(file.name() + ": " + reason + "; trying again in " + seconds + " s");
  }

  @Override
  public void verified(RemoteFile file) {
    if (shown) {
      console.errStream().print('\r' + line(file, file.bytes()));
    }
    endLine();
    console.notePlain(file.name() + ": there, with the published SHA-256");
  }

  private void endLine() {
    if (shown) {
      console.errStream().println();
      shown = false;
    }
  }

  private static String line(RemoteFile file, long bytes) {
    return String.format(
        Locale.ROOT, "%s  %.1f of %.1f MB", file.name(), bytes / MEGABYTE, file.bytes() / MEGABYTE);
  }
}
