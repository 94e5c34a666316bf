package org.widemargin.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.widemargin.Classifier;
import org.widemargin.file.Folders;
import org.widemargin.run.PackedRun;

/**
 * The networks of one executor, each loaded once and lent to any number of tasks. One that no task
 * has any more stays for the next; of several such, the one that was lent last.
 */
final class LoadedClassifiers implements AutoCloseable {
  static final LoadedClassifiers OF_THIS_EXECUTOR = new LoadedClassifiers();

  private static final String CONFIG = "config.yaml";

  private final Map<String, Lent> byDigest = new LinkedHashMap<>();

  LoadedClassifiers() {}

  private static final class Lent {
    final Classifier classifier;
    int borrowers;

    Lent(Classifier classifier) {
      this.classifier = classifier;
    }
  }

  /**
   * Lends a network, to be given back.
   *
   * @param digest tells runs apart
   * @param packed the run, asked for if it is not loaded
   * @return the network, which stays open until it is given back, and is not to be closed
   */
  synchronized Classifier borrow(String digest, Supplier<byte[]> packed) {
    Lent lent = byDigest.get(digest);
    if (lent == null) {
      closeIdle();
      lent = new Lent(load(packed.get()));
      byDigest.put(digest, lent);
    }
    lent.borrowers++;
    return lent.classifier;
  }

  synchronized void giveBack(String digest) {
    Lent lent = Objects.requireNonNull(byDigest.get(digest), digest);
    lent.borrowers--;
  }

  /** How many are loaded. */
  synchronized int size() {
    return byDigest.size();
  }

  private void closeIdle() {
    byDigest
        .values()
        .removeIf(
            lent -> {
              if (lent.borrowers > 0) {
                return false;
              }
              lent.classifier.close();
              return true;
            });
  }

  private static Classifier load(byte[] packed) {
    try {
      Path folder = Files.createTempDirectory("widemargin-scoring");
      try {
        PackedRun.unpack(packed, folder, CONFIG);
        return Classifier.load(folder);
      } finally {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an executor finds no room for temporary files", e);
    }
  }

  /** Closes those that no task has. */
  @Override
  public synchronized void close() {
    closeIdle();
  }
}
