package org.widemargin.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.widemargin.train.SplitMetrics;
import org.widemargin.train.TrainingListener;
import org.widemargin.web.Limits;
import org.widemargin.web.RequestMetrics;
import org.widemargin.web.Routes;
import org.widemargin.web.WebServer;

/** Shows a run's curves in the browser. It reads the run's files and changes nothing. */
public final class RunWatch implements AutoCloseable {
  private static final int LAST_LOOK_SECONDS = 4;

  private final WebServer server;
  private final AtomicBoolean begun;
  private final AtomicBoolean hasWorked;
  private final AtomicBoolean isLookedAt = new AtomicBoolean();
  private final CountDownLatch endWasSeen = new CountDownLatch(1);

  /**
   * Starts the server.
   *
   * @param hasBegun whether the run that is in the folder now is the one that is meant
   * @param hasWorked whether it has ended, or is stopped, where nobody works on it: not yet, if
   *     this process is about to
   */
  private RunWatch(Path folder, String host, int port, boolean hasBegun, boolean hasWorked) {
    this.begun = new AtomicBoolean(hasBegun);
    this.hasWorked = new AtomicBoolean(hasWorked);
    BooleanSupplier isBegun = begun::get;
    WatchPage page = new WatchPage(() -> look(folder, isBegun));
    this.server =
        WebServer.start(
            host,
            port,
            Limits.USUAL,
            new RequestMetrics(),
            new Routes(page.endpoints(), path -> "expected / or /curves, found " + path));
    isLookedAt.set(false);
  }

  /**
   * Shows a run that somebody has begun.
   *
   * @param folder of the run
   * @param host a name or address of this machine
   * @param port 0 for any that is free
   * @return the server, to be closed
   * @throws org.widemargin.error.InputException if it cannot listen there
   */
  public static RunWatch of(Path folder, String host, int port) {
    return new RunWatch(folder, host, port, true, true);
  }

  /**
   * Shows a run that this process is about to begin: a run that is in the folder now is not it.
   *
   * @param folder where it will be
   * @param host a name or address of this machine
   * @param port 0 for any that is free
   * @return the server, whose {@link #listener} learns when the run begins; to be closed
   * @throws org.widemargin.error.InputException if it cannot listen there
   */
  public static RunWatch ofFuture(Path folder, String host, int port) {
    return new RunWatch(folder, host, port, false, false);
  }

  /**
   * Shows a run that this process is about to go on with.
   *
   * @param folder of the run
   * @param host a name or address of this machine
   * @param port 0 for any that is free
   * @return the server, whose {@link #listener} learns when the run goes on; to be closed
   * @throws org.widemargin.error.InputException if it cannot listen there
   */
  public static RunWatch ofResumed(Path folder, String host, int port) {
    return new RunWatch(folder, host, port, true, false);
  }

  private RunView look(Path folder, BooleanSupplier isBegun) {
    // In this order: work that ends in between is seen to have ended the next time.
    boolean mayHaveEnded = hasWorked.get();
    RunView found = RunView.of(folder, isBegun);
    return seen(mayHaveEnded ? found : found.atWork());
  }

  private RunView seen(RunView view) {
    isLookedAt.set(true);
    if (view.state() == RunState.ENDED || view.state() == RunState.STOPPED) {
      endWasSeen.countDown();
    }
    return view;
  }

  /** Where it is. */
  public WebServer server() {
    return server;
  }

  /** To be told after whoever writes the run's files. */
  public TrainingListener listener() {
    return new TrainingListener() {
      @Override
      public void stepped(long step, double loss) {
        works();
      }

      @Override
      public void evaluated(List<SplitMetrics> metrics) {
        works();
      }
    };
  }

  private void works() {
    begun.set(true);
    hasWorked.set(true);
  }

  /** Whether the page was told that the run has ended, or was stopped. */
  boolean endWasSeen() {
    return endWasSeen.getCount() == 0;
  }

  /**
   * Lets a page that is open learn that the run has ended; for a moment, and only if there is one.
   */
  public void awaitLastLook() {
    // A run that was complete has made no step.
    hasWorked.set(true);
    try {
      if (isLookedAt.get() && !endWasSeen.await(LAST_LOOK_SECONDS, TimeUnit.SECONDS)) {
        // The page was closed in between.
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
