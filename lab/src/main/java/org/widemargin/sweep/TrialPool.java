package org.widemargin.sweep;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.widemargin.file.Folders;
import org.widemargin.parallel.OwnProgram;

/**
 * Processes of this machine that carry out trials. Random draws and threads of libtorch belong to a
 * process as a whole: two trials in one would disturb each other, and one that fails there would
 * take the other with it.
 */
public final class TrialPool implements AutoCloseable {
  private final Path folder;
  private final Deque<Running> idle = new ArrayDeque<>();
  private int started;
  private boolean closed;

  /**
   * Makes a pool; processes are started when they are needed, and kept.
   *
   * @param folder of this pool alone, for what passes through them
   */
  public TrialPool(Path folder) {
    this.folder = folder;
  }

  /** A process, and how to talk to it. */
  private record Running(Process process, DataOutputStream tasks, DataInputStream answers) {}

  /**
   * Has a trial carried out. Called by several threads at a time, each of which has a process.
   *
   * @param task what {@link TrialExecutor#carryOut} takes
   * @return what it gives
   * @throws TrialLostException if the process ends, or says what failed
   */
  public byte[] ask(byte[] task) {
    Running running = borrow();
    boolean usable = false;
    try {
      TrialTask.write(running.tasks(), task);
      running.tasks().flush();
      int status = running.answers().readByte();
      byte[] answer = TrialTask.read(running.answers());
      usable = true;
      if (status != TrialProcess.DONE) {
        String message = new String(answer, StandardCharsets.UTF_8);
        throw new TrialLostException(message, new IllegalStateException(message));
      }
      return answer;
    } catch (IOException e) {
      throw new TrialLostException("the process of a trial has ended", e);
    } finally {
      giveBack(running, usable);
    }
  }

  private synchronized Running borrow() {
    if (closed) {
      throw new IllegalStateException("the pool is closed");
    }
    Running waiting = idle.poll();
    return waiting != null ? waiting : start(folder.resolve("process-" + started++));
  }

  private synchronized void giveBack(Running running, boolean usable) {
    if (usable && !closed) {
      idle.push(running);
    } else {
      running.process().destroyForcibly();
    }
  }

  private static Running start(Path own) {
    try {
      Files.createDirectories(own);
      // A trial's own configuration says with how many threads it computes.
      Process process =
          OwnProgram.withinAnother(Runtime.getRuntime().availableProcessors(), List.of())
              .process(TrialProcess.class.getName(), List.of(own.toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new Running(
          process,
          new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
          new DataInputStream(new BufferedInputStream(process.getInputStream())));
    } catch (IOException e) {
      throw new TrialLostException("no process can be started for a trial", e);
    }
  }

  /** Ends the processes and removes what passed through them. Closing again does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    idle.forEach(running -> running.process().destroyForcibly());
    Folders.delete(folder);
  }
}
