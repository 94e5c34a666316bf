package org.widemargin.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.widemargin.sweep.TrialPool;

/** What an executor does with a trial. */
final class CarryOut implements Function<Integer, byte[]> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<byte[]> task;

  CarryOut(Broadcast<byte[]> task) {
    this.task = task;
  }

  @Override
  public byte[] call(Integer number) {
    return OfThisExecutor.POOL.ask(task.value());
  }

  /** One pool for each executor, as long as it lives. */
  private static final class OfThisExecutor {
    static final TrialPool POOL = pool();

    private static TrialPool pool() {
      try {
        TrialPool pool = new TrialPool(Files.createTempDirectory("widemargin-trials"));
        Runtime.getRuntime().addShutdownHook(new Thread(pool::close, "end-trials"));
        return pool;
      } catch (IOException e) {
        throw new UncheckedIOException("an executor finds no room for temporary files", e);
      }
    }
  }
}
