package org.widemargin.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.widemargin.file.AtomicFiles;

/**
 * Gets files over HTTP that are held against their digests. A broken download goes on where it
 * stopped, in this session or a later one.
 */
public final class Downloader {
  private final HttpTransfer transfer;
  private final Patience patience;
  private final Patience.Pause pause;

  /**
   * Prepares downloads.
   *
   * @param proxies the way to each address, usually {@link EnvironmentProxies}
   * @param patience how long to wait, and for what
   * @param pause waits between two attempts, usually {@code Thread.sleep}
   */
  public Downloader(ProxySelector proxies, Patience patience, Patience.Pause pause) {
    this.transfer = new HttpTransfer(proxies, patience);
    this.patience = patience;
    this.pause = pause;
  }

  /**
   * Gets a file, whether or not it is there already.
   *
   * @param file which
   * @param folder where it goes, under its own name; there must be such a folder
   * @param listener learns how it goes
   * @return the file
   * @throws FetchException if it cannot be had, or is not what was published; what was received is
   *     kept if it can be gone on from
   * @throws org.widemargin.error.InputException if another process is at work on it
   * @throws org.widemargin.error.OutputException if it cannot be written
   */
  public Path download(RemoteFile file, Path folder, FetchListener listener) {
    Path target = folder.resolve(file.name());
    try (PartFile part = PartFile.open(target)) {
      boolean resumed = part.length() > 0;
      receive(file, part, listener);
      String found = part.sha256();
      if (resumed && !found.equals(file.sha256())) {
        // The beginning may have been of another version.
        part.restart(Optional.empty());
        receive(file, part, listener);
        found = part.sha256();
      }
      if (!found.equals(file.sha256())) {
        part.discard();
        throw new FetchException(
            String.format(
                Locale.ROOT,
                "%s: expected SHA-256 %s, found %s: the file was damaged on the way, or has"
                    + " changed; what was received is deleted",
                file.address(),
                file.sha256(),
                found));
      }
      part.complete();
    }
    listener.verified(file);
    return target;
  }

  private void receive(RemoteFile file, PartFile part, FetchListener listener) {
    if (part.length() > file.bytes()) {
      part.restart(Optional.empty());
    }
    int failures = 0;
    while (part.length() < file.bytes()) {
      long before = part.length();
      try {
        transfer.complete(file, part, bytes -> listener.received(file, bytes));
      } catch (IOException e) {
        failures = part.length() > before ? 1 : failures + 1;
        waitBefore(file, e, failures, listener);
      } catch (InterruptedException e) {
        throw interrupted(file, e);
      }
    }
  }

  private void waitBefore(
      RemoteFile file, IOException failure, int failures, FetchListener listener) {
    String reason = reason(failure);
    if (failures >= patience.attempts()) {
      throw new FetchException(
          String.format(
              Locale.ROOT,
              "%s: cannot be had after %d attempts: %s; check the network, or set https_proxy and"
                  + " http_proxy; a later fetch goes on from here",
              file.address(),
              failures,
              reason),
          failure);
    }
    int seconds = patience.secondsAfter(failures);
    listener.retrying(file, reason, seconds);
    try {
      pause.sleep(Duration.ofSeconds(seconds));
    } catch (InterruptedException e) {
      throw interrupted(file, e);
    }
  }

  private static FetchException interrupted(RemoteFile file, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new FetchException(
        file.address() + ": interrupted; a later fetch goes on from here", cause);
  }

  private static String reason(IOException failure) {
    if (failure instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    if (failure instanceof ConnectException) {
      return "no connection: the host is unknown, or does not answer";
    }
    return AtomicFiles.reason(failure);
  }
}
