package org.widemargin.cli.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.widemargin.cli.text.Console;
import org.widemargin.error.OutputException;
import org.widemargin.parallel.OwnProgram;

/**
 * This program in another process, as a worker. What the first worker writes is passed on as it is;
 * lines of the others go to standard error and say whose they are. Gloo's own lines, which would
 * stand between those of {@code --json}, go nowhere.
 *
 * <p>Its standard input stays open as long as this process lives, and says nothing: a worker whose
 * input ends is to stop.
 */
final class WorkerProcess {
  private static final String MAIN = "org.widemargin.cli.Main";
  private static final String OF_GLOO = "[Gloo]";
  private static final String ERROR = "widemargin: ";

  private final int worker;
  private final Process process;
  private final List<Thread> readers = new ArrayList<>();
  private final List<String> lastWords = Collections.synchronizedList(new ArrayList<>());

  private WorkerProcess(int worker, Process process) {
    this.worker = worker;
    this.process = process;
  }

  static WorkerProcess start(
      int worker,
      OwnProgram program,
      Path folder,
      List<String> arguments,
      Map<String, String> environment,
      Console console) {
    ProcessBuilder builder = program.process(MAIN, arguments).directory(folder.toFile());
    builder.environment().putAll(environment);
    // A line that is drawn over needs the terminal itself.
    boolean ownTerminal = worker == 0 && console.showsProgress();
    if (ownTerminal) {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    try {
      WorkerProcess started = new WorkerProcess(worker, builder.start());
      started.pass(
          started.process.getInputStream(),
          worker == 0 ? console.out()::println : line -> started.note(console, line));
      if (!ownTerminal) {
        started.pass(started.process.getErrorStream(), line -> started.note(console, line));
      }
      return started;
    } catch (IOException e) {
      throw new OutputException("worker " + worker + " cannot be started", e);
    }
  }

  /** What ends a process is told when it is known which one failed, and which ones followed. */
  private void note(Console console, String line) {
    if (line.startsWith(ERROR)) {
      lastWords.add(line);
    } else {
      console.err().println(worker == 0 ? line : whose() + line);
    }
  }

  /** How lines of other workers than the first begin. */
  String whose() {
    return "worker " + worker + ": ";
  }

  /** Why it ended. */
  List<String> lastWords() {
    return List.copyOf(lastWords);
  }

  private void pass(InputStream stream, Consumer<String> to) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().filter(line -> !line.startsWith(OF_GLOO)).forEach(to);
              } catch (IOException | UncheckedIOException e) {
                // A process that was killed may break off in the middle: its status says so.
                return;
              }
            },
            "worker-" + worker);
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  int worker() {
    return worker;
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  /** Waits for its end, but not longer; everything that it wrote is passed on then. */
  boolean ends(long millis) throws InterruptedException {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return true;
  }

  /** Its exit status; 128 and the signal if it was killed. */
  int status() {
    return process.exitValue();
  }

  /** Asks it to stop after the step it is in. */
  void stop() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }
}
